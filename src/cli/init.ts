import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inferPolicy, type PolicySection } from '../config/infer.ts';
import { makePolicy } from '../config/load.ts';
import { familyOf } from '../config/rule-names.ts';
import { type LintRequest, lint } from '../lint.ts';
import { hasPitowerLayout, loadCluster } from '../loaders/repository.ts';
import { rules } from '../rules/index.ts';
import type { FileTree } from '../source/tree.ts';
import { plural } from '../text/plural.ts';
import { reasonOf } from '../text/reason.ts';
import { POLICY_SCHEMA } from '../version.ts';
import { openSources } from '../yaml/sources.ts';
import { openCharts } from './chart-folders.ts';
import { checkDirectory } from './directory.ts';
import { output } from './output.ts';
import { POLICY_FILE, policyFileIn, policyReader, readPolicyFile } from './policy-file.ts';
import { sectionText } from './policy-text.ts';
import { openRepositoryOf } from './repository.ts';
import { saveFile } from './save.ts';
import { updatedPolicy } from './update-policy.ts';
import { UsageError } from './usage-error.ts';

export interface InitOptions {
  /** Print the policy instead of writing it. */
  readonly stdout: boolean;
  /** Write over a policy file that is there. */
  readonly force: boolean;
  /** Add what is new to a policy file that is there. */
  readonly update: boolean;
}

/** Writes a policy file inferred from the repository; one that is there is left alone unless that is forced. */
export function init(path: string, { stdout, force, update }: InitOptions): void {
  checkDirectory(path);
  const file = join(path, POLICY_FILE);
  const present = policyFileIn(path);
  if (update && present === undefined)
    throw new UsageError('there is no policy file to update', 'Leave out --update to have one.');
  if (update && force)
    throw new UsageError('--update and --force exclude each other', 'Choose one of them.');
  if (present !== undefined && !force && !stdout && !update) {
    throw new UsageError(
      `${present} is there already`,
      'Remove it first to have a new one, or use --force, --stdout or --update.',
    );
  }
  const { tree, top } = openRepositoryOf([path]);
  const text = update ? updated(path, top, tree) : inferredPolicy(tree);
  if (stdout) output(text);
  else {
    if (present === undefined) writeNew(file, text);
    else saveFile('the policy', { path: present, text }, top);
    output(`${present ?? file}\n`);
  }
}

function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    throw new UsageError(`${file} can't be written: ${reasonOf(error)}`);
  }
}

/**
 * The text of a policy that pins what a repository declares. A section that would report something
 * at once is written as a comment: whether the repository or the policy is to change is for its
 * owner to say.
 */
export const inferredPolicy = (tree: FileTree): string =>
  [head(tree), ...sectionsOf(tree).map(({ text }) => text), defaults()].join('\n');

/** All rules as they are without a word of the policy, to be changed by taking the `#` away. */
const defaults = (): string =>
  [
    '# Rules at their defaults. To change one, take the "#" away here and before "rules:".',
    '# rules:',
    ...rules.flatMap(({ id, severity }, i) => [
      ...(i > 0 && familyOf(rules[i - 1]?.id ?? '') !== familyOf(id) ? ['#'] : []),
      `#   ${id}: ${severity}`,
    ]),
    '',
  ].join('\n');

interface WrittenSection {
  readonly section: PolicySection;
  readonly text: string;
  /** How many things it would report that the repository has now. */
  readonly findings: number;
}

function sectionsOf(tree: FileTree): WrittenSection[] {
  const policy = makePolicy(undefined, 'inferred');
  if (!('preset' in policy)) throw new Error('the inferred preset is always valid');
  const cluster = loadCluster(openSources(tree), policy, () => {}, {
    charts: openCharts(undefined),
  });
  const before = new Set(fingerprints(tree, ''));
  return inferPolicy(cluster).map(section => {
    const text = sectionText(section, tree.root);
    const added = fingerprints(tree, text).filter(fingerprint => !before.has(fingerprint));
    return { section, text: write(section, text, added.length), findings: added.length };
  });
}

/** The policy file that is there, with what the repository declares and it does not have. */
function updated(path: string, top: string, tree: FileTree): string {
  const file = readPolicyFile(undefined, path, top);
  if (!file) throw new UsageError('there is no policy file to update');
  // What would report something at once is for the owner to say.
  const fine = sectionsOf(tree).filter(({ findings }) => findings === 0);
  const text = updatedPolicy(file, fine, tree.root);
  const made =
    text === undefined ? [] : makePolicy({ ...file, text }, 'inferred', policyReader(path, top));
  if (text === undefined || !('preset' in made))
    throw new UsageError(
      `${file.path} can't be updated`,
      'It must be one valid YAML mapping in block style; see `init --stdout` for what to add.',
    );
  return text;
}

const EXTENDS = 'extends: inferred\n';

function fingerprints(tree: FileTree, section: string): string[] {
  const request: LintRequest = {
    tree,
    policyFile: { path: POLICY_FILE, text: EXTENDS + section },
    rules,
  };
  const outcome = lint(request);
  return outcome.status === 'linted'
    ? outcome.report.findings.map(({ fingerprint, message }) => `${fingerprint} ${message}`)
    : [];
}

function write({ comment }: PolicySection, text: string, findings: number): string {
  if (findings === 0) return `# ${comment}\n${text}`;
  const off = text.replace(/^(?=.)/gm, '# ');
  return `# ${comment}\n# Not in force: it would report ${plural(findings, 'thing')} that the repository has now.\n${off}`;
}

const head = (tree: FileTree): string =>
  [
    `# yaml-language-server: $schema=${POLICY_SCHEMA}`,
    '# What this repository declared when "pitower-lint init" read it. What is pinned here is checked from',
    '# now on; take away what may change freely. Cross-checks need no policy.',
    ...(hasPitowerLayout(tree)
      ? ['# "extends: pitower" is the policy of the reference cluster, whose layout this is.']
      : []),
    EXTENDS,
  ].join('\n');
