import { type Finding, SEVERITIES } from '../engine/finding.ts';
import { table } from './table.ts';

const HEADS = [
  'errors',
  'warnings',
  'infos',
] as const satisfies readonly `${Finding['severity']}s`[];

/**
 * How many findings there are of each severity, by rule and by application: most of the severest first. Empty where
 * there are none.
 */
export function statistics(findings: readonly Finding[]): string {
  if (findings.length === 0) return '';
  const byRule = counted('rule', findings, ({ ruleId }) => ruleId);
  const byApplication = counted(
    'application',
    findings,
    ({ application }) => application ?? 'of no application',
  );
  return `${byRule}\n${byApplication}`;
}

function counted(
  head: string,
  findings: readonly Finding[],
  nameOf: (finding: Finding) => string,
): string {
  const counts = new Map<string, number[]>();
  for (const finding of findings) {
    const name = nameOf(finding);
    const own = counts.get(name) ?? SEVERITIES.map(() => 0);
    const at = SEVERITIES.indexOf(finding.severity);
    counts.set(
      name,
      own.map((count, i) => (i === at ? count + 1 : count)),
    );
  }
  const rows = [...counts]
    .sort(([a, own], [b, other]) => compareCounts(own, other) || (a < b ? -1 : 1))
    .map(([name, own]) => [...own.map((count, i) => aligned(count, HEADS[i] ?? '')), name]);
  return table([...HEADS, head], rows);
}

const compareCounts = (a: readonly number[], b: readonly number[]): number =>
  SEVERITIES.map((_, i) => (b[i] ?? 0) - (a[i] ?? 0)).find(difference => difference !== 0) ?? 0;

const aligned = (count: number, head: string): string =>
  count.toLocaleString('en').padStart(head.length);
