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
  const targets = new Map(Object.entries(links));
  const directories = new Set<string>(['']);
  for (const path of [...contents.keys(), ...targets.keys()]) {
    const segments = path.split('/');
    for (let i = 1; i < segments.length; i++) directories.add(segments.slice(0, i).join('/'));
  }

  const real = (path: string): string | undefined => {
    let at: string | undefined = joinPath(path);
    for (let hops = 0; at !== undefined && hops < 40; hops++) {
      const link = longestLink(at, targets);
      if (link === undefined) return contents.has(at) || directories.has(at) ? at : undefined;
      at = joinPath(targets.get(link) ?? '', at.slice(link.length));
    }
    return undefined;
  };
  const kind = (path: string) => {
    const target = real(path);
    if (target === undefined) return undefined;
    return contents.has(target) ? 'file' : 'directory';
  };
  const read = (path: string) => {
    const content = contents.get(real(path) ?? '\u0000');
    return typeof content === 'string' ? new TextEncoder().encode(content) : content;
  };
  const list = (path: string) => {
    const target = real(path);
    if (target === undefined || contents.has(target)) return [];
    const prefix = target === '' ? '' : `${target}/`;
    const names = [...contents.keys(), ...targets.keys()]
      .filter(name => name.startsWith(prefix))
      .map(name => name.slice(prefix.length).split('/')[0] ?? '');
    return [...new Set(names)].sort();
  };
  const linked = [...targets.keys()].filter(path => kind(path) === 'file');
  const all = [...contents.keys(), ...linked].filter(path => joinPath(path) === path).sort();
  return { root, files: all, skipped: [], kind, real, read, list };
}

function longestLink(path: string, targets: ReadonlyMap<string, string>): string | undefined {
  return [...targets.keys()]
    .filter(link => path === link || path.startsWith(`${link}/`))
    .sort((a, b) => b.length - a.length)[0];
}
