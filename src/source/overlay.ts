import type { FileTree } from './tree.ts';

/**
 * A tree in which some files have another content; nothing is written.
 *
 * @param texts new contents by the files' real paths
 */
export function overlay(tree: FileTree, texts: ReadonlyMap<string, string>): FileTree {
  const encoder = new TextEncoder();
  const read = (path: string) => {
    const text = texts.get(tree.real(path) ?? '\0');
    return text === undefined ? tree.read(path) : encoder.encode(text);
  };
  return { ...tree, read };
}
