import type { Chart, ChartError } from '../helm/chart.ts';
import type { ChartOrigin } from '../model/release.ts';
import type { Problem } from '../source/problem.ts';
import { joinPath } from '../source/tree.ts';
import { EMPTY_LOCK, isLockError, LOCK_FILE, type LockedChart, readLock } from '../store/lock.ts';
import { type ChartReference, chartReference, referenceKey } from '../store/reference.ts';
import { type ChartStore, NO_STORE } from '../store/store.ts';
import type { Sources } from '../yaml/sources.ts';

/** Charts that are at hand though they are not of this repository. */
export interface ChartFinder {
  /** The chart that a release or dependency names, of exactly that version. */
  find(written: ChartReference): FoundChart | undefined;
  /** All charts that were asked for, at hand or not. */
  readonly wanted: ReadonlyMap<string, ChartReference>;
  /** Those of them that are not at hand. */
  readonly absent: ReadonlyMap<string, ChartReference>;
  /** What was asked for and can't be had by that: ranges of versions, placeholders, aliases. */
  readonly vague: ReadonlyMap<string, ChartReference>;
  /** Charts that the lock names and that were asked for, but are not in the store. */
  readonly lacking: ReadonlyMap<string, LockedChart>;
  readonly problems: readonly Problem[];
}

export interface FoundChart {
  readonly chart: Chart | ChartError;
  readonly from: ChartOrigin;
}

/**
 * What the store has of the charts that the tree's own lock names by digest, then what a user added by
 * hand. The lock is the tree's: of two revisions each is judged by its own.
 */
export function chartFinder(sources: Sources, store: ChartStore = NO_STORE): ChartFinder {
  const path = joinPath(sources.tree.root, LOCK_FILE) ?? LOCK_FILE;
  const file = sources.tree.kind(path) === 'file' ? sources.text(path) : undefined;
  const read = file ? readLock(file) : EMPTY_LOCK;
  const lock = isLockError(read) ? EMPTY_LOCK : read;
  const lacking = new Map<string, LockedChart>();
  const wanted = new Map<string, ChartReference>();
  const vague = new Map<string, ChartReference>();
  const absent = new Map<string, ChartReference>();
  return {
    find(written) {
      const reference = chartReference(written);
      if (!reference) {
        vague.set(referenceKey(written), written);
        return undefined;
      }
      const key = referenceKey(reference);
      wanted.set(key, reference);
      const locked = lock.get(key);
      const stored = locked && store.byDigest(locked);
      if (stored) return { chart: stored, from: 'store' };
      if (locked) lacking.set(key, locked);
      const added = store.byHand(reference);
      if (!added) absent.set(key, reference);
      return added && { chart: added, from: 'added' };
    },
    lacking,
    wanted,
    absent,
    vague,
    problems: isLockError(read)
      ? [
          {
            rule: 'internal/unreadable',
            at: read.at,
            message: `the lock of charts can't be read: ${read.message}`,
            help: 'Make it again with `pitower-lint charts pull`.',
          },
        ]
      : [],
  };
}
