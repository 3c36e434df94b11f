import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, dirname as parentOf, relative, resolve, sep } from 'node:path';
import fastGlob from 'fast-glob';
import { gitignore } from './gitignore.ts';
import { dirname, type FileTree, joinPath, type SkippedPath } from './tree.ts';

/** Never repository content, and often too large to walk. */
const NEVER = ['**/.git', '**/node_modules'];

/**
 * Opens a directory on disk. The repository root is the nearest ancestor with a `.git`, or the
 * directory itself; nothing outside of it is ever read, links included.
 *
 * @param directory an existing directory
 * @param options `root` states the repository root instead of looking for it
 */
export function openWorkTree(directory: string, options: { root?: string } = {}): FileTree {
  const linted = realpathSync(resolve(directory));
  const top =
    options.root === undefined ? repositoryRoot(linted) : realpathSync(resolve(options.root));
  const root = toPosix(relative(top, linted));
  const within = (absolute: string) => absolute === top || absolute.startsWith(top + sep);

  const real = (path: string): string | undefined => {
    const joined = joinPath(path);
    if (joined === undefined) return undefined;
    try {
      const absolute = realpathSync(join(top, joined));
      return within(absolute) ? toPosix(relative(top, absolute)) : undefined;
    } catch {
      return undefined; // not there, or a loop of links
    }
  };
  const kind = (path: string) => {
    const target = real(path);
    if (target === undefined) return undefined;
    const stat = statSync(join(top, target), { throwIfNoEntry: false });
    return stat?.isFile() ? 'file' : stat?.isDirectory() ? 'directory' : undefined;
  };
  const read = (path: string) => {
    const target = kind(path) === 'file' ? real(path) : undefined;
    if (target === undefined) return undefined;
    try {
      return readFileSync(join(top, target));
    } catch {
      return undefined; // no permission
    }
  };
  const list = (path: string) =>
    kind(path) === 'directory' ? readdirSync(join(top, joinPath(path) ?? '')).sort() : [];
  return { root, ...walk(top, root, { kind, read }), kind, real, read, list };
}

function walk(
  top: string,
  root: string,
  tree: Pick<FileTree, 'kind' | 'read'>,
): Pick<FileTree, 'files' | 'skipped'> {
  const entries = fastGlob.sync('**', {
    cwd: join(top, root),
    dot: true,
    onlyFiles: false,
    followSymbolicLinks: false,
    objectMode: true,
    suppressErrors: true,
    ignore: NEVER,
  });
  const found: string[] = [];
  const skipped: SkippedPath[] = [];
  for (const { path: name, dirent } of entries) {
    const path = root === '' ? name : `${root}/${name}`;
    if (dirent.isFile()) found.push(path);
    else if (dirent.isSymbolicLink()) {
      const target = tree.kind(path);
      if (target === 'file') found.push(path);
      else if (target === undefined) {
        skipped.push({ path, reason: 'a link that leaves the repository or leads nowhere' });
      }
    }
  }
  const ignored = gitignore(ignoreFiles(root, found, tree));
  return { files: found.filter(path => !ignored(path)).sort(compare), skipped };
}

/** The .gitignore files that govern the linted directory: those below it and those above it. */
function ignoreFiles(root: string, found: readonly string[], tree: Pick<FileTree, 'read'>) {
  const paths = new Set(
    found.filter(path => path === '.gitignore' || path.endsWith('/.gitignore')),
  );
  for (let at = root; ; at = dirname(at)) {
    paths.add(at === '' ? '.gitignore' : `${at}/.gitignore`);
    if (at === '') break;
  }
  const decoder = new TextDecoder();
  return [...paths].flatMap(path => {
    const bytes = tree.read(path);
    return bytes ? [{ directory: dirname(path), text: decoder.decode(bytes) }] : [];
  });
}

/** The nearest ancestor with a `.git`, or the directory itself. */
export function repositoryRoot(linted: string): string {
  for (let at = linted; ; at = parentOf(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (at === parentOf(at)) return linted;
  }
}

const toPosix = (path: string): string => (sep === '/' ? path : path.split(sep).join('/'));
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
