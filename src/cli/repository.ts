import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { trackedFiles } from '../git/tracked-tree.ts';
import { isLeftOut } from '../loaders/discover.ts';
import { argoFiles, hitsFrom, nestedTrees, upTo, withoutNested } from '../source/argo-paths.ts';
import { isThere, kindAt, realAt } from '../source/disk.ts';
import { rooted } from '../source/rooted.ts';
import { type FileTree, isWithin } from '../source/tree.ts';
import { openWorkTree, repositoryRoot } from '../source/work-tree.ts';
import { missingPath } from './directory.ts';
import { policyFileIn } from './policy-file.ts';
import { UsageError } from './usage-error.ts';

/** What is analysed, and what of it is reported on. */
export interface OpenedRepository {
  readonly tree: FileTree;
  /** The tree's directory on disk. */
  readonly directory: string;
  /** Git's top level, or the linted directory where there is none. */
  readonly top: string;
  /** Where Argo CD's paths start, on disk: git's top level, or the root of a copy. */
  readonly base: string;
  /** Whether a file, by its path in the tree, is one that was asked for. */
  readonly isAsked: (path: string) => boolean;
}

/**
 * Opens the repository that some files and directories belong to. Analysis is of the whole tree: the
 * folder that the policy names or stands in, else the smallest one at or above the paths that holds
 * the Argo CD objects which deploy them, else git's top level.
 *
 * @param root the policy's `root`, on disk
 * @throws UsageError where a path is missing, or they belong to different trees
 */
export function openRepositoryOf(
  paths: readonly string[],
  options: { readonly root?: string | undefined; readonly policy?: boolean } = {},
): OpenedRepository {
  const asked = paths.map(realPath);
  const [first = realPath('.')] = asked;
  const located = asked.map(path => locate(path, options));
  const directory = located.find(own => located.every(other => isInside(other, own)));
  if (directory === undefined) {
    throw new UsageError(
      `${paths.join(' and ')} belong to different repositories`,
      'Lint them one after the other.',
      { code: 'invalid-path' },
    );
  }
  const git = gitTop(first);
  const top = git ?? directory;
  const opened = openWorkTree(directory, { root: top, tracked: () => trackedFiles(top) });
  const base = baseOf(opened);
  const tree =
    base === ''
      ? rooted(opened, basename(directory))
      : openWorkTree(directory, { root: join(top, base), tracked: () => trackedFiles(top) });
  // A copy that stands under a name of its own has that name in front of all paths: they start above it.
  const isShifted = base === '' && tree.root !== opened.root;
  const start = isShifted ? dirname(realAt(resolve(top))) : join(top, base);
  const wanted = asked.map(path => posix(relative(start, path)));
  return {
    tree: withoutNested(tree),
    directory,
    top,
    base: start,
    isAsked: path => wanted.some(own => own === tree.root || isWithin(path, own)),
  };
}

function realPath(path: string): string {
  const kind = kindAt(path);
  if (kind === undefined) throw missingPath(path);
  if (kind !== 'other') return realAt(resolve(path));
  throw new UsageError(`${path} is neither a file nor a directory`, undefined, {
    code: 'invalid-path',
  });
}

/** The directory of the tree that a path belongs to. */
function locate(
  path: string,
  { root, policy = true }: { readonly root?: string | undefined; readonly policy?: boolean },
): string {
  if (root !== undefined) return realPath(root);
  const from = kindAt(path) === 'directory' ? path : dirname(path);
  const git = gitTop(from);
  const withPolicy = policy ? policyDirectory(from, git ?? from) : undefined;
  if (withPolicy !== undefined) return withPolicy;
  if (git === undefined || git === from) return from;
  return coveringDirectory(from, git);
}

/**
 * The smallest directory at or above one whose Argo CD objects deploy what is in it, and nothing of what lies
 * beside it: that belongs to the same tree.
 */
function coveringDirectory(from: string, git: string): string {
  const tree = openWorkTree(git, { root: git });
  const objects = argoFiles(tree);
  const inside = posix(relative(git, from));
  const covers = (directory: string): boolean =>
    objects.some(
      ({ file, paths }) =>
        isWithin(file, directory) &&
        [...paths, ...paths.map(path => `${directory}/${path}`)].some(
          path =>
            tree.kind(path) !== undefined && (isWithin(inside, path) || isWithin(path, inside)),
        ),
    );
  const leadsOut = (directory: string): boolean =>
    objects.some(
      ({ file, paths }) =>
        isWithin(file, directory) &&
        paths.some(
          path =>
            !isWithin(path, directory) &&
            tree.kind(`${directory}/${path}`) === undefined &&
            tree.kind(path) !== undefined,
        ),
    );
  const found = upTo(inside, '').find(
    directory => covers(directory) && (directory === '' || !leadsOut(directory)),
  );
  if (found !== undefined) return join(git, found);
  // What the repository around it leaves out stands for itself: who names a sample wants it linted.
  const isApart =
    (inside !== '' && isLeftOut(inside)) ||
    nestedTrees(tree, objects).some(nested => isWithin(inside, nested));
  return isApart ? from : git;
}

/**
 * Where the paths of the tree's Argo CD objects start: at the top, unless they lead nowhere from there
 * and somewhere from a directory between it and the tree.
 *
 * @returns a path relative to the top
 */
function baseOf(tree: FileTree): string {
  if (tree.root === '') return '';
  const exists = (path: string) => tree.kind(path) !== undefined;
  const objects = argoFiles(tree);
  const hits = upTo(tree.root, '').map(
    directory => [directory, hitsFrom(directory, objects, exists)] as const,
  );
  const [best] = [...hits].reverse().sort((a, b) => b[1] - a[1]);
  return best !== undefined && best[1] > 0 ? best[0] : '';
}

function policyDirectory(from: string, top: string): string | undefined {
  for (let at = from; isInside(at, top); at = dirname(at)) {
    if (policyFileIn(at) !== undefined) return at;
    if (at === top) return undefined;
  }
  return undefined;
}

/** The directory with the nearest `.git`; undefined outside of every repository. */
export function gitTop(path: string): string | undefined {
  const from = kindAt(path) === 'directory' ? path : dirname(path);
  const top = repositoryRoot(from);
  return isThere(join(top, '.git')) ? top : undefined;
}

const isInside = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(directory.endsWith(sep) ? directory : directory + sep);

const posix = (path: string): string => (sep === '/' ? path : path.split(sep).join('/'));
