import { toJsonRule } from '../report/json-rule.ts';
import type { Rule } from '../rules/rule.ts';

export const RULE_FORMATS = ['text', 'json', 'markdown'] as const;
export type RuleFormat = (typeof RULE_FORMATS)[number];

/** All rules, one line each, for people or programs. */
export function listRules(rules: readonly Rule[], format: RuleFormat): string {
  if (format === 'json') {
    return `${JSON.stringify(rules.map(toJsonRule), null, 2)}\n`;
  }
  if (format === 'markdown') {
    const rows = rules.map(
      ({ id, severity, summary, policy, fixable }) =>
        `| [${id}](${id}.md) | ${severity}${policy ? ', policy' : ''} | ${fixable ?? ''} | ${summary} |`,
    );
    return `| rule | severity | fix | reports |\n|---|---|---|---|\n${rows.join('\n')}\n`;
  }
  const width = Math.max(...rules.map(({ id }) => id.length));
  return rules
    .map(({ id, severity, summary }) => `${id.padEnd(width)}  ${severity.padEnd(7)}  ${summary}\n`)
    .join('');
}
