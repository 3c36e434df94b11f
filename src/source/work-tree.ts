import { basename, join, dirname as parentOf, relative, resolve, sep } from 'node:path';
import fastGlob from 'fast-glob';
import { isThere, kindAt, namesIn, ownKindAt, realAt, walked } from './disk.ts';
import { gitignore } from './gitignore.ts';
import { isRefused, readHead } from './regular-file.ts';
import { dirname, type FileTree, joinPath, MAX_READ, type SkippedPath } from './tree.ts';

/** Never repository content, and often too large to walk. */
export const UNWALKED: ReadonlySet<string> = new Set(['.git', 'node_modules']);
const NEVER = [...UNWALKED].map(name => `**/${name}`);

export interface WorkTreeOptions {
  readonly root?: string;
  readonly tracked?: () => ReadonlySet<string> | undefined;
}

/**
 * Opens a directory on disk. The repository root is the nearest ancestor with a `.git`, or the
 * directory itself; nothing outside of it is ever read, links included.
 *
 * @param directory an existing directory
 * @param options `root` states the repository root instead of looking for it; `tracked` tells which
 *   files git has, whatever the ignore rules say: asked only where a file is ignored
 */
export function openWorkTree(directory: string, options: WorkTreeOptions = {}): FileTree {
  const linted = realAt(resolve(directory));
  const top = options.root === undefined ? repositoryRoot(linted) : realAt(resolve(options.root));
  const root = toPosix(relative(top, linted));
  const known = new Map<string, Kind | 'link'>([[root, 'directory']]);
  const disk = diskTree(top, known);
  return { root, ...walk(top, root, disk, known, options.tracked), ...disk };
}

type Kind = 'file' | 'directory';
/** What the walk found, links unresolved. */
type Known = ReadonlyMap<string, Kind | 'link'>;
type Disk = Pick<FileTree, 'kind' | 'real' | 'read' | 'list' | 'gitConfig'>;

/** Bytes of a file that are kept in memory once they are read; beyond it, a file is no manifest of people. */
const SMALL = 64 * 1024;

/** What git keeps for itself: its configuration may hold credentials. */
const isGits = (path: string): boolean => /(?:^|\/)\.git\//i.test(path);

/** Access to a repository on disk. What the walk found, or did not find, isn't asked again. */
function diskTree(top: string, known: Known): Disk {
  const isAbsent = (path: string): boolean =>
    !known.has(path) && known.get(dirname(path)) === 'directory' && !UNWALKED.has(basename(path));
  const real = (path: string): string | undefined => {
    const joined = joinPath(path);
    if (joined === undefined || isAbsent(joined)) return undefined;
    if (known.has(joined) && known.get(joined) !== 'link') return joined;
    try {
      const absolute = realAt(join(top, joined));
      const isWithin = absolute === top || absolute.startsWith(top + sep);
      const target = toPosix(relative(top, absolute));
      return isWithin && !isGits(target) ? target : undefined;
    } catch {
      return undefined; // not there, or a loop of links
    }
  };
  const kind = (path: string): Kind | undefined => {
    const target = real(path);
    if (target === undefined) return undefined;
    const cached = known.get(target);
    if (cached && cached !== 'link') return cached;
    const found = kindAt(join(top, target));
    return found === 'other' ? undefined : found;
  };
  // Who looks for Argo CD's objects reads most files before the sources do.
  const small = new Map<string, Uint8Array>();
  const read = (path: string) => {
    const target = kind(path) === 'file' ? real(path) : undefined;
    if (target === undefined) return undefined;
    const before = small.get(target);
    if (before) return before;
    const bytes = readHead(join(top, target), MAX_READ);
    if (isRefused(bytes)) return undefined;
    if (bytes.length <= SMALL) small.set(target, bytes);
    return bytes;
  };
  const list = (path: string) =>
    kind(path) === 'directory' ? namesIn(join(top, joinPath(path) ?? '')).sort() : [];
  const gitConfig = () => {
    const own = join(top, '.git');
    // Of a work tree or a submodule `.git` is a file, and the configuration is elsewhere.
    if (ownKindAt(own) !== 'directory') return undefined;
    const path = join(own, 'config');
    if (ownKindAt(path) !== 'file') return undefined;
    const bytes = readHead(path, MAX_READ);
    return isRefused(bytes) ? undefined : bytes;
  };
  return { kind, real, read, list, gitConfig };
}

/** Finds all files, and notes in `known` what is no link. */
function walk(
  top: string,
  root: string,
  disk: Disk,
  known: Map<string, Kind | 'link'>,
  trackedFiles: WorkTreeOptions['tracked'],
): Pick<FileTree, 'files' | 'skipped'> {
  const entries = fastGlob.sync('**', {
    cwd: join(top, root),
    dot: true,
    onlyFiles: false,
    followSymbolicLinks: false,
    objectMode: true,
    suppressErrors: true,
    ignore: NEVER,
    fs: walked,
  });
  const found: string[] = [];
  const skipped: SkippedPath[] = [];
  for (const { path: name, dirent } of entries) {
    const path = root === '' ? name : `${root}/${name}`;
    if (dirent.isDirectory()) known.set(path, 'directory');
    else known.set(path, dirent.isFile() ? 'file' : 'link');
    const kind = disk.kind(path);
    if (kind === 'file') found.push(path);
    else if (kind === undefined) {
      const reason = dirent.isSymbolicLink()
        ? 'a link that leaves the repository or leads nowhere'
        : 'neither a file nor a directory';
      skipped.push({ path, reason });
    }
  }
  const isIgnored = ignoredIn(root, found, disk);
  const ignored = new Set(found.filter(isIgnored));
  const tracked = ignored.size > 0 ? trackedFiles?.() : undefined;
  // Ignore rules say nothing of what is tracked already (https://git-scm.com/docs/gitignore).
  const isLeftOut = (path: string) => ignored.has(path) && !tracked?.has(path);
  return { files: found.filter(path => !isLeftOut(path)).sort(compare), skipped };
}

/** Which files git ignores, by the .gitignore files below the linted directory and those above it. */
export function ignoredIn(
  root: string,
  found: readonly string[],
  tree: Pick<FileTree, 'read'>,
): (path: string) => boolean {
  const paths = new Set(
    found.filter(path => path === '.gitignore' || path.endsWith('/.gitignore')),
  );
  for (let at = root; ; at = dirname(at)) {
    paths.add(at === '' ? '.gitignore' : `${at}/.gitignore`);
    if (at === '') break;
  }
  const decoder = new TextDecoder();
  const files = [...paths].flatMap(path => {
    const bytes = tree.read(path);
    return bytes ? [{ directory: dirname(path), text: decoder.decode(bytes) }] : [];
  });
  return gitignore(files);
}

/** The nearest ancestor with a `.git`, or the directory itself. */
export function repositoryRoot(linted: string): string {
  for (let at = linted; ; at = parentOf(at)) {
    if (isThere(join(at, '.git'))) return at;
    if (at === parentOf(at)) return linted;
  }
}

const toPosix = (path: string): string => (sep === '/' ? path : path.split(sep).join('/'));
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
