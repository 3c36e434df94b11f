import type { Rule } from '../rules/rule.ts';
import { groupBy } from '../text/groups.ts';
import { doubted, type Finding, isMeantHere } from './finding.ts';

/**
 * What a repository does in many places it does on purpose, or something out of sight makes it right: findings of a
 * rule that says how many are too many for a slip (`Rule.habit`) become advice there, or `likely`; slips of the pen
 * don't. A severity that the user chose is left alone by the caller.
 *
 * @param options the rule's own, of which `habit` is how many places are no habit yet
 * @returns the findings, of which those that are a habit remember what they were
 */
export function withHabits(
  { habit }: Pick<Rule, 'habit'>,
  findings: readonly Finding[],
  options: Readonly<Record<string, unknown>> = {},
): readonly Finding[] {
  if (habit === undefined) return findings;
  const most = typeof options.habit === 'number' ? options.habit : habit.most;
  const isCounted = (finding: Finding) => finding.severity === habit.of && !isMeantHere(finding);
  const byKind = groupBy(findings.filter(isCounted), kindOf);
  const habitual = new Map<Finding, number>(
    [...byKind.values()].flatMap(same => {
      const places = new Set(same.map(({ at }) => `${at.file.path}\0${at.start}`)).size;
      return places > most ? same.map(finding => [finding, places] as const) : [];
    }),
  );
  return findings.map(finding => {
    const places = habitual.get(finding);
    if (places === undefined) return finding;
    const { severity, confidence, help, fix } = finding;
    const changed =
      habit.becomes === 'info'
        ? { ...finding, severity: 'info' as const }
        : doubted(finding, `${places} places of this repository are so, which may be meant`);
    return { ...changed, outright: { severity, confidence, help, fix } };
  });
}

/** What a message says whatever it is about: two mistakes of different kinds are no habit. */
export const kindOf = ({ message }: Finding): string =>
  message.replace(/`[^`]*`/g, '``').replace(/\d+/g, '0');

/** Findings that a change brought are no habit, unless its base had the habit: they are as the rule means them. */
export function withoutNewHabits(
  brought: readonly Finding[],
  before: readonly Finding[],
): readonly Finding[] {
  const keyOf = (finding: Finding) => `${finding.ruleId} ${kindOf(finding)}`;
  const habitual = new Set(before.filter(({ outright }) => outright).map(keyOf));
  return brought.map(finding =>
    finding.outright && !habitual.has(keyOf(finding))
      ? { ...finding, ...finding.outright, outright: undefined }
      : finding,
  );
}
