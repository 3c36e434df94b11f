import { entryAccess, entryFiles } from '../../src/source/entry-tree.ts';
import { type FileTree, joinPath } from '../../src/source/tree.ts';

export interface MemoryTreeOptions {
  /** Symbolic links: path of the link to path of its target, both from the repository root. */
  readonly links?: Readonly<Record<string, string>>;
  readonly root?: string;
}

/**
 * A file tree that exists in memory only.
 *
 * @param files path to content, paths relative to the repository root
 */
export function memoryTree(
  files: Readonly<Record<string, string | Uint8Array>>,
  { links = {}, root = '' }: MemoryTreeOptions = {},
): FileTree {
  const contents = new Map(Object.entries(files));
  // A stored link says where it leads from where it stands.
  const targets = new Map(
    Object.entries(links).map(([path, to]) => [
      path,
      `${'../'.repeat(path.split('/').length - 1)}${to}`,
    ]),
  );
  const encoder = new TextEncoder();
  const access = entryAccess({
    entries: new Map([
      ...[...contents.keys()].map(path => [path, 'file'] as const),
      ...[...targets.keys()].map(path => [path, 'link'] as const),
    ]),
    content: path => {
      const content = contents.get(path) ?? targets.get(path);
      return typeof content === 'string' ? encoder.encode(content) : content;
    },
  });
  const paths = [...contents.keys(), ...targets.keys()].filter(path => joinPath(path) === path);
  return { root, files: entryFiles(paths, access).files, skipped: [], ...access };
}
