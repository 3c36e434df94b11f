import type { ReportingDescriptor } from 'sarif';
import type { Severity } from '../config/policy.ts';
import { familyOf } from '../config/rule-names.ts';
import { docsUrl } from '../version.ts';
import type { ReportedRule } from './report.ts';

const MAX_DESCRIPTION = 1024;

export const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

const PROBLEM_SEVERITIES: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'recommendation',
};

/** A rule as code scanning shows it: `help.markdown` is what people read beside an alert. */
export function sarifRule({
  id,
  severity,
  summary,
  rationale,
  remedy,
  reference,
}: ReportedRule): ReportingDescriptor {
  const parts = [rationale, `What to do: ${remedy}`, `Behaviour: ${reference}`];
  return {
    id,
    name: pascalCase(id),
    shortDescription: { text: clip(summary) },
    fullDescription: { text: clip(rationale) },
    helpUri: docsUrl(id),
    help: {
      text: parts.join('\n\n'),
      markdown: [
        rationale,
        `**What to do:** ${remedy}`,
        `[The behaviour behind it](${reference}) · [${id}](${docsUrl(id)})`,
      ].join('\n\n'),
    },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      precision: 'very-high',
      'problem.severity': PROBLEM_SEVERITIES[severity],
      tags: ['gitops', 'kubernetes', familyOf(id)],
    },
  };
}

/** `gateway/legacy-ingress` to `GatewayLegacyIngress`. */
const pascalCase = (id: string): string =>
  id.replace(/(?:^|[/-])(.)/g, (_, letter: string) => letter.toUpperCase());

const clip = (text: string): string =>
  text.length <= MAX_DESCRIPTION ? text : `${text.slice(0, MAX_DESCRIPTION - 1)}…`;
