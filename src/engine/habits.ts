import type { Rule } from '../rules/rule.ts';
import type { Finding } from './finding.ts';

/**
 * What a repository does in many places it does on purpose: warnings of a rule that says how many are too many
 * for a slip (`Rule.habit`), or its errors, become advice there. A severity that the user chose is left alone by
 * the caller.
 *
 * @param options the rule's own, of which `habit` is how many places are no habit yet
 */
export function withHabits(
  { habit }: Pick<Rule, 'habit'>,
  findings: readonly Finding[],
  options: Readonly<Record<string, unknown>> = {},
): readonly Finding[] {
  if (habit === undefined) return findings;
  const [of, usual] =
    typeof habit === 'number' ? (['warning', habit] as const) : (['error', habit.errors] as const);
  const most = typeof options.habit === 'number' ? options.habit : usual;
  const places = new Set(
    findings
      .filter(({ severity }) => severity === of)
      .map(({ at }) => `${at.file.path}\0${at.start}`),
  );
  if (places.size <= most) return findings;
  return findings.map(finding =>
    finding.severity === of ? { ...finding, severity: 'info' } : finding,
  );
}
