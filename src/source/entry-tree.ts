import { dirname, type FileTree, joinPath, type SkippedPath } from './tree.ts';

export interface TreeEntries {
  /** What there is, directories left out: they are told by what is in them. */
  readonly entries: ReadonlyMap<string, 'file' | 'link'>;
  /** A file's bytes, or a link's target. */
  content(path: string): Uint8Array | undefined;
}

type Access = Pick<FileTree, 'kind' | 'real' | 'read' | 'list'>;

/** As many links as Linux follows before it calls them a loop. */
const MAX_LINKS = 40;

/** Access by path to files that are not on disk; links are followed within the tree only. */
export function entryAccess({ entries, content }: TreeEntries): Access {
  const children = new Map<string, Set<string>>([['', new Set()]]);
  for (const entry of entries.keys()) {
    for (let path = entry; path !== ''; path = dirname(path)) {
      const parent = dirname(path);
      const names = children.get(parent) ?? new Set();
      children.set(parent, names);
      names.add(path.slice(parent === '' ? 0 : parent.length + 1));
    }
  }
  const decoder = new TextDecoder();

  const resolve = (path: string): string | undefined => {
    let done = '';
    let links = 0;
    const todo = path.split('/').reverse();
    while (todo.length > 0) {
      const segment = todo.pop() ?? '';
      if (segment === '' || segment === '.') continue;
      if (segment === '..') {
        if (done === '') return undefined;
        done = dirname(done);
        continue;
      }
      const at = done === '' ? segment : `${done}/${segment}`;
      if (entries.get(at) === 'link') {
        const target = decoder.decode(content(at));
        if (target.startsWith('/') || ++links > MAX_LINKS) return undefined;
        todo.push(...target.split('/').reverse());
      } else if (entries.has(at) || children.has(at)) done = at;
      else return undefined;
    }
    return done;
  };
  const known = new Map<string, string | undefined>();
  const real = (path: string): string | undefined => {
    const joined = joinPath(path);
    if (joined === undefined) return undefined;
    if (!known.has(joined)) known.set(joined, resolve(joined));
    return known.get(joined);
  };
  const kind = (path: string) => {
    const target = real(path);
    if (target === undefined) return undefined;
    return entries.has(target) ? 'file' : 'directory';
  };
  const read = (path: string) => (kind(path) === 'file' ? content(real(path) ?? '') : undefined);
  const list = (path: string) => [...(children.get(real(path) ?? '\0') ?? [])].sort();
  return { kind, real, read, list };
}

/** Which entries are files, also by way of a link, and which links lead nowhere. */
export function entryFiles(
  paths: Iterable<string>,
  { kind }: Access,
): { readonly files: readonly string[]; readonly skipped: readonly SkippedPath[] } {
  const sorted = [...paths].sort();
  return {
    files: sorted.filter(path => kind(path) === 'file'),
    skipped: sorted
      .filter(path => kind(path) === undefined)
      .map(path => ({ path, reason: 'a link that leaves the repository or leads nowhere' })),
  };
}
