import { parseGoFloat, parseGoInt } from './number.ts';
import { type GoValue, isInteger } from './value.ts';

/** sprig's `int64` conversion: what is no number is 0 (https://pkg.go.dev/github.com/spf13/cast). */
export function toInt64(value: GoValue): bigint {
  if (isInteger(value)) return value.value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number') return floatToInt(value);
  if (typeof value !== 'string') return 0n;
  return parseGoInt(value.replace(/^([^.]*)\.0+$/, '$1')) ?? 0n;
}

function floatToInt(value: number): bigint {
  if (!Number.isFinite(value) || Math.abs(value) >= 2 ** 63) return -(2n ** 63n);
  return BigInt(Math.trunc(value));
}

/** sprig's `float64` conversion: what is no number is 0. */
export function toFloat64(value: GoValue): number {
  if (isInteger(value)) return Number(value.value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? (parseGoFloat(value) ?? 0) : 0;
}
