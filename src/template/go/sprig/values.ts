import { decodeBytes, encodeBytes } from '../bytes.ts';
import { deepEqual } from '../compare.ts';
import { fn, variadic } from '../function.ts';
import { type JsonStyle, parseJson, tracedJson } from '../json.ts';
import type { GoFunction } from '../scope.ts';
import { fail } from '../stop.ts';
import { type GoValue, isTrue, kindName, typeName } from '../value.ts';

/** sprig's idea of empty is text/template's idea of false. */
const isEmpty = (value: GoValue): boolean => !isTrue(value);

const COMPACT: JsonStyle = { html: true, indent: '' };
const PRETTY: JsonStyle = { html: true, indent: '  ' };
const RAW: JsonStyle = { html: false, indent: '' };

const jsonWriter = (style: JsonStyle): GoFunction =>
  fn(['any'], ([value], budget, scope) => {
    const { text, trace } = tracedJson(value, scope.argumentTraces[0], style, budget);
    scope.trace = trace;
    return text;
  });

function base64Decode(text: string): string {
  const clean = text.replace(/[\r\n]/g, '');
  const valid = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(clean);
  if (valid) return decodeBytes(Buffer.from(clean, 'base64'));
  const bad = /[^A-Za-z0-9+/]/.exec(text);
  return `illegal base64 data at input byte ${bad?.index ?? text.length - (text.length % 4)}`;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base32Encode(text: string): string {
  const bits = [...Buffer.from(text)].map(byte => byte.toString(2).padStart(8, '0')).join('');
  const digits = bits.match(/.{1,5}/g) ?? [];
  const out = digits.map(five => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
  return out.padEnd(Math.ceil(out.length / 8) * 8, '=');
}

function base32Decode(text: string): string {
  const body = text.replace(/[\r\n]/g, '');
  const digits = body.replace(/=+$/, '');
  if (!/^[A-Z2-7]*$/.test(digits) || body.length % 8 !== 0) {
    return `illegal base32 data at input byte ${Math.max(0, text.search(/[^A-Z2-7]/))}`;
  }
  const bits = [...digits].map(char => BASE32.indexOf(char).toString(2).padStart(5, '0')).join('');
  const bytes = (bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2));
  return Buffer.from(bytes).toString('utf8');
}

/** sprig's defaults, conversions, encodings and reflection (https://masterminds.github.io/sprig/). */
export const VALUE_FUNCTIONS: readonly (readonly [string, GoFunction])[] = [
  [
    'default',
    variadic(['any'], 'any', ([fallback], [given]) => (isEmpty(given) ? fallback : given)),
  ],
  ['empty', fn(['any'], ([value]) => isEmpty(value))],
  ['coalesce', variadic([], 'any', (_, values) => values.find(isTrue) ?? null)],
  ['all', variadic([], 'any', (_, values) => values.every(isTrue))],
  ['any', variadic([], 'any', (_, values) => values.some(isTrue))],
  ['ternary', fn(['any', 'any', 'bool'], ([yes, no, test]) => (test ? yes : no))],
  ['fail', fn(['string'], ([message]) => fail(message))],
  ['fromJson', fn(['string'], ([text], budget) => parseJson(text, budget) ?? null)],
  [
    'mustFromJson',
    fn(['string'], ([text], budget) => {
      const value = parseJson(text, budget);
      return value === undefined ? fail('invalid JSON') : value;
    }),
  ],
  ['toJson', jsonWriter(COMPACT)],
  ['mustToJson', jsonWriter(COMPACT)],
  ['toPrettyJson', jsonWriter(PRETTY)],
  ['mustToPrettyJson', jsonWriter(PRETTY)],
  ['toRawJson', jsonWriter(RAW)],
  ['mustToRawJson', jsonWriter(RAW)],
  ['b64enc', fn(['string'], ([text]) => encodeBytes(text).toString('base64'))],
  ['b64dec', fn(['string'], ([text]) => base64Decode(text))],
  ['b32enc', fn(['string'], ([text]) => base32Encode(text))],
  ['b32dec', fn(['string'], ([text]) => base32Decode(text))],
  ['typeOf', fn(['any'], ([value]) => typeName(value))],
  ['typeIs', fn(['string', 'any'], ([name, value]) => typeName(value) === name)],
  [
    'typeIsLike',
    fn(['string', 'any'], ([name, value]) => [name, `*${name}`].includes(typeName(value))),
  ],
  ['kindOf', fn(['any'], ([value]) => kindName(value))],
  ['kindIs', fn(['string', 'any'], ([name, value]) => kindName(value) === name)],
  ['deepEqual', fn(['any', 'any'], ([a, b], budget) => deepEqual(a, b, budget))],
];
