import type { GoFunction } from './scope.ts';
import type { GoList, GoMap, GoObject, GoValue } from './value.ts';

/** Methods of maps and objects that have some, such as Helm's `.Files`. */
const methods = new WeakMap<object, ReadonlyMap<string, GoFunction>>();

/** Gives a map or object the methods of its Go type. */
export function withMethods<T extends GoMap | GoList | GoObject>(
  value: T,
  of: ReadonlyMap<string, GoFunction>,
): T {
  methods.set(value, of);
  return value;
}

export const methodOf = (value: GoValue, name: string): GoFunction | undefined =>
  typeof value === 'object' && value !== null ? methods.get(value)?.get(name) : undefined;
