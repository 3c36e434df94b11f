import type { Rule } from '../rules/rule.ts';
import { docsUrl } from '../version.ts';

export const RULE_FORMATS = ['text', 'json', 'markdown'] as const;
export type RuleFormat = (typeof RULE_FORMATS)[number];

/** All rules, one line each, for people or programs. */
export function listRules(rules: readonly Rule[], format: RuleFormat): string {
  if (format === 'json') {
    const list = rules.map(({ id, severity, summary, policy = false, fixable = null }) => ({
      id,
      severity,
      summary,
      policy,
      fixable,
      docs: docsUrl(id),
    }));
    return `${JSON.stringify(list, null, 2)}\n`;
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
