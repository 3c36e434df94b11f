import { compareStrings } from '../../../../template/go/value.ts';
import { asMap, getMap } from '../../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../../yaml/located.ts';
import { isTruthy } from '../../shared/truth.ts';
import type { Context } from './context.ts';

/** One named entry of a group of values such as `controllers` or `service`. */
export interface Item {
  readonly id: string;
  readonly key: LocatedScalar;
  readonly value: LocatedMap;
}

/** Entries of a map in the order in which Go ranges over it. */
export function sortedEntries(
  map: LocatedMap | undefined,
): { id: string; key: LocatedScalar; value: LocatedValue }[] {
  return [...(map?.entries ?? [])]
    .map(([id, { key, value }]) => ({ id, key, value }))
    .sort((a, b) => compareStrings(a.id, b.id));
}

/** Whether an item is rendered: `enabled` is absent or true. */
export function isEnabled(value: LocatedMap): boolean {
  const enabled = value.entries.get('enabled')?.value;
  if (enabled === undefined) return true;
  // A template that could not be evaluated counts as true; one that gave text is its text.
  const isOff =
    enabled.kind === 'scalar' && enabled.origin.made === 'derived' && enabled.value === 'false';
  return isTruthy(enabled) && !isOff;
}

/** All map-valued items of a group, in order, disabled ones too. */
export const allItems = (map: LocatedMap | undefined): Item[] =>
  sortedEntries(map).flatMap(({ id, key, value }) => {
    const item = asMap(value);
    return item ? [{ id, key, value: item }] : [];
  });

/** The items of a group that are rendered, in order. */
export const itemsOf = (context: Context, ...path: readonly string[]): Item[] =>
  allItems(getMap(context.values, ...path)).filter(({ value }) => isEnabled(value));

/** The rendered item of an identifier, or undefined. */
export const itemOf = (context: Context, group: string, id: string): Item | undefined =>
  itemsOf(context, group).find(item => item.id === id);
