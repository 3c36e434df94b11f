import { mapFrom, scalarFrom } from '../../../yaml/build.ts';
import type { LocatedEntry, LocatedMap, LocatedValue, Origin } from '../../../yaml/located.ts';

/** A map made of entries whose keys come from users, so that any key is just a key. */
export function mapOf(at: Origin, entries: Iterable<readonly [string, LocatedValue]>): LocatedMap {
  const made = new Map<string, LocatedEntry>();
  for (const [name, value] of entries)
    made.set(name, { key: scalarFrom(value.origin, name), value });
  return { ...mapFrom(at, {}), entries: made };
}

/** The entries of all maps, the first map that has a key wins (sprig's `merge`, one level). */
export function mergeLeft(at: Origin, ...maps: readonly (LocatedMap | undefined)[]): LocatedMap {
  const entries = new Map<string, LocatedEntry>();
  for (const map of maps) {
    for (const [name, entry] of map?.entries ?? [])
      if (!entries.has(name)) entries.set(name, entry);
  }
  return { ...mapFrom(at, {}), entries };
}

/** The given keys of a map, in that order, under new names where the pair gives one. */
export function pick(
  map: LocatedMap,
  keys: readonly (string | readonly [from: string, to: string])[],
): LocatedMap {
  const entries = new Map<string, LocatedEntry>();
  for (const key of keys) {
    const [from, to] = typeof key === 'string' ? [key, key] : key;
    const entry = map.entries.get(from);
    if (entry) entries.set(to, entry);
  }
  return { ...map, entries };
}

/** Maps merged key by key at every level, the first wins (sprig's `merge`). */
export function mergeDeep(over: LocatedMap, base: LocatedMap): LocatedMap {
  const entries = new Map(base.entries);
  for (const [name, entry] of over.entries) {
    const below = base.entries.get(name)?.value;
    const value =
      below?.kind === 'map' && entry.value.kind === 'map'
        ? mergeDeep(entry.value, below)
        : entry.value;
    entries.set(name, { key: entry.key, value });
  }
  return { ...over, entries };
}
