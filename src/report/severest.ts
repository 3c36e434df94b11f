import { type Finding, SEVERITIES } from '../engine/finding.ts';

/**
 * The most severe findings of a list, in the list's order; of one severity the preferred ones first.
 *
 * @param isPreferred what matters more among findings of one severity
 */
export function severest(
  findings: readonly Finding[],
  count: number,
  isPreferred: (finding: Finding) => boolean = () => false,
): readonly Finding[] {
  if (findings.length <= count) return findings;
  const rank = (finding: Finding) =>
    2 * SEVERITIES.indexOf(finding.severity) + (isPreferred(finding) ? 0 : 1);
  const kept = new Set([...findings].sort((a, b) => rank(a) - rank(b)).slice(0, count));
  return findings.filter(finding => kept.has(finding));
}
