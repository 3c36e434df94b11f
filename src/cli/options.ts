import { type Command, InvalidArgumentError } from 'commander';
import type { Severity } from '../config/policy.ts';
import { familyOf, isOwnRule, matchesRule, OWN_RULES } from '../config/rule-names.ts';
import { CONFIDENCES, type Confidence, SEVERITIES } from '../engine/finding.ts';
import { type FormatName, reporters } from '../report/index.ts';
import { rules } from '../rules/index.ts';
import { didYouMean } from '../text/nearest.ts';
import { listing } from '../text/plural.ts';
import { isFingerprint } from './fingerprint.ts';

export interface FormatChoice {
  readonly name: FormatName;
  /** A file to write to; standard output when absent. */
  readonly file: string | undefined;
}

/** What is linted, and by which rules. */
export interface LintSelection {
  config: string | boolean;
  rule: ReadonlyMap<string, Severity | 'off'>;
  only: readonly string[];
  skip: readonly string[];
  rendered?: string;
  changedSince?: string;
  trackedOnly: boolean;
  baseline?: string;
  schemaDir?: string;
  /** A folder with charts that are used besides those of the store; false: no charts at all. */
  charts?: string | boolean;
  /** The file whose content comes from standard input. */
  stdinPath?: string;
  confidence?: Confidence;
  /** The one cluster to report on. */
  cluster?: string;
}

/** A repository as it is, where every rule asks what it wants to know. */
export const wholeBy = ({
  config = true,
  charts,
}: {
  readonly config?: string | boolean | undefined;
  readonly charts?: string | boolean | undefined;
}): LintSelection => ({
  config,
  rule: new Map(),
  only: [],
  skip: [],
  trackedOnly: false,
  ...(charts !== undefined && { charts }),
});

export interface LintOptions extends LintSelection {
  format: readonly FormatChoice[];
  /** Where the format that names no file is written, instead of on standard output. */
  outputFile?: string;
  failOn: Severity;
  maxWarnings?: number;
  fix: boolean;
  fixDryRun: boolean;
  unsafeFixes: boolean;
  writeBaseline?: string;
  severity?: Severity;
  all: boolean;
  statistics: boolean;
  quiet: boolean;
  verbose: boolean;
  timing: boolean;
  watch: boolean;
  /** Whether the result may be that of an earlier run, and be kept for the next. */
  cache?: boolean;
  cacheDir?: string;
  color?: boolean;
}

const collect = <T>(value: T, previous: readonly T[] | undefined): T[] => [
  ...(previous ?? []),
  value,
];

export function lintOptions(command: Command): Command {
  return command
    .argument(
      '[paths...]',
      'files and directories to report on; all of their repository is analysed',
    )
    .optionsGroup('What is linted:')
    .option('--config <file>', 'policy file (default: .pitower-lint.yaml in the path or above it)')
    .option('--no-config', 'use no policy file')
    .option('--changed-since <ref>', 'report only what is new since the merge base with a revision')
    .option('--tracked-only', "leave out files that git doesn't track")
    .option('--stdin-path <file>', 'the file that standard input (-) is the content of')
    .option('--cluster <name>', 'report on one of the clusters that the repository describes')
    .option('--rendered <dir|->', 'also lint manifests that kustomize or helm rendered')
    .option('--no-charts', 'use models of charts only, and none that is at hand')
    .option('--charts <dir>', "charts to use besides the store's: archives and chart directories")
    .option('--schema-dir <dir>', 'JSON Schemas of further kinds, as <group>/<kind>_<version>.json')
    .optionsGroup('What is reported:')
    .option('--rule <id=severity>', 'override one rule; repeatable, a list with commas', parseRules)
    .option('--only <globs>', 'run only these rules, a list with commas; repeatable', ruleGlobs)
    .option('--skip <globs>', "don't run these rules, a list with commas; repeatable", ruleGlobs)
    .addOption(
      command
        .createOption('--confidence <level>', 'report also what is only likely, or not')
        .choices([...CONFIDENCES])
        .default('likely'),
    )
    .option('--baseline <file>', 'report only what this file does not accept')
    .option('--write-baseline <file>', 'accept all that is found now')
    .optionsGroup('What becomes of it:')
    .option('--fail-on <severity>', 'exit with 1 from this severity on', parseSeverity, 'error')
    .option('--max-warnings <n>', 'exit with 1 when there are more warnings', parseCount)
    .option('--fix', 'apply safe fixes')
    .option('--fix-dry-run', 'print safe fixes as a unified diff, and change nothing')
    .option('--unsafe-fixes', 'with either: the unsafe ones too')
    .option('--watch', 'lint again whenever something changes, until Ctrl-C')
    .optionsGroup('How it runs:')
    .option('--cache', 'answer from an earlier run where nothing changed (default outside CI)')
    .option('--no-cache', 'lint anew, and keep nothing')
    .option('--cache-dir <dir>', "where results are kept (default: in the user's cache)")
    .optionsGroup('Output:')
    .option(
      '--format <name[=file]>',
      `${listing(Object.keys(reporters), 'or')}; repeatable, a list with commas`,
      parseFormats,
    )
    .option('--output-file <file>', 'write the report there instead of on standard output')
    .option(
      '--severity <severity>',
      'list what is at least that severe (default: warning; machine formats keep all)',
      parseSeverity,
    )
    .option('--all', 'list every finding of a rule that has more than twenty')
    .option('--statistics', 'count what is listed by rule and by application (stylish only)')
    .option('-q, --quiet', 'list errors only')
    .option('-v, --verbose', 'list infos too, and say what could not be known and what was skipped')
    .option('--timing', 'say on standard error what each stage and rule took')
    .option('--color', 'force colours')
    .option('--no-color', 'no colours');
}

/** Formats with commas between: one begins a format where the name of one follows. */
const BETWEEN_FORMATS = new RegExp(`,(?=(?:${Object.keys(reporters).join('|')})(?:[=,]|$))`);

const parseFormats = (list: string, previous: readonly FormatChoice[] = []): FormatChoice[] => [
  ...previous,
  ...list.split(BETWEEN_FORMATS).map(parseFormat),
];

function parseFormat(text: string): FormatChoice {
  const [name = '', ...rest] = text.split('=');
  if (!isFormat(name)) {
    const known = Object.keys(reporters);
    throw new InvalidArgumentError(didYouMean(name, known) ?? `Known formats: ${listing(known)}.`);
  }
  return { name, file: rest.length > 0 ? rest.join('=') : undefined };
}

const isFormat = (name: string): name is FormatName => Object.hasOwn(reporters, name);

const isSeverity = (text: string): text is Severity =>
  (SEVERITIES as readonly string[]).includes(text);

function parseSeverity(text: string): Severity {
  if (isSeverity(text)) return text;
  throw new InvalidArgumentError(
    didYouMean(text, SEVERITIES) ?? `It is ${listing(SEVERITIES, 'or')}.`,
  );
}

/** `ID=SEVERITY` added to those before it; an unknown rule or severity is a mistake. */
export function parseRule(
  text: string,
  previous: ReadonlyMap<string, Severity | 'off'> | undefined,
): Map<string, Severity | 'off'> {
  const [id = '', severity = ''] = text.split('=');
  const ids = rules.map(rule => rule.id);
  if (!ids.includes(id as (typeof ids)[number]) && !id.startsWith(OWN_RULES)) {
    throw new InvalidArgumentError(
      didYouMean(id, ids) ?? 'There is no such rule; "pitower-lint rules" lists them.',
    );
  }
  const checked = severity === 'off' ? 'off' : parseSeverity(severity);
  return new Map([...(previous ?? []), [id, checked]]);
}

/** A list of them with commas. */
const parseRules = (
  list: string,
  previous: ReadonlyMap<string, Severity | 'off'> | undefined,
): ReadonlyMap<string, Severity | 'off'> =>
  list
    .split(',')
    .reduce<ReadonlyMap<string, Severity | 'off'>>(
      (known, text) => parseRule(text.trim(), known),
      previous ?? new Map(),
    );

/** `gateway/*`, `gateway` (the whole family) or one id; one that matches no rule is a mistake. */
export function ruleGlob(glob: string): string {
  if (rules.some(rule => matchesRule(rule.id, glob))) return glob;
  const known = [...new Set(rules.flatMap(({ id }) => [id, familyOf(id)]))];
  throw new InvalidArgumentError(
    didYouMean(glob, known) ?? 'It matches no rule; "pitower-lint rules" lists them.',
  );
}

/** The same, or rules of one's own: which there are says the policy. */
export const chosenGlob = (glob: string): string => (isOwnRule(glob) ? glob : ruleGlob(glob));

/** A list of them with commas, added to those before it. */
const ruleGlobs = (list: string, previous: readonly string[] = []): readonly string[] => [
  ...previous,
  ...list.split(',').map(glob => chosenGlob(glob.trim())),
];

/** Rules by id, family or glob, or findings by their fingerprint, one after the other. */
export const toExplain = (word: string, previous?: readonly string[]): readonly string[] =>
  collect(isFingerprint(word) ? word : ruleGlob(word), previous);

function parseCount(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a number.');
}
