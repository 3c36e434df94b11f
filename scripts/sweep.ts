// Lints one commit after the other of a repository's history, in one process: does anything crash, does time or
// memory grow, and does the number of findings jump where no changed file says why?
//
//     npm run sweep -- REPOSITORY --commits 400
//
// REPOSITORY may be bare: nothing is checked out, and nothing of it is run. A jump is printed with the commit, what
// came and went by rule, and how much of it lies in changed files: a person says what explains the rest.
import { parseArgs } from 'node:util';
import type { Finding } from '../src/engine/finding.ts';
import { commitTree } from '../src/git/commit-tree.ts';
import { type Git, openGit, outputOf, textsOf } from '../src/git/git.ts';
import { GitError } from '../src/git/git-error.ts';
import { lint } from '../src/lint.ts';
import { rules } from '../src/rules/index.ts';

/** What comes or goes outside of changed files from so many findings on is a jump. */
const JUMP = 10;
const SLOW_MS = 10_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    commits: { type: 'string', default: '100' },
    from: { type: 'string', default: 'HEAD' },
  },
});
const [repository] = positionals;
if (repository === undefined) throw new Error('which repository?');

interface Linted {
  readonly findings: ReadonlyMap<string, Finding>;
  readonly crashes: readonly string[];
  /** The clone lacks files of it. */
  readonly partial?: true;
}

/** The findings of a commit by what they are about, and what went wrong. */
function lintCommit(git: Git, commit: string): Linted {
  try {
    const tree = commitTree(git, commit, '');
    const outcome = lint({ tree, policyFile: undefined, rules, today: '2026-01-01' });
    if (outcome.status !== 'linted') return { findings: new Map(), crashes: [] };
    const { findings } = outcome.report;
    const internal = findings.filter(({ ruleId }) => ruleId === 'internal/rule-crashed');
    return {
      findings: new Map(findings.map(finding => [finding.fingerprint, finding])),
      crashes: internal.map(({ message, help }) => `${message}\n${help}`),
    };
  } catch (error) {
    if (error instanceof GitError) return { findings: new Map(), crashes: [], partial: true };
    return { findings: new Map(), crashes: [String((error as Error).stack)] };
  }
}

/** Findings of the one that the other has not, by rule; how many are in changed files, or name one. */
function told(
  findings: ReadonlyMap<string, Finding>,
  others: ReadonlyMap<string, Finding>,
  changed: ReadonlySet<string>,
): { readonly text: string; readonly elsewhere: number } {
  const counts = new Map<string, { all: number; here: number }>();
  for (const [key, { ruleId, at, related }] of findings) {
    if (others.has(key)) continue;
    const count = counts.get(ruleId) ?? { all: 0, here: 0 };
    const places = [at, ...related.map(relation => relation.at)];
    count.all++;
    if (places.some(({ file }) => changed.has(file.path))) count.here++;
    counts.set(ruleId, count);
  }
  const parts = [...counts].sort(([, a], [, b]) => b.all - a.all);
  return {
    text: parts
      .map(([rule, { all, here }]) => `${rule} ${all} (${here} in changed files)`)
      .join(', '),
    elsewhere: parts.reduce((sum, [, { all, here }]) => sum + all - here, 0),
  };
}

const git = openGit(repository);
const commits = outputOf(git, [
  'rev-list',
  '--first-parent',
  `--max-count=${values.commits}`,
  values.from,
])
  .toString('utf8')
  .trim()
  .split('\n')
  .reverse();
let before: { readonly commit: string; readonly linted: Linted } | undefined;
let [crashes, slow, jumps, slowest, peak, partial] = [0, 0, 0, 0, 0, 0];
const started = performance.now();
for (const [i, commit] of commits.entries()) {
  const { user } = process.cpuUsage();
  const linted = lintCommit(git, commit);
  // Nothing is said of what isn't here.
  if (linted.partial) {
    partial++;
    before = undefined;
    continue;
  }
  const took = (process.cpuUsage().user - user) / 1000;
  slowest = Math.max(slowest, took);
  peak = Math.max(peak, process.memoryUsage.rss() / 1e6);
  if (took > SLOW_MS) {
    slow++;
    console.log(`${commit}: took ${Math.round(took)} ms of processor time`);
  }
  for (const crash of linted.crashes) {
    crashes++;
    console.log(`${commit}: CRASH ${crash}`);
  }
  if (before) {
    const changed = new Set(
      textsOf(outputOf(git, ['diff', '--name-only', '-z', '--no-renames', before.commit, commit])),
    );
    const came = told(linted.findings, before.linted.findings, changed);
    const went = told(before.linted.findings, linted.findings, changed);
    if (Math.max(came.elsewhere, went.elsewhere) >= JUMP) {
      jumps++;
      const [from, to] = [before.linted.findings.size, linted.findings.size];
      console.log(`${commit}: from ${from} to ${to} findings, ${changed.size} files changed`);
      if (came.text !== '') console.log(`  came: ${came.text}`);
      if (went.text !== '') console.log(`  went: ${went.text}`);
    }
  }
  before = { commit, linted };
  if (process.stderr.isTTY) process.stderr.write(`\r${i + 1}/${commits.length} `);
}
const seconds = Math.round((performance.now() - started) / 1000);
console.log(
  `${commits.length - partial} commits in ${seconds} s (at most ${Math.round(slowest)} ms of processor time, ${Math.round(peak)} MB): ${crashes} crashes, ${slow} too slow, ${jumps} jumps${partial > 0 ? `, ${partial} commits not whole` : ''}`,
);
if (crashes > 0 || slow > 0) process.exitCode = 1;
