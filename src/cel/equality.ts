import { fail } from './add.ts';

/** Whether two values are the same for the language: numbers by their amount, whatever their types. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isNumeric(a) && isNumeric(b)) {
    const [x, y] = [amountOf(a), amountOf(b)];
    return x <= y && x >= y;
  }
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, i) => equal(item, b[i]));
  if (a instanceof Uint8Array && b instanceof Uint8Array)
    return a.length === b.length && a.every((byte, i) => byte === b[i]);
  const [one, other] = [mapOf(a), mapOf(b)];
  if (one && other)
    return (
      one.size === other.size &&
      [...one.keys()].every(key => other.has(key) && equal(one.get(key), other.get(key)))
    );
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a.constructor !== b.constructor) return false;
  // Times, durations and types say by their text all that they are; addresses and others do not.
  return isSpoken(a) ? String(a) === String(b) : fail('such values are not compared here');
}

const isSpoken = (value: object): boolean => !String(value).startsWith('[object');

/** The language's unsigned integers are objects of the library. */
const isNumeric = (value: unknown): value is number | bigint | { valueOf(): bigint } =>
  typeof value === 'number' || typeof value === 'bigint' || isUnsigned(value);

export const isUnsigned = (value: unknown): value is { valueOf(): bigint } =>
  typeof value === 'object' && value !== null && value.constructor.name === 'UnsignedInt';

const amountOf = (value: number | bigint | { valueOf(): bigint }): number | bigint =>
  typeof value === 'object' ? value.valueOf() : value;

/** A map, as the API's objects are, or as the library makes one of braces. */
export function mapOf(value: unknown): ReadonlyMap<unknown, unknown> | undefined {
  if (value instanceof Map) return value;
  return typeof value === 'object' && value !== null && value.constructor === Object
    ? new Map(Object.entries(value))
    : undefined;
}
