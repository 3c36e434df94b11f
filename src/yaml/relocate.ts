import { textAt } from './access.ts';
import type { LocatedEntry, LocatedScalar, LocatedSequence, LocatedValue } from './located.ts';

/**
 * Gives the places of one value to another of the same shape: where both agree in a scalar, the
 * result points at `places`, elsewhere at where `value` stands itself. List items are paired by their
 * `name`, else by their position.
 */
export function relocate(value: LocatedValue, places: LocatedValue | undefined): LocatedValue {
  if (!places) return value;
  if (value.kind === 'scalar')
    return places.kind === 'scalar' ? relocateScalar(value, places) : value;
  if (value.kind === 'sequence') {
    return places.kind === 'sequence' ? relocateItems(value, places) : value;
  }
  if (places.kind !== 'map') return value;
  const entries = new Map<string, LocatedEntry>();
  for (const [name, { key, value: child }] of value.entries) {
    const from = places.entries.get(name);
    entries.set(name, {
      key: from ? relocateScalar(key, from.key) : key,
      value: relocate(child, from?.value),
    });
  }
  return { ...value, entries, origin: places.origin };
}

const relocateScalar = (value: LocatedScalar, places: LocatedScalar): LocatedScalar =>
  value.text === places.text ? { ...value, origin: places.origin } : value;

function relocateItems(value: LocatedSequence, places: LocatedSequence): LocatedSequence {
  const items = value.items.map((item, i) => {
    const name = textAt(item, 'name');
    const named =
      name === undefined ? undefined : places.items.find(other => textAt(other, 'name') === name);
    return relocate(item, named ?? (name === undefined ? places.items[i] : undefined));
  });
  return { ...value, items, origin: places.origin };
}
