import type { Place } from '../source/text.ts';
import { get } from '../yaml/access.ts';
import { type LocatedMap, type PathSegment, placeOf } from '../yaml/located.ts';
import type { OverridePolicy, PolicyFile } from './policy.ts';

/** One of the policies that lie over each other: a preset, a file, an override in a file. */
export interface Layer {
  /** What it is called in messages: `the pitower policy`, `the policy file`. */
  readonly name: string;
  /** The file that it stands in, by its path; undefined for presets. */
  readonly file: string | undefined;
  readonly value: PolicyFile | OverridePolicy;
  /** The value as it is written; undefined for presets. */
  readonly located: LocatedMap | undefined;
}

/** What all layers together say: a later one wins. */
export const merged = (layers: readonly Layer[]): PolicyFile =>
  layers.reduce<unknown>((base, { value }) => mergePlain(base, value), {}) as PolicyFile;

/** Where the last layer that writes a value has it; undefined where none does. */
export function placeIn(layers: readonly Layer[], path: readonly PathSegment[]): Place | undefined {
  const value = lastWith(layers, path)?.located;
  const found = value && get(value, ...path);
  return found && placeOf(found);
}

/** The last layer that writes a value at a path. */
export const lastWith = (
  layers: readonly Layer[],
  path: readonly PathSegment[],
): Layer | undefined => layers.findLast(({ located }) => located && get(located, ...path));

type Mapping = { [key: string]: unknown };

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Mappings merge key by key, anything else is replaced; null takes an entry of below away. */
function mergePlain(base: unknown, over: unknown): unknown {
  if (!isMapping(base) || !isMapping(over)) return over;
  // Without a prototype: `__proto__` is a key like any other.
  const result: Mapping = Object.assign(Object.create(null), base);
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete result[key];
    else result[key] = Object.hasOwn(base, key) ? mergePlain(base[key], value) : value;
  }
  return result;
}
