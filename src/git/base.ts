import type { Git } from './git.ts';
import { GitError } from './git-error.ts';

/**
 * The commit to compare with: the merge base of a revision and HEAD, so that what the other branch
 * did in the meantime is not taken for this one's.
 *
 * @param ref a branch, tag or commit, as a person gave it
 * @throws GitError that says how to fetch what a shallow clone lacks
 */
export function mergeBase(git: Git, ref: string): string {
  const commit = resolveCommit(git, ref);
  const head = resolveCommit(git, 'HEAD');
  const { status, stdout } = git(['merge-base', commit, head]);
  const base = stdout.toString('utf8').trim();
  if (status === 0 && base !== '') return base;
  throw isShallow(git)
    ? new GitError(
        `the clone is too shallow to know where "${ref}" and HEAD parted`,
        howToFetch(git, ref),
      )
    : new GitError(`"${ref}" and HEAD have no commit in common`);
}

function resolveCommit(git: Git, ref: string): string {
  // Git would take it for an option where it doesn't know --end-of-options.
  if (ref.startsWith('-')) throw new GitError(`"${ref}" is not a revision: it starts with -`);
  const { status, stdout } = git([
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${ref}^{commit}`,
  ]);
  const commit = stdout.toString('utf8').trim();
  if (status === 0 && /^[0-9a-f]{40,64}$/.test(commit)) return commit;
  throw new GitError(
    `there is no commit "${ref}" in this ${isShallow(git) ? 'shallow clone' : 'repository'}`,
    howToFetch(git, ref),
  );
}

const isShallow = (git: Git): boolean =>
  git(['rev-parse', '--is-shallow-repository']).stdout.toString('utf8').trim() === 'true';

function howToFetch(git: Git, ref: string): string {
  const unshallow = isShallow(git) ? '--unshallow ' : '';
  const name = ref.replace(/^(refs\/remotes\/)?origin\//, '');
  return `Fetch it first: git fetch --no-tags ${unshallow}origin ${name} (with actions/checkout: fetch-depth: 0).`;
}
