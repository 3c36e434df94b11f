import { readBaseline } from '../engine/baseline.ts';
import { mergeBase } from '../git/base.ts';
import { type Changes, changesSince } from '../git/changes.ts';
import { commitTree } from '../git/commit-tree.ts';
import { openGit } from '../git/git.ts';
import { GitError } from '../git/git-error.ts';
import { trackedOnly } from '../git/tracked-tree.ts';
import { type LintOutcome, type LintRequest, lint } from '../lint.ts';
import { lintChanges } from '../lint-changes.ts';
import type { BaseJudge } from '../policy-change.ts';
import type { SourceText } from '../source/text.ts';
import { dirname, type FileTree, isRepositoryPath, joinPath } from '../source/tree.ts';
import { POLICY_FILES } from './policy-file.ts';
import { UsageError } from './usage-error.ts';

/** Lints all, or with `--changed-since` what is new since the merge base with a revision. */
export function lintSince(
  path: string,
  ref: string | undefined,
  request: LintRequest,
  policy: PolicyNames = { found: true },
): LintOutcome {
  if (ref === undefined) return lint(request);
  if (request.rendered && request.rendered.length > 0) {
    throw new UsageError(
      '--changed-since and --rendered exclude each other',
      'What was rendered before the change is not known.',
    );
  }
  return asUsage('--changed-since', () => {
    const git = openGit(path);
    const commit = mergeBase(git, ref);
    const tree = commitTree(git, commit, request.tree.root);
    const changes = changesSince(git, commit, tree, request.tree);
    return lintChanges(request, { tree, changes, judge: judgeOf(request, tree, changes, policy) });
  });
}

/** How the policy file was chosen. */
export interface PolicyNames {
  /** It is looked for under its usual names, rather than named or turned off. */
  readonly found: boolean;
}

/** What judged a revision: the policy file and the baseline that it has at the paths of today's. */
function judgeOf(
  { policyFile, readPolicy, baseline }: LintRequest,
  tree: FileTree,
  changes: Changes,
  { found }: PolicyNames,
): BaseJudge {
  const read = (path: string): SourceText | undefined => {
    const bytes = isRepositoryPath(path) ? tree.read(path) : undefined;
    return bytes && { path, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) };
  };
  const own = policyFile?.path;
  const isElsewhere = own !== undefined && !isRepositoryPath(own);
  const names = [
    ...(own === undefined ? [] : [changes.oldPath(own)]),
    ...(found ? POLICY_FILES.flatMap(name => joinPath(tree.root, name) ?? []) : []),
  ];
  const old = names.flatMap(name => read(name) ?? [])[0];
  const file = baseline?.entries[0]?.place.file.path;
  const before = file === undefined ? undefined : read(changes.oldPath(file));
  const entries = before && readBaseline(before);
  return {
    policyFile: isElsewhere ? policyFile : old,
    // What the base extends is read as it was; packages are no part of it.
    readPolicy: (reference, from) => {
      const path = joinPath(dirname(from.path), reference);
      const text = path === undefined || !isRepositoryPath(from.path) ? undefined : read(path);
      return text ?? readPolicy?.(reference, from) ?? { refused: 'it is not there' };
    },
    baseline:
      file !== undefined && !isRepositoryPath(file)
        ? baseline
        : entries && 'entries' in entries
          ? entries
          : undefined,
  };
}

/** The tree without what git doesn't track. */
export const onlyTracked = (path: string, tree: FileTree): FileTree =>
  asUsage('--tracked-only', () => trackedOnly(openGit(path), tree));

/** A failure of git as one of an option. */
export function asUsage<T>(option: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof GitError)
      throw new UsageError(`${option}: ${error.message}`, error.help, { code: 'not-found' });
    throw error;
  }
}
