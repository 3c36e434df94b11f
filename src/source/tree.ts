/** Bytes of one file that are read: more than what any reader takes (Helm's 5 MiB are the most). */
export const MAX_READ = 8 * 1024 * 1024;

/** A directory tree to lint: a work tree on disk, or one revision of it. Paths are posix. */
export interface FileTree {
  /**
   * The linted directory relative to the repository root, '' for the root itself. Argo CD's paths
   * start at the repository root, which may lie above what is linted.
   */
  readonly root: string;
  /** All files below `root` that git would not ignore, relative to the repository root, sorted. */
  readonly files: readonly string[];
  /** Paths below `root` that were not followed, with the reason: counted, never silent. */
  readonly skipped: readonly SkippedPath[];
  /** What a path is, links resolved. Undefined: nothing there, or outside the repository. */
  kind(path: string): 'file' | 'directory' | undefined;
  /** The path with all symbolic links resolved; undefined when it leaves the repository. */
  real(path: string): string | undefined;
  /**
   * The bytes of a file; undefined when it is not a readable file within the repository. Of a file on disk
   * that is larger than {@link MAX_READ} only its start, one byte more than that: it is too large for
   * everything that a repository's files are read for.
   */
  read(path: string): Uint8Array | undefined;
  /** Names in a directory, sorted; empty when it is none. */
  list(path: string): readonly string[];
  /** The repository's git configuration. All else in `.git` is no content, whatever leads there. */
  gitConfig?(): Uint8Array | undefined;
}

export interface SkippedPath {
  readonly path: string;
  readonly reason: string;
}

/** Segments that a normal path has not: empty ones, `.` and `..`. */
const UNUSUAL = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** Joins and normalises a posix path; undefined when it climbs above the repository root. */
export function joinPath(...parts: readonly string[]): string | undefined {
  // Most are normal, and most calls have one part.
  const joined = parts.length === 1 ? (parts[0] ?? '') : parts.join('/');
  if (!UNUSUAL.test(joined)) return joined;
  const result: string[] = [];
  for (const segment of parts.flatMap(part => part.split('/'))) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') result.push(segment);
    else if (result.pop() === undefined) return undefined;
  }
  return result.join('/');
}

/** The directory part of a path, '' at the root. */
export const dirname = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** The last segment of a path. */
export const basename = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether `path` is `directory` or lies below it. */
export const isWithin = (path: string, directory: string): boolean =>
  directory === '' || path === directory || path.startsWith(`${directory}/`);

/** Whether git is made to keep a folder in which nothing is yet. */
export const keepsFolder = (tree: FileTree, directory: string): boolean =>
  tree.list(directory).some(name => /^\.(?:git)?keep$/.test(name));

/** All directories that hold a file somewhere below, without the root itself, sorted. */
export function directoriesOf(files: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const file of files) {
    for (let at = dirname(file); at !== '' && !found.has(at); at = dirname(at)) found.add(at);
  }
  return [...found].sort();
}

/** The path of manifests that were given on standard input. */
export const STDIN = '<stdin>';

/** Whether a path is one of the repository; rendered manifests and policies may lie anywhere. */
export const isRepositoryPath = (path: string): boolean =>
  path !== STDIN && !/^\/|^[A-Za-z]:[\\/]/.test(path);

/** A repository path as the reader of a report knows it: relative to the linted directory. */
export function displayPath(root: string, path: string): string {
  if (!isRepositoryPath(path)) return path;
  if (isWithin(path, root)) return root === '' ? path : path.slice(root.length + 1);
  return `${'../'.repeat(root.split('/').length)}${path}`;
}
