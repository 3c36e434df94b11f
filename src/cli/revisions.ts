import { mergeBase } from '../git/base.ts';
import { changesSince } from '../git/changes.ts';
import { commitTree } from '../git/commit-tree.ts';
import { openGit } from '../git/git.ts';
import { GitError } from '../git/git-error.ts';
import { trackedOnly } from '../git/tracked-tree.ts';
import { type LintOutcome, type LintRequest, lint } from '../lint.ts';
import { lintChanges } from '../lint-changes.ts';
import type { FileTree } from '../source/tree.ts';
import { UsageError } from './usage-error.ts';

/** Lints all, or with `--changed-since` what is new since the merge base with a revision. */
export function lintSince(
  path: string,
  ref: string | undefined,
  request: LintRequest,
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
    return lintChanges(request, { tree, changes: changesSince(git, commit, tree, request.tree) });
  });
}

/** The tree without what git doesn't track. */
export const onlyTracked = (path: string, tree: FileTree): FileTree =>
  asUsage('--tracked-only', () => trackedOnly(openGit(path), tree));

/** A failure of git as one of an option. */
export function asUsage<T>(option: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof GitError) throw new UsageError(`${option}: ${error.message}`, error.help);
    throw error;
  }
}
