import { join } from 'node:path';
import { ownKindAt, unrepeatable, unwitnessed } from '../source/disk.ts';
import { dirname, type FileTree, joinPath } from '../source/tree.ts';
import { type Git, openGit, outputOf, textsOf } from './git.ts';
import { GitError } from './git-error.ts';
import { seesIndex } from './index-files.ts';

/**
 * The files that git tracks, by their paths from the top of the repository; undefined where git can't
 * say: then ignore rules decide.
 */
export function trackedFiles(top: string): ReadonlySet<string> | undefined {
  if (ownKindAt(join(top, '.git')) === undefined) return undefined;
  try {
    const ask = () => trackedPaths(openGit(top));
    return new Set(seesIndex(top) ? unwitnessed(ask) : ask());
  } catch (error) {
    if (error instanceof GitError) {
      // Git may be there the next time.
      unrepeatable();
      return undefined;
    }
    throw error;
  }
}

const trackedPaths = (git: Git): string[] =>
  textsOf(outputOf(git, ['ls-files', '-z', '--full-name', ':/']));

/**
 * A work tree without the files that git doesn't track: what a commit would have. A reference to a
 * file that was not added is a reference to nothing.
 */
export function trackedOnly(git: Git, tree: FileTree): FileTree {
  const paths = trackedPaths(git);
  const tracked = new Set(paths);
  const directories = new Set(['']);
  for (const path of paths) {
    for (let at = dirname(path); !directories.has(at); at = dirname(at)) directories.add(at);
  }
  const real = (path: string): string | undefined => {
    const target = tree.real(path);
    return target !== undefined && (tracked.has(target) || directories.has(target))
      ? target
      : undefined;
  };
  const ifTracked = <T>(path: string, ask: (path: string) => T, otherwise: T): T =>
    real(path) === undefined ? otherwise : ask(path);
  const kind = (path: string) => ifTracked(path, tree.kind, undefined);
  const files = tree.files.filter(path => tracked.has(path) && kind(path) === 'file');
  return {
    root: tree.root,
    files,
    skipped: tree.skipped.filter(({ path }) => tracked.has(path)),
    kind,
    real,
    read: path => ifTracked(path, tree.read, undefined),
    list: path =>
      ifTracked(path, tree.list, []).filter(name => kind(joinPath(path, name) ?? '') !== undefined),
  };
}
