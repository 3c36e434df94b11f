/** A number literal under every type it can stand for, after text/template's NumberNode. */
export interface NumberLiteral {
  readonly int: bigint | undefined;
  readonly float: number | undefined;
  /** Whether an untyped use is a float64: the text has a point or an exponent. */
  readonly isFloat: boolean;
  /** Complex: legal in Go, of no use in a manifest, not evaluated. */
  readonly exotic: boolean;
}

const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);

/** Parses an integer as Go's `strconv.ParseInt(text, 0, 64)`; undefined if it is none. */
export function parseGoInt(text: string): bigint | undefined {
  const match =
    /^([+-]?)(?:0[xX]_?([0-9a-fA-F](?:_?[0-9a-fA-F])*)|0[bB]_?([01](?:_?[01])*)|0[oO]?_?([0-7](?:_?[0-7])*)|([1-9](?:_?[0-9])*|0))$/.exec(
      text,
    );
  if (!match) return undefined;
  const [, sign, hex, binary, octal, decimal] = match;
  const digits = (hex ?? binary ?? octal ?? decimal ?? '').replaceAll('_', '');
  const prefix =
    hex !== undefined ? '0x' : binary !== undefined ? '0b' : octal !== undefined ? '0o' : '';
  if (digits.length > 70) return undefined;
  const value = BigInt(prefix + digits) * (sign === '-' ? -1n : 1n);
  return value > MAX_INT64 || value < MIN_INT64 ? undefined : value;
}

const DECIMAL_FLOAT = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

const HEX_FLOAT = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?[0-9]+)$/;

/** Underscores stand between digits, and behind the prefix of a hexadecimal number. */
const MISPLACED = /(?<![0-9])_|_(?![0-9])/;
const MISPLACED_HEX = /(?<![0-9a-fA-FxX])_|_(?![0-9a-fA-F])/;

/** Parses a float as Go's `strconv.ParseFloat`; undefined if it is none or out of range. */
export function parseGoFloat(written: string): number | undefined {
  const isHex = /^[+-]?0[xX]/.test(written);
  const isMisplaced = (isHex ? MISPLACED_HEX : MISPLACED).test(written);
  const text = isMisplaced ? written : written.replaceAll('_', '');
  if (isHex) return hexFloat(text);
  if (DECIMAL_FLOAT.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (!special) return undefined;
  if (special[2]?.toLowerCase() === 'nan') return Number.NaN;
  return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** A float with a hexadecimal mantissa and a power of two, rounded to the nearest as IEEE 754 has it. */
function hexFloat(text: string): number | undefined {
  const [, sign, whole = '', fraction = '', power] = HEX_FLOAT.exec(text) ?? [];
  if (whole + fraction === '') return undefined;
  const mantissa = BigInt(`0x${whole}${fraction}`);
  const exponent = Number(power) - 4 * fraction.length;
  const bits = mantissa.toString(2).length;
  const highest = bits - 1 + exponent;
  if (mantissa === 0n || highest < -1075) return sign === '-' ? -0 : 0;
  if (highest > 1023) return undefined;
  const spare = bits - Math.min(53, 1075 + highest);
  const value =
    spare > 0
      ? Number(withoutBits(mantissa, BigInt(spare))) * 2 ** (exponent + spare)
      : Number(mantissa) * 2 ** exponent;
  if (!Number.isFinite(value)) return undefined;
  return sign === '-' ? -value : value;
}

/** A number without its last bits, rounded to the nearest, and to an even one between two. */
function withoutBits(number: bigint, bits: bigint): bigint {
  const kept = number >> bits;
  const rest = number - (kept << bits);
  const half = 1n << (bits - 1n);
  return rest > half || (rest === half && kept % 2n === 1n) ? kept + 1n : kept;
}

/** The literal's values, or why it is none (https://pkg.go.dev/text/template/parse#NumberNode). */
export function parseNumberLiteral(text: string): NumberLiteral | string {
  if (text.endsWith('i')) {
    return { int: undefined, float: undefined, isFloat: true, exotic: true };
  }
  const whole = parseGoInt(text);
  if (whole !== undefined) {
    return { int: whole, float: Number(whole), isFloat: false, exotic: false };
  }
  const float = parseGoFloat(text);
  if (float === undefined) return `illegal number syntax: "${text}"`;
  if (!/[.eEpP]/.test(text)) return `integer overflow: "${text}"`;
  const integral = Number.isInteger(float) && Math.abs(float) < 2 ** 63;
  return { int: integral ? BigInt(float) : undefined, float, isFloat: true, exotic: false };
}
