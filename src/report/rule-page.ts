import { familyOf } from '../config/rule-names.ts';
import { optionsOf, type Rule } from '../rules/rule.ts';
import { FIRST_VERSION } from './json-rule.ts';

/** What shows a rule at work, as Markdown: from its fixtures. */
export interface RuleExamples {
  /** Some bad lines, and what the linter says about them. */
  readonly bad?: string | undefined;
  /** What its fix changes, as a diff. */
  readonly fixed?: string | undefined;
  /** The same lines, where they are fine. */
  readonly good?: string | undefined;
  /** Where whole repositories are, good and bad ones. */
  readonly more?: string | undefined;
  /** The keys of the policy that the rule reads. */
  readonly policy?: readonly string[] | undefined;
  /** Rules that report something in the same repositories. */
  readonly related?: readonly string[] | undefined;
}

/** A rule's page as Markdown: from its own metadata, and from examples where they are at hand. */
export function rulePage(rule: Rule, examples: RuleExamples = {}): string {
  const { bad, fixed, good, more } = examples;
  return `${[
    `# ${rule.id}`,
    rule.summary,
    facts(rule, examples),
    section('Why', `${rule.rationale}\n\nThe behaviour behind it: <${rule.reference}>`),
    section('What to do', rule.remedy),
    section('Reported', bad),
    section('Fixed', fixed),
    section('Fine', good),
    more && `Whole repositories, good and bad: <${more}>`,
    section("What it can't know", limits(rule)),
    section('Options', options(rule)),
    section('Turning it off', turningOff(rule)),
    section('See also', seeAlso(rule, examples)),
  ]
    .filter(Boolean)
    .join('\n\n')}\n`;
}

const section = (title: string, text: string | undefined): string =>
  text ? `## ${title}\n\n${text}` : '';

/** How a fix of a kind is asked for. */
export const FIX = { safe: '`--fix`', unsafe: '`--fix --unsafe-fixes`' } as const;

function facts(
  { severity, habit, policy, fixable, since = FIRST_VERSION }: Rule,
  { policy: read }: RuleExamples,
): string {
  const often =
    habit === undefined
      ? ''
      : `; ${habit.becomes === 'info' ? 'info' : '`likely` only'} in a repository that has more than ${habit.most} of one kind`;
  const keys = (read ?? []).map(key => `\`${key}\``).join(', ');
  const rows = [
    ['Severity', severity + often],
    [
      'Policy',
      policy ? `silent unless the policy pins something: ${keys}` : keys && `reads ${keys}`,
    ],
    ['Fix', fixable === undefined ? 'by hand' : FIX[fixable]],
    ['Since', since],
  ].filter(([, value]) => value);
  return ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join(
    '\n',
  );
}

/** What a rule of the cluster says where something can't be read, and its own limits. */
function limits({ scope, limits: own }: Rule): string {
  const unread =
    "What charts, operators and remote files make that can't be read may change the answer. Where it likely does, nothing is reported; where it only would against its habits, the finding is `likely` instead of `certain`, and says why. `pitower-lint coverage` lists what is not known.";
  return [...(own ? [own] : []), ...(scope === 'cluster' ? [unread] : [])].join('\n\n');
}

function seeAlso({ id }: Rule, { related = [] }: RuleExamples): string {
  const family = familyOf(id);
  const links = related.map(other => `[${other}](../${other}.md)`);
  return [...links, `[all of ${family}/](../README.md#${family})`].join(' · ');
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
