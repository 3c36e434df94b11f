import type { FileTree } from './tree.ts';

/**
 * Puts a tree under a name when its own ApplicationSets say that it stands there in its repository.
 * A checkout tells its root by `.git`; a copy of one of its folders doesn't, but the paths in it
 * (`cluster/apps/*` in a folder named `cluster` that holds `apps/`) do.
 *
 * @param name the name of the linted directory
 */
export function rooted(tree: FileTree, name: string): FileTree {
  const isTop = tree.root === '' && tree.kind('.git') === undefined;
  if (!isTop || name === '' || tree.kind(name) !== undefined) return tree;
  const decoder = new TextDecoder();
  const path = new RegExp(`^[ \\t-]*path:\\s*["']?${name.replace(/\W/g, '\\$&')}/`, 'm');
  const saysSo = tree.files
    .filter(file => /\.ya?ml$/.test(file))
    .map(file => decoder.decode(tree.read(file)))
    .some(text => /^kind:\s*Application(Set)?\s*$/m.test(text) && path.test(text));
  return saysSo ? under(tree, name) : tree;
}

/** The same tree one directory deeper. */
function under(tree: FileTree, name: string): FileTree {
  const inner = (path: string): string | undefined => {
    const clean = path.replace(/^(\.\/)+/, '');
    if (clean === name) return '';
    return clean.startsWith(`${name}/`) ? clean.slice(name.length + 1) : undefined;
  };
  const ask = <T>(path: string, question: (path: string) => T, otherwise: T): T => {
    const below = inner(path);
    return below === undefined ? otherwise : question(below);
  };
  const outer = (path: string): string => (path === '' ? name : `${name}/${path}`);
  return {
    root: name,
    files: tree.files.map(outer),
    skipped: tree.skipped.map(item => ({ ...item, path: outer(item.path) })),
    kind: path => ask(path, tree.kind, undefined),
    read: path => ask(path, tree.read, undefined),
    list: path => ask(path, tree.list, []),
    real: path =>
      ask(path, tree.real, undefined) === undefined
        ? undefined
        : outer(ask(path, tree.real, '') ?? ''),
  };
}
