import { pathSet } from './path-set.ts';
import { dirname, type FileTree, isWithin, joinPath } from './tree.ts';

/** A file with Argo CD objects, and the directories that their sources and generators name. */
export interface ArgoFile {
  readonly file: string;
  /** Fixed parts of paths, as written: relative to the root of the repository that is deployed. */
  readonly paths: readonly string[];
}

const ARGO_OBJECT = /^kind:[ \t]*["']?Application(?:Set)?["']?[ \t]*(?:#.*)?$/m;
const PATH = /(?:^|[\s,{-])path:\s*["']?([^"'\s#,}]+)/gm;

/** The files of a tree that hold Applications or ApplicationSets, by their text alone. */
export function argoFiles({ files, read }: Pick<FileTree, 'files' | 'read'>): ArgoFile[] {
  const decoder = new TextDecoder();
  return files.flatMap(file => {
    if (!/\.ya?ml$/.test(file)) return [];
    const bytes = read(file);
    // Hardly any file has it, and decoding is dearer.
    if (bytes === undefined || !viewOf(bytes).includes('Application')) return [];
    const text = decoder.decode(bytes);
    return ARGO_OBJECT.test(text) ? [{ file, paths: pathsIn(text) }] : [];
  });
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

function pathsIn(text: string): string[] {
  const found = [...text.matchAll(PATH)].flatMap(([, path = '']) => {
    const fixed = /[*?[{]/.test(path) ? path.replace(/[^/]*[*?[{].*$/s, '') : path;
    return joinPath(fixed) || [];
  });
  return [...new Set(found)];
}

/** How many of the paths lead somewhere when they start at a directory. */
export const hitsFrom = (
  directory: string,
  objects: readonly ArgoFile[],
  exists: (path: string) => boolean,
): number =>
  objects.reduce(
    (sum, { paths }) => sum + paths.filter(path => exists(joinPath(directory, path) ?? '')).length,
    0,
  );

/** All directories from one up to another that holds it, the innermost first. */
export function upTo(directory: string, top: string): string[] {
  const steps = [directory];
  for (let at = directory; at !== top && at !== ''; ) {
    at = at.slice(0, Math.max(0, at.lastIndexOf('/')));
    steps.push(at);
  }
  return steps.filter(step => isWithin(step, top));
}

/**
 * Directories that hold a GitOps repository of their own within a tree: fixtures, vendored copies. None
 * of their objects' paths start where the tree's do, but they do start there. What files around them name
 * (Flux' paths, kustomizations) is part of the tree: its objects may deploy yet another repository.
 */
export function nestedTrees(
  tree: FileTree,
  found: readonly ArgoFile[] = argoFiles(tree),
): string[] {
  const exists = (path: string) => tree.kind(path) !== undefined;
  const objects = found.filter(({ paths }) => paths.length > 0);
  const foreign = new Set(objects.filter(object => hitsFrom('', [object], exists) === 0));
  const roots = new Set<string>();
  let all: readonly Naming[] | undefined;
  const isNamed = (directory: string): boolean => {
    all ??= namings(tree);
    return isNamedAround(all, directory);
  };
  for (const object of foreign) {
    if ([...roots].some(root => isWithin(object.file, root))) continue;
    const [, ...directories] = upTo(object.file, tree.root);
    const root = directories.find(
      directory =>
        directory !== tree.root && directory !== '' && hitsFrom(directory, [object], exists) > 0,
    );
    const hasOwn = (directory: string) =>
      objects.some(({ file }) => isWithin(file, directory)) &&
      objects.every(other => !isWithin(other.file, directory) || foreign.has(other));
    if (root !== undefined && hasOwn(root) && !isNamed(root)) roots.add(root);
  }
  return [...roots].sort();
}

const NAMED = /^[ \t]*(?:-[ \t]+)?(?:path:[ \t]*)?["']?(\.{0,2}[\w./-]*\/[\w./-]+)["']?[ \t]*$/gm;

/** What a YAML file names that is there: from the top, or from where the file is. */
interface Naming {
  readonly file: string;
  readonly fromTop: string | undefined;
  readonly fromFile: string | undefined;
}

function namings({ files, read, kind }: FileTree): Naming[] {
  const decoder = new TextDecoder();
  const there = (path: string | undefined) =>
    path !== undefined && kind(path) !== undefined ? path : undefined;
  return files.flatMap(file => {
    if (!/\.ya?ml$/.test(file)) return [];
    const directory = dirname(file);
    return [...decoder.decode(read(file)).matchAll(NAMED)].flatMap(([, path = '']) => {
      const fromTop = there(joinPath(path));
      const fromFile = there(joinPath(directory, path));
      return fromTop !== undefined || fromFile !== undefined ? [{ file, fromTop, fromFile }] : [];
    });
  });
}

/** Whether a YAML file names something in a directory: from the top, or from where it is itself, outside. */
const isNamedAround = (all: readonly Naming[], root: string): boolean =>
  all.some(
    ({ file, fromTop, fromFile }) =>
      (fromTop !== undefined && isWithin(fromTop, root)) ||
      (fromFile !== undefined && isWithin(fromFile, root) && !isWithin(file, root)),
  );

/** The tree without the files of repositories that lie in it; they can still be referred to. */
export function withoutNested(tree: FileTree): FileTree {
  const nested = nestedTrees(tree);
  if (nested.length === 0) return tree;
  const inside = pathSet(nested);
  return {
    ...tree,
    files: tree.files.filter(path => !inside.holds(path)),
    skipped: [
      ...tree.skipped,
      ...nested.map(path => ({ path, reason: 'a GitOps repository of its own within this one' })),
    ],
  };
}
