import { type Budget, spendText, unknowable } from './stop.ts';
import {
  type GoValue,
  isInteger,
  isList,
  isMap,
  isObject,
  isUnknowable,
  ordered,
  sortedKeys,
} from './value.ts';

/** A float64 as Go's `%v` prints it: 1e+06, not 1000000 (https://pkg.go.dev/fmt). */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const scientific = value.toExponential();
  const at = scientific.indexOf('e');
  const exponent = Number(scientific.slice(at + 1));

  if (exponent >= -4 && exponent < 6) return String(value);
  return scientific.slice(0, at) + goExponent(exponent);
}

/** Go writes at least two digits. */
export const goExponent = (exponent: number): string =>
  `e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;

/** A value as Go's `%v` prints it; nil is `<nil>` here, `<no value>` is the printing action's word. */
export function formatValue(value: GoValue, budget: Budget): string {
  if (value === undefined || value === null) return '<nil>';
  if (typeof value === 'string') {
    spendText(budget, value.length);
    return value;
  }
  budget.spend(1);
  if (typeof value === 'number') return formatFloat(value);
  if (typeof value === 'boolean') return String(value);
  if (isUnknowable(value)) unknowable(value.reason);
  if (isInteger(value)) return String(value.value);
  if (isObject(value)) return value.text;
  const text = isList(value)
    ? `[${ordered(value)
        .map(item => formatValue(item, budget))
        .join(' ')}]`
    : formatMap(value, budget);
  spendText(budget, text.length);
  return text;
}

function formatMap(value: GoValue, budget: Budget): string {
  if (!isMap(value)) return '';
  budget.spend(value.size);
  const parts = sortedKeys(value).map(key => `${key}:${formatValue(value.get(key), budget)}`);
  return `map[${parts.join(' ')}]`;
}

/** sprig's strval and Go's Sprint of one operand: strings as they are, the rest by `%v`. */
export const toText = (value: GoValue, budget: Budget): string => formatValue(value, budget);

/** Go's `fmt.Sprint`: a space only between operands that are both not strings. */
export function sprint(values: readonly GoValue[], budget: Budget): string {
  let out = '';
  let previousIsString = true;
  for (const [index, value] of values.entries()) {
    const isString = typeof value === 'string';
    if (index > 0 && !isString && !previousIsString) out += ' ';
    out += formatValue(value, budget);
    previousIsString = isString;
  }
  spendText(budget, out.length);
  return out;
}
