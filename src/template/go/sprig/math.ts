import { toFloat64, toInt64 } from '../cast.ts';
import {
  addDecimal,
  type Decimal,
  decimalToFloat,
  divideDecimal,
  multiplyDecimal,
  subtractDecimal,
  toDecimal,
} from '../decimal.ts';
import { formatValue } from '../format.ts';
import { fn, variadic } from '../function.ts';
import type { GoFunction } from '../scope.ts';
import { type Budget, fail, tooLarge } from '../stop.ts';
import { type GoValue, int, int64, typed } from '../value.ts';

const fold = (combine: (a: bigint, b: bigint) => bigint): GoFunction =>
  variadic(['any'], 'any', ([first], rest) =>
    int64(rest.reduce((sum, item) => combine(sum, toInt64(item)), toInt64(first))),
  );

/** Overflows as Go's int64 does, at every step. */
const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);

function divide(a: bigint, b: bigint, operation: (a: bigint, b: bigint) => bigint): GoValue {
  if (b === 0n) fail('runtime error: integer divide by zero');
  return int64(operation(a, b));
}

type DecimalOperation = (a: Decimal, b: Decimal) => Decimal | undefined;

function decimals(first: GoValue, rest: readonly GoValue[], combine: DecimalOperation): number {
  let sum = toDecimal(toFloat64(first));
  for (const item of rest) {
    sum = combine(sum, toDecimal(toFloat64(item))) ?? fail('decimal division by 0');
  }
  return decimalToFloat(sum);
}

const foldDecimals = (combine: DecimalOperation): GoFunction =>
  variadic(['any'], 'any', ([first], rest) => decimals(first, rest, combine));

function steps(start: number, stop: number, step: number, budget: Budget): number[] {
  const out: number[] = [];
  if (stop < start ? step >= 0 : step <= 0) return out;
  if (Math.abs((stop - start) / step) > 100_000) tooLarge('a list');
  for (let i = start; stop < start ? i > stop : i < stop; i += step) {
    budget.spend(1);
    out.push(i);
  }
  return out;
}

const intList = (numbers: readonly number[]): GoValue => typed(numbers.map(int), 'int');

function seq(params: readonly number[], budget: Budget): string {
  const [a = 0, b = 0, c = 0] = params;
  const text = (start: number, end: number, step: number): string => {
    const direction = end < start ? -1 : 1;
    return steps(start, end + direction, step, budget).join(' ');
  };
  if (params.length === 1) return text(1, a, a < 1 ? -1 : 1);
  if (params.length === 2) return text(a, b, b < a ? -1 : 1);
  if (params.length !== 3 || (c < a && b > 0)) return '';
  return text(a, c, b);
}

function round(value: number, places: number, roundOn: number): number {
  const power = 10 ** places;
  const digit = power * value;
  const fraction = digit - Math.trunc(digit);
  return (fraction >= roundOn ? Math.ceil(digit) : Math.floor(digit)) / power;
}

/** sprig's toDecimal reads octal digits. */
function octal(text: string): bigint {
  const match = /^([+-]?)([0-7]{1,21})$/.exec(text);
  if (!match) return 0n;
  const value = BigInt(`0o${match[2]}`);
  if (value >= 2n ** 63n) return 0n;
  return match[1] === '-' ? -value : value;
}

const floats = (combine: (a: number, b: number) => number): GoFunction =>
  variadic(['any'], 'any', ([first], rest) =>
    rest.reduce<number>((sum, item) => combine(sum, toFloat64(item)), toFloat64(first)),
  );

// Math.max knows no bigint.
const larger = fold((a, b) => {
  if (b > a) return b;
  return a;
});
const smaller = fold((a, b) => {
  if (b < a) return b;
  return a;
});

/** sprig's arithmetic (https://masterminds.github.io/sprig/math.html). */
export const MATH_FUNCTIONS: readonly (readonly [string, GoFunction])[] = [
  [
    'atoi',
    fn(['string'], ([text]) =>
      int(/^[+-]?[0-9]{1,18}$/.test(text) ? BigInt(text.replace('+', '')) : 0n),
    ),
  ],
  ['int64', fn(['any'], ([value]) => int64(toInt64(value)))],
  ['int', fn(['any'], ([value]) => int(toInt64(value)))],
  ['float64', fn(['any'], ([value]) => toFloat64(value))],
  ['toDecimal', fn(['any'], ([value], budget) => int64(octal(formatValue(value, budget))))],
  ['until', fn(['int'], ([n], budget) => intList(steps(0, n, n < 0 ? -1 : 1, budget)))],
  [
    'untilStep',
    fn(['int', 'int', 'int'], ([start, stop, step], budget) =>
      intList(steps(start, stop, step, budget)),
    ),
  ],
  ['seq', variadic([], 'int', (_, params, budget) => seq(params, budget))],
  ['add1', fn(['any'], ([value]) => int64(toInt64(value) + 1n))],
  [
    'add',
    variadic([], 'any', (_, items) => int64(items.reduce((sum, i) => wrap(sum + toInt64(i)), 0n))),
  ],
  ['sub', fn(['any', 'any'], ([a, b]) => int64(toInt64(a) - toInt64(b)))],
  ['div', fn(['any', 'any'], ([a, b]) => divide(toInt64(a), toInt64(b), (x, y) => x / y))],
  ['mod', fn(['any', 'any'], ([a, b]) => divide(toInt64(a), toInt64(b), (x, y) => x % y))],
  ['mul', fold((a, b) => wrap(a * b))],
  ['max', larger],
  ['biggest', larger],
  ['min', smaller],
  ['maxf', floats(Math.max)],
  ['minf', floats(Math.min)],
  ['floor', fn(['any'], ([value]) => Math.floor(toFloat64(value)))],
  ['ceil', fn(['any'], ([value]) => Math.ceil(toFloat64(value)))],
  [
    'round',
    variadic(['any', 'int'], 'float64', ([value, places], [roundOn = 0.5]) =>
      round(toFloat64(value), places, roundOn),
    ),
  ],
  ['add1f', fn(['any'], ([value]) => decimals(value, [1], addDecimal))],
  ['addf', variadic([], 'any', (_, items) => decimals(0, items, addDecimal))],
  ['subf', foldDecimals(subtractDecimal)],
  ['mulf', foldDecimals(multiplyDecimal)],
  ['divf', foldDecimals(divideDecimal)],
];
