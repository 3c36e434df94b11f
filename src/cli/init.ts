import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { inferPolicy, type PolicySection } from '../config/infer.ts';
import { makePolicy } from '../config/load.ts';
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
import { POLICY_FILE, policyFileIn } from './policy-file.ts';
import { openRepositoryOf } from './repository.ts';
import { saveFile } from './save.ts';
import { UsageError } from './usage-error.ts';

export interface InitOptions {
  /** Print the policy instead of writing it. */
  readonly stdout: boolean;
  /** Write over a policy file that is there. */
  readonly force: boolean;
}

/** Writes a policy file inferred from the repository; one that is there is left alone unless that is forced. */
export function init(path: string, { stdout, force }: InitOptions): void {
  checkDirectory(path);
  const file = join(path, POLICY_FILE);
  const present = policyFileIn(path);
  if (present !== undefined && !force && !stdout) {
    throw new UsageError(
      `${present} is there already`,
      'Remove it first to have a new one, or use --force or --stdout.',
    );
  }
  const { tree, top } = openRepositoryOf([path]);
  const text = inferredPolicy(tree);
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
export function inferredPolicy(tree: FileTree): string {
  const policy = makePolicy(undefined, 'inferred');
  if (!('preset' in policy)) throw new Error('the inferred preset is always valid');
  const cluster = loadCluster(openSources(tree), policy, () => {}, {
    charts: openCharts(undefined),
  });
  const before = new Set(fingerprints(tree, ''));
  const sections = inferPolicy(cluster).map(section => {
    const text = sectionText(section);
    const added = fingerprints(tree, text).filter(fingerprint => !before.has(fingerprint));
    return write(section, text, added.length);
  });
  return `${[head(tree), ...sections].join('\n')}`;
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

const sectionText = ({ key, value }: PolicySection): string =>
  stringify({ [key]: value }, { lineWidth: 100, flowCollectionPadding: false });

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
