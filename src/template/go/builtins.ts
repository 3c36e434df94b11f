import { byteLength } from './bytes.ts';
import { equal, less } from './compare.ts';
import { sprint } from './format.ts';
import { fn, variadic } from './function.ts';
import { sprintf, sprintln } from './printf.ts';
import type { GoFunction } from './scope.ts';
import { type Budget, fail } from './stop.ts';
import {
  elementType,
  type GoValue,
  int,
  integer,
  isInteger,
  isList,
  isMap,
  isTrue,
  ordered,
  typeName,
} from './value.ts';

/** text/template's `index`: an absent map key is the zero value, an absent position an error. */
function index(item: GoValue, indexes: readonly GoValue[]): GoValue {
  if (item === undefined || item === null) fail('index of untyped nil');
  let value: GoValue = item;
  for (const key of indexes) value = indexOnce(value, key);
  return value;
}

function indexOnce(item: GoValue, key: GoValue): GoValue {
  if (item === undefined || item === null) fail('index of nil pointer');
  if (isMap(item)) return item.get(mapKey(key)) ?? zeroOf(item);
  if (isList(item)) return ordered(item)[position(key, item.length)] ?? null;
  if (typeof item !== 'string') fail(`can't index item of type ${typeName(item)}`);
  const bytes = Buffer.from(item);
  return integer('uint8', bytes[position(key, bytes.length)] ?? 0);
}

const zeroOf = (map: GoValue): GoValue => (isMap(map) && elementType(map) === 'string' ? '' : null);

function mapKey(key: GoValue): string {
  if (typeof key === 'string') return key;
  if (key === undefined || key === null) fail('value is nil; should be of type string');
  fail(`value has type ${typeName(key)}; should be string`);
}

function position(key: GoValue, length: number): number {
  if (key === undefined || key === null) fail('cannot index slice/array with nil');
  if (!isInteger(key)) fail(`cannot index slice/array with type ${typeName(key)}`);
  if (key.value < 0n || key.value > BigInt(length)) fail(`index out of range: ${key.value}`);
  if (key.value === BigInt(length)) fail('reflect: slice index out of range');
  return Number(key.value);
}

function length(item: GoValue): GoValue {
  if (item === null) fail('len of nil pointer');
  if (typeof item === 'string') return int(byteLength(item));
  if (isList(item)) return int(item.length);
  if (isMap(item)) return int(item.size);
  fail(item === undefined ? 'len of untyped nil' : `len of type ${typeName(item)}`);
}

const HTML: Readonly<Record<string, string>> = {
  '\0': '\uFFFD',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};
const JS: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '<': '\\u003C',
  '>': '\\u003E',
  '&': '\\u0026',
  '=': '\\u003D',
};

const escapeJs = (text: string): string =>
  text.replace(
    /[\\'"<>&=\p{Cc}]/gu,
    char =>
      JS[char] ?? `\\u${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );

const escapeQuery = (text: string): string =>
  encodeURIComponent(Buffer.from(text).toString())
    .replaceAll('%20', '+')
    .replace(/[!'()*]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

const escaper = (change: (text: string) => string): GoFunction =>
  variadic([], 'any', (_, values, budget) =>
    change(
      sprint(
        values.map(value => value ?? '<no value>'),
        budget,
      ),
    ),
  );

const compare2 = (test: (a: GoValue, b: GoValue) => boolean): GoFunction =>
  fn(['value', 'value'], ([a, b]) => test(a, b));

function equalsAny(first: GoValue, others: readonly GoValue[], budget: Budget): boolean {
  if (others.length === 0) fail('missing argument for comparison');
  budget.spend(others.length);
  return others.some(other => equal(first, other));
}

/** The evaluator short-circuits `and` and `or` itself; the entries give their arity. */
const logic = variadic(['value'], 'value', ([value]) => value);

/** The functions every Go template has (https://pkg.go.dev/text/template#hdr-Functions). */
export const BUILTINS: ReadonlyMap<string, GoFunction> = new Map([
  ['and', logic],
  ['or', logic],
  ['not', fn(['value'], ([value]) => !isTrue(value))],
  ['eq', variadic(['value'], 'value', ([a], rest, budget) => equalsAny(a, rest, budget))],
  ['ne', compare2((a, b) => !equal(a, b))],
  ['lt', compare2(less)],
  ['le', compare2((a, b) => less(a, b) || equal(a, b))],
  ['gt', compare2((a, b) => !(less(a, b) || equal(a, b)))],
  ['ge', compare2((a, b) => !less(a, b))],
  ['len', fn(['value'], ([item]) => length(item))],
  ['index', variadic(['value'], 'value', ([item], keys) => index(item, keys))],
  ['print', variadic([], 'any', (_, values, budget) => sprint(values, budget))],
  ['println', variadic([], 'any', (_, values, budget) => sprintln(values, budget))],
  ['printf', variadic(['string'], 'any', ([f], values, budget) => sprintf(f, values, budget))],
  ['html', escaper(text => text.replace(/[\0"'&<>]/g, char => HTML[char] ?? char))],
  ['js', escaper(escapeJs)],
  ['urlquery', escaper(escapeQuery)],
  [
    'call',
    variadic(['value'], 'value', ([called]) =>
      called === undefined || called === null
        ? fail('call of nil')
        : fail(`non-function of type ${typeName(called)}`),
    ),
  ],
]);
