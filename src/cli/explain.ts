import type { Rule } from '../rules/rule.ts';
import { docsUrl } from '../version.ts';

/** A rule's page for the terminal: what, why, how to mend it, how to turn it off. */
export function explain(rule: Rule): string {
  const options = Object.keys(rule.options ?? {});
  return [
    `${rule.id} (${rule.severity}${rule.policy ? ', needs a pinned policy' : ''})`,
    '',
    rule.summary,
    '',
    `Why: ${rule.rationale}`,
    '',
    `What to do: ${rule.remedy}`,
    '',
    ...(options.length > 0 ? [`Options: ${options.join(', ')}`, ''] : []),
    `Turn it off in .pitower-lint.yaml: rules: { ${rule.id}: off }`,
    '',
    `Behaviour: ${rule.reference}`,
    `Page: ${docsUrl(rule.id)}`,
    '',
  ].join('\n');
}
