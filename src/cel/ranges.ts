import type { Environment } from '@marcbachmann/cel-js';
import { type Add, fail } from './add.ts';
import { OWN } from './rewrite.ts';

const INT = { least: -(2n ** 63n), most: 2n ** 63n - 1n } as const;
/** What Go's nanoseconds have room for, in seconds. */
const DURATION = 9_223_372_036n;
/** The first and the last moment that a timestamp can be: the years 1 to 9999. */
const TIME = { least: -62_135_596_800_000, most: 253_402_300_799_999 } as const;

/**
 * A value as it is, where Go has such a one.
 *
 * @throws where it is out of the range of its type
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#overflow
 */
export function inRange<T>(value: T): T {
  if (typeof value === 'bigint' && (value < INT.least || value > INT.most))
    return fail('integer overflow');
  if (isDuration(value) && (value.seconds < -DURATION || value.seconds > DURATION))
    return fail('duration out of range');
  if (value instanceof Date) {
    const time = value.getTime();
    if (Number.isNaN(time) || time < TIME.least || time > TIME.most)
      return fail('timestamp out of range');
  }
  return value;
}

/** Durations are objects of the library, which does not export what they are. */
const isDuration = (value: unknown): value is { readonly seconds: bigint } =>
  typeof value === 'object' && value !== null && value.constructor.name === 'Duration';

/** Adds what conversions are rewritten to, and the order of bytes, which the library has not. */
export function addRanges(environment: Environment, add: Add): void {
  add(`${OWN}checked(A): A`, (value: unknown) =>
    // What bytes do not spell is no text.
    typeof value === 'string' && value.includes('\ufffd')
      ? fail('the bytes are not UTF-8')
      : inRange(value),
  );
  const order = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b);
  const operators: Readonly<Record<string, (order: number) => boolean>> = {
    '<': sign => sign < 0,
    '<=': sign => sign <= 0,
    '>': sign => sign > 0,
    '>=': sign => sign >= 0,
  };
  for (const [operator, holds] of Object.entries(operators))
    environment.registerOperator(`bytes ${operator} bytes: bool`, (a: Uint8Array, b: Uint8Array) =>
      holds(order(a, b)),
    );
  // What is of a type already, and moments and unsigned integers as whole numbers.
  const [moment, span] = ['google.protobuf.Timestamp', 'google.protobuf.Duration'];
  add(`timestamp(${moment}): ${moment}`, (value: Date) => value);
  add(`duration(${span}): ${span}`, (value: unknown) => value);
  add(`int(${moment}): int`, (value: Date) => BigInt(Math.floor(value.getTime() / 1000)));
  add('int(uint): int', (value: { valueOf(): bigint }) => value.valueOf());
}
