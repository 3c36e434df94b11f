import { entryAccess, entryFiles } from '../source/entry-tree.ts';
import { type FileTree, isWithin } from '../source/tree.ts';
import { UNWALKED } from '../source/work-tree.ts';
import { type Git, isPartial, outputOf, textsOf } from './git.ts';

/** Read together at the first question: nearly all that a lint asks for. */
const USUAL = /\.(ya?ml|json|patch|tpl|gitignore)$|(^|\/)Kustomization$/;

interface StoredEntry {
  readonly kind: 'file' | 'link';
  readonly object: string;
}

/**
 * One commit as a tree of files, read from git's objects: nothing is checked out. Ignore rules say
 * nothing of what is committed.
 *
 * @param root the linted directory relative to the repository root
 * @throws GitError, also on reading, where objects are missing (a partial clone)
 */
export function commitTree(git: Git, commit: string, root: string): FileTree {
  const stored = entriesOf(git, commit);
  const blob = blobs(git, stored);
  const access = entryAccess({
    entries: new Map([...stored].map(([path, { kind }]) => [path, kind])),
    content: path => {
      const entry = stored.get(path);
      return entry && blob(entry.object);
    },
  });
  const walked = [...stored.keys()].filter(
    path => isWithin(path, root) && !path.split('/').some(name => UNWALKED.has(name)),
  );
  const { files, skipped } = entryFiles(walked, access);
  return { root, files, skipped, ...access };
}

/** Files and links; submodules are other repositories. */
function entriesOf(git: Git, commit: string): Map<string, StoredEntry> {
  const listing = textsOf(outputOf(git, ['ls-tree', '-r', '-z', '--full-tree', commit]));
  return new Map(
    listing.flatMap((line): [string, StoredEntry][] => {
      const [, mode, type, object = '', path = ''] =
        /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      if (type !== 'blob') return [];
      return [[path, { kind: mode === '120000' ? 'link' : 'file', object }]];
    }),
  );
}

/** Contents by object name: the usual ones in one go, others one by one. */
function blobs(git: Git, stored: ReadonlyMap<string, StoredEntry>): (object: string) => Buffer {
  const known = new Map<string, Buffer>();
  const load = (objects: readonly string[]): void => {
    const { stdout } = git(['cat-file', '--batch'], objects.map(name => `${name}\n`).join(''));
    for (const [name, content] of readBatch(stdout)) known.set(name, content);
  };
  return object => {
    if (known.size === 0) {
      const usual = [...stored].filter(([path, { kind }]) => kind === 'link' || USUAL.test(path));
      load([...new Set(usual.map(([, entry]) => entry.object))]);
    }
    if (!known.has(object)) load([object]);
    const content = known.get(object);
    if (content) return content;
    throw isPartial();
  };
}

/** Each is `<name> blob <size>`, the bytes and a line end; a missing one `<name> missing`. */
function* readBatch(output: Buffer): Generator<[name: string, content: Buffer]> {
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\n', at);
    if (end < 0) return;
    const [name = '', , size] = output.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (size === undefined) continue;
    yield [name, output.subarray(at, at + Number(size))];
    at += Number(size) + 1;
  }
}
