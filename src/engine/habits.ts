import type { Rule } from '../rules/rule.ts';
import type { Finding } from './finding.ts';

/**
 * What a repository does in many places it does on purpose: what a rule finds that says how many are too many
 * for a slip (`Rule.habit`) becomes advice there. What the rule gives another severity than its own stays as it
 * is, and a severity that the user chose is left alone by the caller.
 */
export function withHabits(rule: Rule, findings: readonly Finding[]): readonly Finding[] {
  const { habit } = rule;
  if (habit === undefined) return findings;
  const places = new Set(
    findings
      .filter(({ severity }) => severity === rule.severity)
      .map(({ at }) => `${at.file.path}\0${at.start}`),
  );
  if (places.size <= habit) return findings;
  return findings.map(finding =>
    finding.severity === rule.severity ? { ...finding, severity: 'info' } : finding,
  );
}
