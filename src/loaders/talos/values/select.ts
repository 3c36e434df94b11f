import type { LocatedEntry, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';

/**
 * The values at a path of a document: `a.b[]` for the items of a list, `a.*` for all values of a map.
 */
export function valuesAt(value: LocatedValue | undefined, path: string): readonly LocatedValue[] {
  let found: readonly LocatedValue[] = value ? [value] : [];
  for (const part of path.split('.')) {
    const name = part.replace(/\[\]$/, '');
    found = found.flatMap(item => {
      if (item.kind !== 'map') return [];
      if (name === '*') return [...item.entries.values()].map(entry => entry.value);
      return item.entries.get(name)?.value ?? [];
    });
    if (part.endsWith('[]'))
      found = found.flatMap(item => (item.kind === 'sequence' ? item.items : []));
  }
  return found;
}

export const scalarsAt = (
  value: LocatedValue | undefined,
  path: string,
): readonly LocatedScalar[] =>
  valuesAt(value, path).flatMap(item =>
    item.kind === 'scalar' && item.value !== null ? [item] : [],
  );

/** The entries of the maps at a path. */
export const entriesOf = (value: LocatedValue | undefined, path: string): readonly LocatedEntry[] =>
  valuesAt(value, path).flatMap(item => (item.kind === 'map' ? [...item.entries.values()] : []));
