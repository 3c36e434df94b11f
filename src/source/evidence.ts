import { createHash } from 'node:crypto';
import {
  type Entry,
  entriesIn,
  kindAt,
  kindOf,
  ownKindAt,
  realAt,
  type State,
  stateAt,
  type Witness,
  witnessed,
} from './disk.ts';
import { isRefused, readHead } from './regular-file.ts';
import { MAX_READ } from './tree.ts';

/** What a run asked of the disk, and the answers: as long as they are the same, so is what it said. */
export interface Evidence {
  /** When the run began, in milliseconds. */
  readonly since: number;
  readonly kinds: readonly (readonly [path: string, isOwn: boolean, answer: string])[];
  readonly reals: readonly (readonly [path: string, answer: string | null])[];
  readonly directories: readonly Seen[];
  readonly files: readonly Seen[];
}

/** A path, its state (empty where it has none), and a digest of what was there; null: it was refused. */
export type Seen = readonly [path: string, state: string, digest: string | null];

/** Writes down what is asked of the disk. */
export interface Recorder {
  readonly witness: Witness;
  /** Undefined where something can't be asked again, or changed while it was asked. */
  evidence(): Evidence | undefined;
}

/** @param since when the run began, in milliseconds: before anything was asked */
export function recorder(since: number): Recorder {
  const kinds = new Map<string, readonly [string, boolean, string]>();
  const reals = new Map<string, readonly [string, string | null]>();
  const directories = new Map<string, Seen>();
  const files = new Map<string, Seen>();
  let isRepeatable = true;
  const put = <T extends readonly unknown[]>(to: Map<string, T>, key: string, seen: T) => {
    const before = to.get(key);
    if (before !== undefined && before.at(-1) !== seen.at(-1)) isRepeatable = false;
    if (before === undefined) to.set(key, seen);
  };
  const witness: Witness = {
    kind: (path, isOwn, answer) => put(kinds, `${isOwn} ${path}`, [path, isOwn, answer]),
    real: (path, answer = '') => put(reals, path, [path, answer || null]),
    entries: (path, entries, state) =>
      put(directories, path, [path, state?.text ?? '', entries ? digestOfEntries(entries) : null]),
    content: (path, bytes, state) =>
      put(files, path, [path, state?.text ?? '', bytes ? digestOf(bytes) : null]),
    unrepeatable: () => {
      isRepeatable = false;
    },
  };
  return {
    witness,
    evidence: () =>
      isRepeatable
        ? {
            since,
            kinds: [...kinds.values()],
            reals: [...reals.values()],
            directories: [...directories.values()],
            files: [...files.values()],
          }
        : undefined,
  };
}

/**
 * Whether all answers are still the same. As in git's index, the state of a file tells that its content is the
 * same, but not where it was changed so late that the clock could not tell a change from the next
 * (https://git-scm.com/docs/racy-git): there, and where the state is another one, the content is compared.
 *
 * @param now the time in milliseconds
 * @returns undefined where something is not; the same evidence where states told all; else evidence whose states
 *   are those of now
 */
export function stillHolds(evidence: Evidence, now = Date.now()): Evidence | undefined {
  return witnessed(undefined, () => {
    const { kinds, reals, since } = evidence;
    const isSame =
      kinds.every(([path, isOwn, answer]) => answer === kindNow(path, isOwn)) &&
      reals.every(([path, answer]) => answer === realNow(path));
    if (!isSame) return undefined;
    const directories = seenAgain(evidence.directories, since, digestOfDirectory);
    const files = directories && seenAgain(evidence.files, since, digestOfFile);
    if (!files) return undefined;
    if (files === evidence.files && directories === evidence.directories) return evidence;
    return { ...evidence, since: now, directories, files };
  });
}

/** The coarsest clock of a file system ticks every two seconds. */
const TICK = 2000;

/** @param compare the digest of what is at a path now, with the state before it was looked at */
function seenAgain(
  all: readonly Seen[],
  since: number,
  compare: (path: string) => string | undefined,
): readonly Seen[] | undefined {
  let again: Seen[] | undefined;
  for (const [i, [path, text, digest]] of all.entries()) {
    const state = stateAt(path);
    if (isSure(state, text, since)) continue;
    // Why something was refused is no content: its state has to tell.
    if (digest === null || compare(path) !== digest) return undefined;
    again ??= [...all];
    again[i] = [path, state?.text ?? '', digest];
  }
  return again ?? all;
}

const isSure = (state: State | undefined, text: string, since: number): boolean =>
  (state?.text ?? '') === text && (state === undefined || state.changed < since - TICK);

function kindNow(path: string, isOwn: boolean): string {
  let answer = '';
  const told: Witness = { ...NOBODY, kind: (_path, _isOwn, text) => (answer = text) };
  quietly(told, () => (isOwn ? ownKindAt(path) : kindAt(path)));
  return answer;
}

function realNow(path: string): string | null {
  return quietly(undefined, () => realAt(path)) ?? null;
}

const digestOfFile = (path: string): string | undefined => {
  const bytes = readHead(path, MAX_READ);
  return isRefused(bytes) ? undefined : digestOf(bytes);
};

const digestOfDirectory = (path: string): string | undefined => {
  const entries = quietly(undefined, () => entriesIn(path));
  return entries && digestOfEntries(entries);
};

function quietly<T>(witness: Witness | undefined, run: () => T): T | undefined {
  try {
    return witnessed(witness, run);
  } catch {
    return undefined;
  }
}

const NOBODY: Witness = {
  kind: () => {},
  real: () => {},
  entries: () => {},
  content: () => {},
  unrepeatable: () => {},
};

export const digestOf = (content: Uint8Array | string): string =>
  createHash('sha256').update(content).digest('base64');

const digestOfEntries = (entries: readonly Entry[]): string =>
  digestOf(
    entries
      .map(entry => `${kindOf(entry)} ${entry.name}\0`)
      .sort()
      .join(''),
  );
