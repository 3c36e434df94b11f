import { optionsOf, type Rule } from '../rules/rule.ts';

/** What shows a rule at work, as Markdown: from its fixtures. */
export interface RuleExamples {
  /** A bad repository and what the linter says about it. */
  readonly bad?: string | undefined;
  /** What its fix changes, as a diff. */
  readonly fixed?: string | undefined;
  /** A good repository. */
  readonly good?: string | undefined;
}

/** A rule's page as Markdown: from its own metadata, and from examples where they are at hand. */
export function rulePage(rule: Rule, { bad, fixed, good }: RuleExamples = {}): string {
  return `${[
    `# ${rule.id}`,
    rule.summary,
    facts(rule),
    section('Why', `${rule.rationale}\n\nThe behaviour behind it: <${rule.reference}>`),
    section('What to do', rule.remedy),
    section('Reported', bad),
    section('Fixed', fixed),
    section('Fine', good),
    section('Options', options(rule)),
    section('Turning it off', turningOff(rule)),
  ]
    .filter(Boolean)
    .join('\n\n')}\n`;
}

const section = (title: string, text: string | undefined): string =>
  text ? `## ${title}\n\n${text}` : '';

/** How a fix of a kind is asked for. */
export const FIX = { safe: '`--fix`', unsafe: '`--fix --unsafe-fixes`' } as const;

function facts({ severity, habit, policy, fixable }: Rule): string {
  const often =
    habit === undefined ? '' : `; info in a repository that has more than ${habit} of them`;
  const rows = [
    ['Severity', severity + often],
    ['Needs a pinned policy', policy ? 'yes' : 'no'],
    ['Fix', fixable === undefined ? 'by hand' : FIX[fixable]],
  ];
  return ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join(
    '\n',
  );
}

const options = (rule: Rule): string =>
  Object.entries(optionsOf(rule) as Record<string, { description?: string }>)
    .map(([name, { description = '' }]) => `- \`${name}\`: ${description}`)
    .join('\n');

function turningOff({ id }: Rule): string {
  const here = block('yaml', `# pitower-lint-disable-next-line ${id} -- why it is right here`);
  const everywhere = block('yaml', `# .pitower-lint.yaml\nrules:\n  ${id}: off`);
  const isHideable = !id.startsWith('suppression/');
  return [
    ...(isHideable ? [`Of one place, with the reason:\n\n${here}`] : []),
    `Everywhere:\n\n${everywhere}`,
  ].join('\n\n');
}

/** A fenced block of code. */
export const block = (language: string, text: string): string =>
  `\`\`\`${language}\n${text}\n\`\`\``;
