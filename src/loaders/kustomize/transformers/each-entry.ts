import type { LocatedValue } from '../../../yaml/located.ts';
import { type Gathered, spendChanges } from '../context/gathered.ts';
import type { Item } from '../items/item.ts';

/** As many objects can be asked whether an entry is for them as one can be changed. */
const ASKED_PER_CHANGE = 4;

/**
 * Applies one entry of a kustomization after the other to its objects; no further where that has become too
 * much: thousands of entries times thousands of objects come out of a small file.
 *
 * @param askedPerChange how many objects an entry can pass over at the price of one change
 */
export function eachEntry<T extends LocatedValue>(
  gathered: Gathered,
  entries: readonly T[],
  items: readonly Item[],
  apply: (items: readonly Item[], entry: T) => readonly Item[],
  askedPerChange = ASKED_PER_CHANGE,
): readonly Item[] {
  let result = items;
  for (const entry of entries) {
    const next = apply(result, entry);
    const changed = next.reduce((sum, item, i) => (item === result[i] ? sum : sum + 1), 0);
    result = next;
    if (!spendChanges(gathered, items.length / askedPerChange + changed, entry)) break;
  }
  return result;
}
