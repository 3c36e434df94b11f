/** An exact decimal number, coefficient * 10^-scale, as sprig's float functions calculate with. */
export interface Decimal {
  readonly coefficient: bigint;
  readonly scale: number;
}

/** Digits after the point that a division keeps (https://pkg.go.dev/github.com/shopspring/decimal). */
const DIVISION_PRECISION = 16;

/** The shortest decimal that stands for the float; infinities count as 0. */
export function toDecimal(value: number): Decimal {
  if (!Number.isFinite(value)) return { coefficient: 0n, scale: 0 };
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const coefficient = BigInt(whole + fraction);
  return scale < 0
    ? { coefficient: coefficient * 10n ** BigInt(-scale), scale: 0 }
    : { coefficient, scale };
}

export const decimalToFloat = ({ coefficient, scale }: Decimal): number =>
  Number(`${coefficient}e${-scale}`);

function aligned(a: Decimal, b: Decimal): readonly [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  const lift = ({ coefficient, scale: own }: Decimal): bigint =>
    coefficient * 10n ** BigInt(scale - own);
  return [lift(a), lift(b), scale];
}

export function addDecimal(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = aligned(a, b);
  return { coefficient: x + y, scale };
}

export function subtractDecimal(a: Decimal, b: Decimal): Decimal {
  return addDecimal(a, { coefficient: -b.coefficient, scale: b.scale });
}

export const multiplyDecimal = (a: Decimal, b: Decimal): Decimal => ({
  coefficient: a.coefficient * b.coefficient,
  scale: a.scale + b.scale,
});

/** Rounds half away from zero; undefined for a division by zero. */
export function divideDecimal(a: Decimal, b: Decimal): Decimal | undefined {
  if (b.coefficient === 0n) return undefined;
  const [x, y] = aligned(a, b);
  const scaled = x * 10n ** BigInt(DIVISION_PRECISION);
  const quotient = scaled / y;
  const rest = scaled % y;
  const size = (n: bigint): bigint => (n < 0n ? -n : n);
  const up = size(rest) * 2n >= size(y) ? (rest < 0n === y < 0n ? 1n : -1n) : 0n;
  return { coefficient: quotient + up, scale: DIVISION_PRECISION };
}
