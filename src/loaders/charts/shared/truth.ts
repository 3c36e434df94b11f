import { formatFloat } from '../../../template/go/format.ts';
import { type LocatedScalar, type LocatedValue, madeFrom } from '../../../yaml/located.ts';
import { resolvePlain } from '../../../yaml/scalars.ts';

/** Go template truth: absent, null, false, 0, '' and empty collections are false. */
export function isTruthy(value: LocatedValue | undefined): boolean {
  if (value === undefined) return false;
  if (value.kind === 'map') return value.entries.size > 0;
  if (value.kind === 'sequence') return value.items.length > 0;
  return value.value !== null && value.value !== '' && value.value !== false && value.value !== 0;
}

/**
 * A scalar as a Go template prints it: numbers come as float64 out of Helm's values, so `1.10` is
 * `1.1` and 20240101 is `2.0240101e+07`.
 */
export function goText({ value, text }: LocatedScalar): string {
  if (typeof value === 'number') return formatFloat(value);
  return value === null ? '' : typeof value === 'string' ? value || text : String(value);
}

/** A text that a template prints without quotes, as the reader of what it prints takes it: `"80"` is 80. */
export function printed(scalar: LocatedScalar): LocatedScalar {
  if (typeof scalar.value !== 'string') return scalar;
  const value = resolvePlain(scalar.value);
  return value === scalar.value
    ? scalar
    : { ...scalar, value, quoted: false, origin: madeFrom(scalar.origin, 'derived') };
}
