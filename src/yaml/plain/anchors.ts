import type { LocatedEntry, LocatedValue } from '../located.ts';
import { type Anchored, CHAR, type Cursor, UNUSUAL } from './cursor.ts';

/** Values that a file may expand to, in all; more are left to the full parser, which has a bound. */
const MAX_VALUES = 200_000;

/** What a name ends at. */
const END: ReadonlySet<number> = new Set([...' ,[]{}\n\t'].map(char => char.charCodeAt(0)));

function nameEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !END.has(text.charCodeAt(at))) at++;
  // A colon at the end may be meant as one of a key.
  if (at === from || text.charCodeAt(at - 1) === CHAR.colon) throw UNUSUAL;
  return at;
}

/** Reads the name of an anchor, from its `&`. */
export function readAnchor(cursor: Cursor): string {
  const { text, at } = cursor;
  cursor.at = nameEnd(text, at + 1);
  return text.slice(at + 1, cursor.at);
}

/** Remembers the value of an anchor. @param before how many values were read before it */
export function anchor(cursor: Cursor, name: string, value: LocatedValue, before: number): void {
  cursor.anchors.set(name, { value, weight: cursor.values - before });
}

/** Reads an alias, from its `*`: the value of the anchor, and where it is used. */
export function readAlias(cursor: Cursor): LocatedValue {
  const { file, text, at: start } = cursor;
  const end = nameEnd(text, start + 1);
  cursor.at = end;
  const { value, weight } = known(cursor.anchors.get(text.slice(start + 1, end)));
  cursor.values += weight;
  if (cursor.values > MAX_VALUES) throw UNUSUAL;
  return { ...value, origin: { ...value.origin, alias: { file, start, end } } };
}

function known(anchored: Anchored | undefined): Anchored {
  if (!anchored) throw UNUSUAL;
  return anchored;
}

/**
 * Adds to a map what its merge keys name: own keys win over merged ones, earlier merges over later.
 *
 * @see https://yaml.org/type/merge.html
 */
export function merge(entries: Map<string, LocatedEntry>, merged: readonly LocatedValue[]): void {
  const sources = merged.flatMap(value => (value.kind === 'sequence' ? value.items : [value]));
  for (const source of sources) {
    if (source.kind !== 'map') continue;
    for (const [name, entry] of source.entries) if (!entries.has(name)) entries.set(name, entry);
  }
}
