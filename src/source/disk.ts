import {
  type BigIntStats,
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';

/**
 * The door to the disk: whatever decides a report is asked here, so that a witness sees all of it. What a path
 * is, where it leads, what is in a directory and what a file holds.
 */
export interface Witness {
  /** What is at a path; `isOwn`: links are not followed. */
  kind(path: string, isOwn: boolean, answer: string): void;
  /** Where a path leads; undefined where nowhere. */
  real(path: string, answer: string | undefined): void;
  /** What is in a directory, and its state before it was asked; undefined: it can't be listed. */
  entries(path: string, entries: readonly Entry[] | undefined, state: State | undefined): void;
  /** What was read of a file, and its state before; undefined: it was refused. */
  content(path: string, bytes: Uint8Array | undefined, state: State | undefined): void;
  /** Something was asked that can't be asked again, or not be compared. */
  unrepeatable(): void;
}

export type DiskKind = 'file' | 'directory' | 'other';
export type Entry = Pick<Dirent, 'name' | 'isFile' | 'isDirectory' | 'isSymbolicLink'>;

/** What changes with a file's content: its inode, size and times. */
export interface State {
  readonly text: string;
  /** When content or inode changed last, in milliseconds. */
  readonly changed: number;
}

let current: Witness | undefined;

/** Runs something before a witness's eyes. */
export function witnessed<T>(witness: Witness | undefined, run: () => T): T {
  const outer = current;
  current = witness;
  try {
    return run();
  } finally {
    current = outer;
  }
}

/** Runs something whose answers are known by other evidence. */
export const unwitnessed = <T>(run: () => T): T => witnessed(undefined, run);

/** Says that what is asked now will not be known again by looking at the disk. */
export const unrepeatable = (): void => current?.unrepeatable();

/** What a path is, links followed. */
export const kindAt = (path: string): DiskKind | undefined => asked(path, false, statSync);

/** What a path itself is: a link counts as other. */
export const ownKindAt = (path: string): DiskKind | 'link' | undefined =>
  asked(path, true, lstatSync);

export const isThere = (path: string): boolean => {
  try {
    return kindAt(path) !== undefined;
  } catch {
    return false;
  }
};

function asked<Own extends boolean>(
  path: string,
  isOwn: Own,
  stat: typeof statSync,
): DiskKind | (Own extends true ? 'link' : never) | undefined {
  try {
    const found = stat(path, { throwIfNoEntry: false });
    const answer = found && kindOf(found);
    current?.kind(path, isOwn, answer ?? '');
    return answer as ReturnType<typeof asked<Own>>;
  } catch (error) {
    current?.kind(path, isOwn, `error ${codeOf(error)}`);
    throw error;
  }
}

/** The path with all links resolved. Throws where there is none. */
export function realAt(path: string): string {
  let answer: string | undefined;
  try {
    answer = realpathSync(path);
    return answer;
  } finally {
    current?.real(path, answer);
  }
}

/** The names in a directory. Throws where it can't be listed. */
export const namesIn = (path: string): string[] => entriesIn(path).map(({ name }) => name);

/** What is in a directory. Throws where it can't be listed. */
export function entriesIn(path: string): Dirent[] {
  // Before it is listed: what is added meanwhile makes the state another one.
  const state = current && stateAt(path);
  let entries: Dirent[] | undefined;
  try {
    entries = readdirSync(path, { withFileTypes: true });
    return entries;
  } finally {
    current?.entries(path, entries, state);
  }
}

/** For fast-glob, which lists directories and asks nothing else of what it finds. */
export const walked = { readdirSync: entriesIn as unknown as typeof readdirSync };

/** Standard input, which nobody can read twice. */
export function standardInput(): string {
  unrepeatable();
  return readFileSync(0, 'utf8');
}

/** A file that is open. */
export interface OpenedFile {
  readonly isFile: boolean;
  readonly size: number;
  /** Reads what comes next; returns how many bytes. */
  next(into: Uint8Array, most: number): number;
}

/**
 * Opens a file, and closes it. Nothing is waited for: a pipe, or a device, is for `read` to refuse.
 *
 * @param read what it returns is told to the witness where it is bytes
 */
export function openedAt<T>(
  path: string,
  read: (file: OpenedFile) => T | Uint8Array,
): T | Uint8Array {
  let handle: number | undefined;
  let state: State | undefined;
  let result: T | Uint8Array | undefined;
  try {
    // Without O_NONBLOCK a pipe would be waited for until somebody writes to it. Windows has none of the flags.
    const opened = openSync(
      path,
      constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0),
    );
    handle = opened;
    const stat = fstatSync(opened, { bigint: true });
    state = stateOf(stat);
    result = read({
      isFile: stat.isFile(),
      size: Number(stat.size),
      next: (into, most) => readSync(opened, into, 0, most, null),
    });
    return result;
  } finally {
    if (handle !== undefined) closeSync(handle);
    if (current !== undefined) {
      const bytes = result instanceof Uint8Array ? result : undefined;
      current.content(path, bytes, state ?? stateAt(path));
    }
  }
}

/** The state of what is at a path, links followed; undefined where that can't be told. */
export function stateAt(path: string): State | undefined {
  try {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stat && stateOf(stat);
  } catch {
    return undefined;
  }
}

// Times that a program set tell little, but the time of that is in ctime.
function stateOf({ size, mtimeNs, ctimeNs, ino, dev }: BigIntStats): State {
  const changed = Number((mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1_000_000n);
  return { text: `${size} ${mtimeNs} ${ctimeNs} ${ino} ${dev}`, changed };
}

/** @returns a word for what a stat or an entry of a directory says */
export const kindOf = (found: Pick<Entry, 'isFile' | 'isDirectory' | 'isSymbolicLink'>) =>
  found.isFile()
    ? 'file'
    : found.isDirectory()
      ? 'directory'
      : found.isSymbolicLink()
        ? 'link'
        : 'other';

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';
