import { Document, visit } from 'yaml';
import { toPlain } from '../yaml/access.ts';
import type { LocatedMap, LocatedValue, Primitive } from '../yaml/located.ts';
import { escapeHidden, isHarmful } from './escape.ts';

/** Scalars with characters that a terminal would obey are quoted, and the characters escaped. */
export function printableYaml(document: Document): string {
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value === 'string' && isHarmful(scalar.value)) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return escapeHidden(document.toString({ lineWidth: 0 }));
}

/**
 * Data as {@link printableYaml} prints it, at a fraction of the cost: the `yaml` package is asked only how scalars
 * are written that need quotes.
 */
export function plainYaml(value: LocatedValue): string {
  // The package indents texts in a list elsewhere where it is all there is; no object is one.
  if (value.kind !== 'map' || isEmpty(value)) return printableYaml(documentOf(value));
  const out: string[] = [];
  writeBlock(out, value, '');
  return `${out.join('')}\n`;
}

/** A value as a document of the package, which has numbers and texts as JSON has them. */
export const documentOf = (value: LocatedValue): Document =>
  new Document(JSON.parse(JSON.stringify(toPlain(value))));

const isEmpty = (value: LocatedValue): boolean =>
  value.kind === 'map'
    ? value.entries.size === 0
    : value.kind === 'sequence' && value.items.length === 0;

/** Writes what is in a collection, the first line of it where the line already stands. */
function writeBlock(out: string[], value: LocatedValue, indent: string): void {
  const line = `\n${indent}`;
  let isFirst = true;
  if (value.kind === 'sequence') {
    for (const item of value.items) {
      out.push(isFirst ? '- ' : `${line}- `);
      isFirst = false;
      if (item.kind === 'scalar') out.push(scalarText(item.value, indent));
      else if (isEmpty(item)) out.push(item.kind === 'map' ? '{}' : '[]');
      else writeBlock(out, item, `${indent}  `);
    }
  } else if (value.kind === 'map') {
    for (const key of keysOf(value)) {
      const item = value.entries.get(key)?.value;
      if (!item) continue;
      if (!isFirst) out.push(line);
      isFirst = false;
      writeEntry(out, key, item, indent);
    }
  }
}

function writeEntry(out: string[], key: string, item: LocatedValue, indent: string): void {
  out.push(keyText(key, indent), ':');
  if (item.kind === 'scalar') out.push(' ', scalarText(item.value, indent));
  else if (isEmpty(item)) out.push(item.kind === 'map' ? ' {}' : ' []');
  else {
    out.push(`\n${indent}  `);
    writeBlock(out, item, `${indent}  `);
  }
}

/** In the order of a JavaScript object, which has whole numbers first. */
function keysOf({ entries }: LocatedMap): Iterable<string> {
  for (const key of entries.keys()) {
    const code = key.charCodeAt(0);
    if (code < 48 || code > 57) continue;
    return Object.keys(Object.fromEntries([...entries.keys()].map(name => [name, 0])));
  }
  return entries.keys();
}

/** What a plain scalar would be read as something else for, or has to be escaped for. */
const UNUSUAL =
  /^[\n\t ,[\]{}#&*!|>'"%@`.+\d~-]|^[?]$|^[?][ \t]|[\n:][ \t]|[ \t]\n|[\n\t ]#|[\n\t :]$|[^\n -~]|##\[|^\.\.\.|^(?:null|true|false)$/i;

function scalarText(value: Primitive, indent: string): string {
  if (typeof value === 'string') return stringText(value, indent);
  if (typeof value === 'number') return Number.isFinite(value) ? known(value) : 'null';
  return String(value);
}

function stringText(value: string, indent: string): string {
  if (value === '') return '""';
  if (!value.includes('\n')) return UNUSUAL.test(value) ? known(value) : value;
  // The package prefers blocks for several lines, where nothing is against it.
  const isPlainBlock = /^[!-~]/.test(value) && !/[ \t]\n|[^\n -~]|##\[|\n\n$|\n +$/.test(value);
  const text = isPlainBlock ? block(value) : known(value);
  return indent === '' ? text : text.replace(/\n(?=.)/g, `\n${indent}`);
}

/** A text of several lines at the indentation of the first level. */
function block(value: string): string {
  const ends = value.endsWith('\n');
  const body = ends ? value.slice(0, -1) : value;
  return `${ends ? '|' : '|-'}\n  ${body.replace(/\n+/g, '$&  ')}`;
}

const scalars = new Map<string | number, string>();
const keys = new Map<string, string>();
const innerKeys = new Map<string, string>();

/** More different ones than these are not remembered. */
const MAX_KNOWN = 10_000;

function remembered<K>(map: Map<K, string>, key: K, make: () => string): string {
  const earlier = map.get(key);
  if (earlier !== undefined) return earlier;
  const text = make();
  if (map.size < MAX_KNOWN) map.set(key, text);
  return text;
}

/** How the `yaml` package writes a scalar, as the value of a key at the first level. */
const known = (value: string | number): string =>
  remembered(scalars, value, () =>
    printableYaml(new Document({ a: value })).slice('a: '.length, -1),
  );

/** How it writes a key: at the start of a line, what would be a marker of a document needs quotes. */
const keyText = (key: string, indent: string): string =>
  /^[a-z_][\w./-]*$/i.test(key) && !/^(?:null|true|false)$/i.test(key)
    ? key
    : unusualKey(key, indent);

const unusualKey = (key: string, indent: string): string =>
  indent === ''
    ? remembered(keys, key, () => entryText({ [key]: 0 }))
    : remembered(innerKeys, key, () => entryText({ a: { [key]: 0 } }).slice('a:\n  '.length));

const entryText = (data: object): string =>
  printableYaml(new Document(data)).slice(0, -': 0\n'.length);
