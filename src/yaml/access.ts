import type {
  LocatedEntry,
  LocatedMap,
  LocatedScalar,
  LocatedSequence,
  LocatedValue,
  PathSegment,
} from './located.ts';

type Maybe<T> = T | undefined;

/** The value as a map, or undefined. */
export function asMap(value: Maybe<LocatedValue>): Maybe<LocatedMap> {
  return value?.kind === 'map' ? value : undefined;
}

/** The value as a sequence, or undefined. */
export function asSequence(value: Maybe<LocatedValue>): Maybe<LocatedSequence> {
  return value?.kind === 'sequence' ? value : undefined;
}

/** The value as a scalar, or undefined. */
export function asScalar(value: Maybe<LocatedValue>): Maybe<LocatedScalar> {
  return value?.kind === 'scalar' ? value : undefined;
}

/** The value as a scalar that is a non-empty string. Numbers and booleans are not strings. */
export function asString(value: Maybe<LocatedValue>): Maybe<LocatedScalar & { value: string }> {
  return value?.kind === 'scalar' && typeof value.value === 'string' && value.value !== ''
    ? (value as LocatedScalar & { value: string })
    : undefined;
}

/** Looks up a path of keys and indexes; undefined as soon as one is missing. */
export function get(
  value: Maybe<LocatedValue>,
  ...path: readonly PathSegment[]
): Maybe<LocatedValue> {
  let at = value;
  for (const segment of path) {
    if (at === undefined) return undefined;
    if (at.kind === 'map') at = at.entries.get(String(segment))?.value;
    else if (at.kind === 'sequence' && typeof segment === 'number') at = at.items[segment];
    else return undefined;
  }
  return at;
}

/** Like {@link get}, but the last segment is a key and the whole entry (key and value) comes back. */
export function getEntry(
  value: Maybe<LocatedValue>,
  ...path: readonly string[]
): Maybe<LocatedEntry> {
  const parent = asMap(get(value, ...path.slice(0, -1)));
  const last = path.at(-1);
  return last === undefined ? undefined : parent?.entries.get(last);
}

/** The entry at a path, else the deepest one above it that is written. */
export function nearestEntry(
  value: Maybe<LocatedValue>,
  ...path: readonly string[]
): Maybe<LocatedEntry> {
  for (let length = path.length; length > 0; length--) {
    const entry = getEntry(value, ...path.slice(0, length));
    if (entry) return entry;
  }
  return undefined;
}

export const getMap = (value: Maybe<LocatedValue>, ...path: PathSegment[]): Maybe<LocatedMap> =>
  asMap(get(value, ...path));

/** A non-empty string at a path, with its place. */
export const getString = (value: Maybe<LocatedValue>, ...path: PathSegment[]) =>
  asString(get(value, ...path));

export const getScalar = (value: Maybe<LocatedValue>, ...path: PathSegment[]) =>
  asScalar(get(value, ...path));

/** The text of a non-empty string at a path. */
export const textAt = (value: Maybe<LocatedValue>, ...path: PathSegment[]): Maybe<string> =>
  getString(value, ...path)?.value;

/** The number at a path; a string of digits counts, as Helm values often quote ports. */
export function numberAt(value: Maybe<LocatedValue>, ...path: PathSegment[]): Maybe<number> {
  const scalar = getScalar(value, ...path);
  if (typeof scalar?.value === 'number') return scalar.value;
  return typeof scalar?.value === 'string' && /^\d+$/.test(scalar.value)
    ? Number(scalar.value)
    : undefined;
}

/** The boolean at a path, undefined for anything that is not one. */
export function booleanAt(value: Maybe<LocatedValue>, ...path: PathSegment[]): Maybe<boolean> {
  const scalar = getScalar(value, ...path);
  return typeof scalar?.value === 'boolean' ? scalar.value : undefined;
}

/** The items of the sequence at a path; empty when there is none. */
export const itemsAt = (value: Maybe<LocatedValue>, ...path: PathSegment[]) =>
  asSequence(get(value, ...path))?.items ?? [];

/** The texts of the scalars among the items at a path. */
export const textsAt = (value: Maybe<LocatedValue>, ...path: PathSegment[]): readonly string[] =>
  itemsAt(value, ...path).flatMap(item => (item.kind === 'scalar' ? [item.text] : []));

/** The entries of the map at a path; empty when there is none. */
export const entriesAt = (
  value: Maybe<LocatedValue>,
  ...path: PathSegment[]
): readonly LocatedEntry[] => [...(getMap(value, ...path)?.entries.values() ?? [])];

/** True for an explicit null (`key:` or `key: null`). */
export const isNull = (value: Maybe<LocatedValue>): boolean =>
  value?.kind === 'scalar' && value.value === null;

/** The keys of string to string maps such as labels, without anything that is not a scalar. */
export function stringMapAt(
  value: Maybe<LocatedValue>,
  ...path: PathSegment[]
): Map<string, string> {
  const result = new Map<string, string>();
  for (const { key, value: entry } of entriesAt(value, ...path)) {
    if (entry.kind === 'scalar' && entry.value !== null) result.set(key.text, entry.text);
  }
  return result;
}

/** All scalars in a value, however deep, in the order of the source. */
export function scalarsIn(value: LocatedValue): readonly LocatedScalar[] {
  if (value.kind === 'scalar') return [value];
  const parts =
    value.kind === 'map' ? [...value.entries.values()].map(entry => entry.value) : value.items;
  return parts.flatMap(scalarsIn);
}

export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

/**
 * The bare data, without places. Maps become objects without a prototype, so that a key such as
 * `__proto__` is just a key.
 */
export function toPlain(value: LocatedValue): Plain {
  if (value.kind === 'scalar') return value.value;
  if (value.kind === 'sequence') return value.items.map(toPlain);
  const result: { [key: string]: Plain } = Object.create(null);
  for (const [key, entry] of value.entries) result[key] = toPlain(entry.value);
  return result;
}
