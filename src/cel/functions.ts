import type { Environment } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';
import { parseQuantity } from '../model/quantity.ts';
import { type Add, fail, is } from './add.ts';
import { addComprehensions } from './comprehensions.ts';
import { equal } from './equality.ts';
import { formatted, quoted } from './format.ts';
import { addCollections } from './lists.ts';
import { addNamedFormats } from './named-formats.ts';
import { addNetworks, Cidr, Ip, Url } from './networks.ts';
import { addRanges } from './ranges.ts';
import { OWN } from './rewrite.ts';
import { addSemver } from './semver.ts';

/** A Kubernetes quantity, as far as doubles tell them apart. */
class Quantity {
  readonly amount: number;
  constructor(amount: number) {
    this.amount = amount;
  }
}

/** What expressions ask for other objects of the cluster. */
export class ClusterLookup {
  readonly find: (kind: string, namespace: string, name: string) => unknown;
  constructor(find: (kind: string, namespace: string, name: string) => unknown) {
    this.find = find;
  }
}

const quantityOf = (text: string): Quantity =>
  new Quantity(parseQuantity(text) ?? fail(`"${text}" is not a quantity`));
const patterns = new Map<string, RE2JS>();

/** CEL's patterns are RE2's: they match in linear time. */
function patternOf(text: string): RE2JS {
  const known = patterns.get(text);
  if (known) return known;
  const made = RE2JS.compile(text);
  if (patterns.size < 200) patterns.set(text, made);
  return made;
}

const LONGEST = 100_000;
const within = (text: string): string =>
  text.length > LONGEST ? fail('the text is too long for a pattern') : text;

const found = (text: string, pattern: string, most: number): string[] => {
  const matcher = patternOf(pattern).matcher(within(text));
  const all: string[] = [];
  while (all.length < most && matcher.find()) all.push(matcher.group() ?? '');
  return all;
};

/** A place in a text counts characters, not the halves of them that a string has. */
const characters = (text: string): string[] => [...text];

function indexIn(text: string, sought: string, from: bigint): bigint {
  const all = characters(text);
  if (from < 0n || from > BigInt(all.length)) return fail('index out of range');
  const start = all.slice(0, Number(from)).join('').length;
  const at = text.indexOf(sought, start);
  return at < 0 ? -1n : BigInt(characters(text.slice(0, at)).length);
}

function lastIndexIn(text: string, sought: string): bigint {
  const at = text.lastIndexOf(sought);
  return at < 0 ? -1n : BigInt(characters(text.slice(0, at)).length);
}

function part(text: string, from: bigint, to?: bigint): string {
  const all = characters(text);
  const end = to ?? BigInt(all.length);
  if (from < 0n || end > BigInt(all.length) || from > end) return fail('index out of range');
  return all.slice(Number(from), Number(end)).join('');
}

function splitText(text: string, separator: string, most = -1n): string[] {
  const parts = separator === '' ? characters(text) : text.split(separator);
  const count = Number(most);
  if (count === 0) return [];
  if (count < 0 || parts.length <= count) return parts;
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)];
}

const compare = (a: unknown, b: unknown): number => {
  const [x, y] = [a, b].map(item => (typeof item === 'object' ? String(item) : item)) as [
    string,
    string,
  ];
  return x < y ? -1 : x > y ? 1 : 0;
};

/**
 * Adds the functions that Kubernetes' API server has besides the language's own.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/#cel-options-language-features-and-libraries
 */
export function addFunctions(environment: Environment): void {
  const add = (signature: string, handler: (...args: never[]) => unknown) =>
    environment.registerFunction(signature, handler as (...args: unknown[]) => unknown, {
      async: false,
    });
  environment
    .registerType('kubernetes.Quantity', Quantity)
    .registerType('net.IP', Ip)
    .registerType('net.CIDR', Cidr)
    .registerType('kubernetes.URL', Url)
    .registerType('pitower.Cluster', ClusterLookup);
  add(
    'pitower.Cluster.find(string, string, string): dyn',
    (own: ClusterLookup, ...key: [string, string, string]) => own.find(...key),
  );
  addTexts(add);
  addLists(add);
  addQuantities(add);
  addNetworks(add);
  addCollections(environment, add);
  addNamedFormats(environment, add);
  addSemver(environment, add);
  addComprehensions(add);
  addRanges(environment, add);
  environment
    .registerType('pitower.Strings', Strings)
    .registerConstant('strings', 'pitower.Strings', new Strings());
  add('pitower.Strings.quote(string): string', (_: Strings, text: string) => quoted(text));
  add('string.format(list<dyn>): string', formatted);
}

class Strings {}

/** Go's white space, which is not quite that of JavaScript: the next line is some, the mark of byte order is not. */
const SPACE =
  '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const AROUND = new RegExp(`^${SPACE}+|(?<!${SPACE})${SPACE}+$`, 'g');

function addTexts(add: Add): void {
  const matches = (text: string, pattern: string) =>
    patternOf(pattern).matcher(within(text)).find();
  add(`string.${OWN}matches(string): bool`, matches);
  add(`${OWN}matches(string, string): bool`, matches);
  add(
    'string.find(string): string',
    (text: string, pattern: string) => found(text, pattern, 1)[0] ?? '',
  );
  add('string.findAll(string): list<string>', (text: string, pattern: string) =>
    found(text, pattern, 10_000),
  );
  add('string.findAll(string, int): list<string>', (text: string, pattern: string, most: bigint) =>
    found(text, pattern, most < 0n ? 10_000 : Number(most)),
  );
  add(`string.${OWN}substring(int): string`, (text: string, from: bigint) => part(text, from));
  add(`string.${OWN}substring(int, int): string`, part);
  add('string.charAt(int): string', (text: string, at: bigint) => {
    const all = characters(text);
    return at < 0n || at > BigInt(all.length)
      ? fail('index out of range')
      : (all[Number(at)] ?? '');
  });
  add(`string.${OWN}indexOf(string): int`, (text: string, sought: string) =>
    indexIn(text, sought, 0n),
  );
  add(`string.${OWN}indexOf(string, int): int`, indexIn);
  add(`string.${OWN}lastIndexOf(string): int`, lastIndexIn);
  const ascii = (pattern: RegExp, change: (letter: string) => string) => (text: string) =>
    text.replace(pattern, change);
  add(
    `string.${OWN}lowerAscii(): string`,
    ascii(/[A-Z]+/g, text => text.toLowerCase()),
  );
  add(
    `string.${OWN}upperAscii(): string`,
    ascii(/[a-z]+/g, text => text.toUpperCase()),
  );
  add(`string.${OWN}trim(): string`, (text: string) => text.replace(AROUND, ''));
  add(`string.${OWN}split(string): list<string>`, splitText);
  add(`string.${OWN}split(string, int): list<string>`, splitText);
  const join = (items: readonly unknown[], separator = '') => {
    if (items.some(item => typeof item !== 'string')) fail('join takes a list of strings');
    const length = items.reduce<number>((sum, item) => sum + String(item).length, 0);

    if (length + separator.length * items.length > 1_000_000) fail('the text would be too long');
    return items.join(separator);
  };
  add(`list<dyn>.${OWN}join(): string`, join);
  add(`list<dyn>.${OWN}join(string): string`, join);
  const replace = (text: string, old: string, put: string, most = -1n) => {
    const parts = splitText(text, old, most < 0n ? -1n : most + 1n);
    if (text.length + put.length * parts.length > 1_000_000) fail('the text would be too long');
    return parts.join(put);
  };
  add('string.replace(string, string): string', replace);
  add('string.replace(string, string, int): string', replace);
}

function addLists(add: Add): void {
  const least = (sign: number) => (items: readonly unknown[]) =>
    items.length === 0
      ? fail('the list is empty')
      : items.reduce((a, b) => (compare(a, b) * sign <= 0 ? a : b));
  add('list<dyn>.isSorted(): bool', (items: readonly unknown[]) =>
    items.every((item, i) => i === 0 || compare(items[i - 1], item) <= 0),
  );
  add('list<dyn>.min(): dyn', least(1));
  add('list<dyn>.max(): dyn', least(-1));
  add('list<dyn>.sum(): dyn', (items: readonly (number | bigint)[]) =>
    items.some(item => typeof item === 'number')
      ? items.reduce<number>((sum, item) => sum + Number(item), 0)
      : items.reduce<bigint>((sum, item) => sum + BigInt(item), 0n),
  );
  add(`list<dyn>.${OWN}indexOf(dyn): int`, (items: readonly unknown[], sought: unknown) =>
    BigInt(items.findIndex(item => equal(item, sought))),
  );
  add(`list<dyn>.${OWN}lastIndexOf(dyn): int`, (items: readonly unknown[], sought: unknown) =>
    BigInt(items.findLastIndex(item => equal(item, sought))),
  );
}

function addQuantities(add: Add): void {
  const type = 'kubernetes.Quantity';
  const order = (a: Quantity, b: Quantity) => Math.sign(a.amount - b.amount);
  add('isQuantity(string): bool', is(quantityOf));
  add(`quantity(string): ${type}`, quantityOf);
  add(`${type}.isGreaterThan(${type}): bool`, (a: Quantity, b: Quantity) => order(a, b) > 0);
  add(`${type}.isLessThan(${type}): bool`, (a: Quantity, b: Quantity) => order(a, b) < 0);
  add(`${type}.compareTo(${type}): int`, (a: Quantity, b: Quantity) => BigInt(order(a, b)));
  add(`${type}.sign(): int`, ({ amount }: Quantity) => BigInt(Math.sign(amount)));
  add(`${type}.isInteger(): bool`, ({ amount }: Quantity) => Number.isInteger(amount));
  add(`${type}.asInteger(): int`, ({ amount }: Quantity) =>
    Number.isInteger(amount) ? BigInt(amount) : fail('it is not an integer'),
  );
  add(`${type}.asApproximateFloat(): double`, ({ amount }: Quantity) => amount);
  const sum = (sign: number) => (a: Quantity, b: Quantity | bigint) =>
    new Quantity(a.amount + sign * (typeof b === 'bigint' ? Number(b) : b.amount));
  for (const [name, sign] of [
    ['add', 1],
    ['sub', -1],
  ] as const)
    for (const other of [type, 'int']) add(`${type}.${name}(${other}): ${type}`, sum(sign));
}
