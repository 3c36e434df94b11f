import type { GoFunction } from './scope.ts';
import type { GoList, GoMap, GoObject, GoValue } from './value.ts';

type Methods = ReadonlyMap<string, GoFunction>;

const METHODS = Symbol('methods');

/** Maps and objects that have methods, such as Helm's `.Files`: there is a question for every field that is read. */
interface WithMethods {
  [METHODS]?: Methods;
}

/** Gives a map or object the methods of its Go type. */
export function withMethods<T extends GoMap | GoList | GoObject>(value: T, of: Methods): T {
  const typed: object = value;
  (typed as WithMethods)[METHODS] = of;
  return value;
}

export const methodOf = (value: GoValue, name: string): GoFunction | undefined =>
  typeof value === 'object' && value !== null
    ? (value as WithMethods)[METHODS]?.get(name)
    : undefined;
