import type { FileTree } from '../source/tree.ts';
import { type Git, outputOf, textsOf } from './git.ts';
import { type Hunk, readHunks } from './hunks.ts';

/** What the work tree has changed since a commit. Lines are 1-based. */
export interface Changes {
  /** The commit's name. */
  readonly base: string;
  /** Paths that changed, in order: as they are now, or as they were when they are gone. */
  readonly paths: readonly string[];
  /** Where a file is now that was here; itself when it was not renamed. */
  newPath(path: string): string;
  /** Where a file was that is here now. */
  oldPath(path: string): string;
  /** Whether a line of a file as it is now is not what it was. */
  isChanged(path: string, line: number): boolean;
  /** The line's number as it was; undefined for one that changed. */
  oldLine(path: string, line: number): number | undefined;
  /** The first changed line of a file; where only lines went away, the one after them. */
  firstChange(path: string): number;
  isDeleted(path: string): boolean;
}

/** No external program, no configuration that changes the output's form. */
const PLAIN = [
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--no-relative',
  '--ignore-submodules=all',
  '--find-renames',
  '--src-prefix=a/',
  '--dst-prefix=b/',
];

/**
 * Compares a work tree with one of its commits.
 *
 * @param before the commit's tree
 * @param now the work tree, whose files that git doesn't know count as added
 */
export function changesSince(git: Git, base: string, before: FileTree, now: FileTree): Changes {
  const statuses = readStatuses(
    textsOf(outputOf(git, ['diff', '--name-status', '-z', ...PLAIN, base, '--'])),
  );
  const hunks = readHunks(
    outputOf(git, ['diff', '--unified=0', '--inter-hunk-context=0', ...PLAIN, base, '--']).toString(
      'utf8',
    ),
  );
  const compared = new Set(statuses.map(({ path }) => path));
  const unknown = now.files.filter(path => !compared.has(path) && before.kind(path) === undefined);
  const added = new Set([
    ...unknown,
    ...statuses.filter(({ status }) => status === 'A').map(({ path }) => path),
  ]);
  const deleted = statuses.filter(({ status }) => status === 'D').map(({ path }) => path);
  const renames = new Map([
    ...statuses.flatMap(({ path, from }): [string, string][] => (from ? [[from, path]] : [])),
    ...movedAsTheyWere(deleted, unknown, before, now),
  ]);
  const origins = new Map([...renames].map(([from, to]) => [to, from]));
  const isNew = (path: string) => added.has(path) && !origins.has(path);
  const hunksOf = (path: string): readonly Hunk[] => hunks.get(path) ?? [];
  const isChanged = (path: string, line: number) =>
    isNew(path) || hunksOf(path).some(hunk => isIn(hunk, line));
  return {
    base,
    paths: [...new Set([...statuses.map(({ path }) => path), ...unknown])].sort(),
    newPath: path => renames.get(path) ?? path,
    oldPath: path => origins.get(path) ?? path,
    isChanged,
    oldLine: (path, line) => (isChanged(path, line) ? undefined : shiftBack(hunksOf(path), line)),
    firstChange: path => {
      const [first] = hunksOf(path);
      if (!first) return 1;
      return first.newCount === 0 ? first.newStart + 1 : first.newStart;
    },
    isDeleted: path => deleted.includes(path) && !renames.has(path),
  };
}

interface Status {
  readonly status: string;
  readonly path: string;
  readonly from: string | undefined;
}

/** Status and path alternate; a rename has two paths. */
function readStatuses(parts: readonly string[]): Status[] {
  const statuses: Status[] = [];
  for (let i = 0; i < parts.length; ) {
    const status = parts[i++]?.[0] ?? '';
    const first = parts[i++] ?? '';
    const isPair = status === 'R' || status === 'C';
    const path = isPair ? (parts[i++] ?? '') : first;
    statuses.push({ status, path, from: status === 'R' ? first : undefined });
  }
  return statuses;
}

/** Git finds renames among files it knows; one that was moved by hand has the same bytes still. */
function movedAsTheyWere(
  deleted: readonly string[],
  unknown: readonly string[],
  before: FileTree,
  now: FileTree,
): [from: string, to: string][] {
  if (deleted.length === 0 || unknown.length === 0) return [];
  const text = (tree: FileTree, path: string) =>
    Buffer.from(tree.read(path) ?? []).toString('latin1');
  const byText = new Map(deleted.map(path => [text(before, path), path]));
  return unknown.flatMap((path): [string, string][] => {
    const content = text(now, path);
    const from = content === '' ? undefined : byText.get(content);
    byText.delete(content);
    return from === undefined ? [] : [[from, path]];
  });
}

const isIn = ({ newStart, newCount }: Hunk, line: number): boolean =>
  newStart <= line && line < newStart + newCount;

function shiftBack(hunks: readonly Hunk[], line: number): number {
  let shift = 0;
  for (const { newStart, newCount, oldCount } of hunks) {
    const end = newCount === 0 ? newStart : newStart + newCount - 1;
    if (end < line) shift += oldCount - newCount;
  }
  return line + shift;
}
