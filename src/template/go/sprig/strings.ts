import { createHash } from 'node:crypto';
import { isGoSpace, trimGoSpace } from '../../fast.ts';
import { goLower, goUpper, trimCharacters } from '../../normalize.ts';
import { byteLength, byteSlice, encodeBytes } from '../bytes.ts';
import { toDelimitedCase, toPascalCase } from '../case.ts';
import { formatValue, toText } from '../format.ts';
import { fn, variadic } from '../function.ts';
import { quoteGo } from '../quote.ts';
import type { GoFunction } from '../scope.ts';
import { type Budget, fail, spendText } from '../stop.ts';
import { type GoValue, isList, ordered, stringList, stringMap } from '../value.ts';
import { abbreviate, initials, swapCase, titleCase, uncapitalize, wrapText } from '../words.ts';

const map1 = (change: (text: string) => string): GoFunction =>
  fn(['string'], ([text], budget) => {
    spendText(budget, text.length);
    return change(text);
  });
/** For what looks at each character by itself. */
const mapCharacters = (change: (text: string) => string): GoFunction =>
  fn(['string'], ([text], budget) => {
    budget.spend(text.length);
    return change(text);
  });
const map2 = (change: (by: string, text: string) => GoValue): GoFunction =>
  fn(['string', 'string'], ([by, text], budget) => {
    spendText(budget, text.length);
    return change(by, text);
  });

function indent(spaces: number, text: string, budget: Budget): string {
  if (spaces < 0) fail('strings: negative Repeat count');
  const lines = text.split('\n').length;
  spendText(budget, text.length + spaces * lines);
  const pad = ' '.repeat(spaces);
  return pad + text.replaceAll('\n', `\n${pad}`);
}

function repeat(count: number, text: string, budget: Budget): string {
  if (count < 0) fail('strings: negative Repeat count');
  spendText(budget, text.length * count);
  return text.repeat(count);
}

/** Counts UTF-8 bytes, from the end if negative. */
function truncate(count: number, text: string): string {
  const length = byteLength(text);
  if (count < 0 && length + count > 0) return byteSlice(text, length + count, length);
  return count >= 0 && length > count ? byteSlice(text, 0, count) : text;
}

function substring(start: number, end: number, text: string): string {
  const length = byteLength(text);
  const [from, to] = start < 0 ? [0, end] : [start, end < 0 || end > length ? length : end];
  if (to < from || to > length || to < 0) {
    fail(`runtime error: slice bounds out of range [${from}:${to}]`);
  }
  return byteSlice(text, from, to);
}

function replace(old: string, by: string, text: string, budget: Budget): string {
  const parts = split(text, old);
  spendText(budget, text.length + by.length * parts.length);
  if (old === '') return by + parts.map(part => part + by).join('');
  return parts.join(by);
}

/** Go's `strings.Split`; an empty separator splits characters. */
const split = (text: string, separator: string): string[] =>
  separator === '' ? [...text] : text.split(separator);

function splitN(text: string, separator: string, count: number): string[] {
  const parts = split(text, separator);
  if (count === 0) return [];
  if (count < 0 || parts.length <= count) return parts;
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)];
}

const numbered = (parts: readonly string[]): GoValue =>
  stringMap(parts.map((part, index) => [`_${index}`, part] as const));

/** sprig's strslice: the elements' texts without the nils; a scalar is a list of itself. */
export function toStrings(value: GoValue, budget: Budget, anyOrder = false): string[] {
  if (value === undefined || value === null) return [];
  if (!isList(value)) return [toText(value, budget)];
  budget.spend(value.length);
  return (anyOrder ? value : ordered(value))
    .filter(item => item !== null && item !== undefined)
    .map(item => toText(item, budget));
}

function join(separator: string, value: GoValue, budget: Budget): string {
  const text = toStrings(value, budget).join(separator);
  spendText(budget, text.length);
  return text;
}

const quoteAll = (change: (value: GoValue, budget: Budget) => string): GoFunction =>
  variadic([], 'any', (_, values, budget) =>
    values
      .filter(value => value !== null)
      .map(value => change(value, budget))
      .join(' '),
  );

const hash = (name: string): GoFunction =>
  map1(text => createHash(name).update(encodeBytes(text)).digest('hex'));

function adler32(text: string): string {
  let a = 1;
  let b = 0;
  for (const byte of Buffer.from(text)) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return String(((b << 16) | a) >>> 0);
}

/** sprig's string functions (https://masterminds.github.io/sprig/strings.html). */
export const STRING_FUNCTIONS: readonly (readonly [string, GoFunction])[] = [
  ['hello', fn([], () => 'Hello!')],
  ['abbrev', fn(['int', 'string'], ([w, s]) => (w < 4 ? s : abbreviate(s, 0, w)))],
  [
    'abbrevboth',
    fn(['int', 'int', 'string'], ([left, right, s]) =>
      right < 4 || (left > 0 && right < 7) ? s : abbreviate(s, left, right),
    ),
  ],
  ['trunc', fn(['int', 'string'], ([count, text]) => truncate(count, text))],
  ['trim', map1(trimGoSpace)],
  ['upper', map1(goUpper)],
  ['lower', map1(goLower)],
  ['title', mapCharacters(titleCase)],
  ['untitle', mapCharacters(uncapitalize)],
  ['substr', fn(['int', 'int', 'string'], ([start, end, s]) => substring(start, end, s))],
  ['repeat', fn(['int', 'string'], ([count, s], budget) => repeat(count, s, budget))],
  ['trimall', map2((set, text) => trimCharacters(text, set))],
  ['trimAll', map2((set, text) => trimCharacters(text, set))],
  ['trimSuffix', map2((end, s) => (end && s.endsWith(end) ? s.slice(0, -end.length) : s))],
  ['trimPrefix', map2((start, s) => (s.startsWith(start) ? s.slice(start.length) : s))],
  ['nospace', mapCharacters(text => [...text].filter(char => !isGoSpace(char)).join(''))],
  ['initials', mapCharacters(initials)],
  ['swapcase', mapCharacters(swapCase)],
  ['snakecase', mapCharacters(text => toDelimitedCase(text, '_'))],
  ['kebabcase', mapCharacters(text => toDelimitedCase(text, '-'))],
  ['camelcase', mapCharacters(toPascalCase)],
  ['wrap', fn(['int', 'string'], ([width, text]) => wrapText(text, width, '\n', false))],
  [
    'wrapWith',
    fn(['int', 'string', 'string'], ([width, by, text], budget) => {
      spendText(budget, text.length * (1 + by.length));
      return wrapText(text, width, by || '\n', true);
    }),
  ],
  ['contains', map2((part, text) => text.includes(part))],
  ['hasPrefix', map2((start, text) => text.startsWith(start))],
  ['hasSuffix', map2((end, text) => text.endsWith(end))],
  ['quote', quoteAll((value, budget) => quoteGo(toText(value, budget)))],
  ['squote', quoteAll((value, budget) => `'${formatValue(value, budget)}'`)],
  ['cat', quoteAll(formatValue)],
  ['indent', fn(['int', 'string'], ([spaces, s], budget) => indent(spaces, s, budget))],
  ['nindent', fn(['int', 'string'], ([spaces, s], budget) => `\n${indent(spaces, s, budget)}`)],
  [
    'replace',
    fn(['string', 'string', 'string'], ([old, by, s], budget) => replace(old, by, s, budget)),
  ],
  ['plural', fn(['string', 'string', 'int'], ([one, many, n]) => (n === 1 ? one : many))],
  ['sha1sum', hash('sha1')],
  ['sha256sum', hash('sha256')],
  ['sha512sum', hash('sha512')],
  ['adler32sum', map1(adler32)],
  ['toString', fn(['any'], ([value], budget) => toText(value, budget))],
  ['toStrings', fn(['any'], ([value], budget) => stringList(toStrings(value, budget)))],
  ['split', map2((separator, text) => numbered(split(text, separator)))],
  ['splitList', map2((separator, text) => stringList(split(text, separator)))],
  [
    'splitn',
    fn(['string', 'int', 'string'], ([by, count, text]) => numbered(splitN(text, by, count))),
  ],
  ['join', fn(['string', 'any'], ([separator, value], budget) => join(separator, value, budget))],
];
