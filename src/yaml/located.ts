import type { Place, SourceText } from '../source/text.ts';

/**
 * Where a value was written, and how it got here.
 *
 * `made` is absent for what stands in the source as it is. `default` means that a chart or an API
 * fills the field in; `derived` that it was computed (a template's result, a generated name). Both
 * then point at the text that caused it.
 */
export interface Origin extends Place {
  readonly file: SourceText;
  readonly start: number;
  readonly end: number;
  /** Index of the YAML document within the file. */
  readonly document: number;
  /** For a value reached through a YAML alias: the alias itself; the origin is the anchored value. */
  readonly alias?: Place;
  readonly made?: 'default' | 'derived';
}

export type Primitive = string | number | boolean | null;

export interface LocatedScalar {
  readonly kind: 'scalar';
  readonly value: Primitive;
  /** The scalar's characters after unescaping, before any typing: `0755`, `on`, `1.10`. */
  readonly text: string;
  /** Written with quotes or as a block: a string whatever it looks like. */
  readonly quoted: boolean;
  readonly tag?: string;
  readonly origin: Origin;
}

export interface LocatedEntry {
  readonly key: LocatedScalar;
  readonly value: LocatedValue;
}

export interface LocatedMap {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, LocatedEntry>;
  readonly tag?: string;
  readonly origin: Origin;
}

export interface LocatedSequence {
  readonly kind: 'sequence';
  readonly items: readonly LocatedValue[];
  readonly tag?: string;
  readonly origin: Origin;
}

/** Any datum that came from YAML or JSON, immutable, each node with its origin. */
export type LocatedValue = LocatedScalar | LocatedMap | LocatedSequence;

export type PathSegment = string | number;

/** The place to report for a value: its alias where it was reached through one, else its text. */
export function placeOf(value: LocatedValue): Place {
  return value.origin.alias ?? value.origin;
}

/** The first of all items that stand at one place: what several machines get from one line, once. */
export function oncePerPlace<T>(items: readonly T[], placeAt: (item: T) => Place): T[] {
  const seen = new Map<string, T>();
  for (const item of items) {
    const { file, start } = placeAt(item);
    const key = `${start} ${file.path}`;
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}

/**
 * The place of a part of a scalar, by offsets into its unescaped text. Falls back to the whole
 * scalar where source and unescaped text differ (escapes, folded blocks), so it never points at
 * the wrong characters.
 */
export function placeWithin(scalar: LocatedScalar, start: number, end: number): Place {
  const { file, start: from, end: to, alias, doubt } = scalar.origin;
  if (alias) return alias;
  const source = file.text.slice(from, to);
  const shift = source === scalar.text ? 0 : source.slice(1, -1) === scalar.text ? 1 : undefined;
  if (shift === undefined) return scalar.origin;
  return { file, start: from + shift + start, end: from + shift + end, ...doubtOf(doubt) };
}

const doubtOf = (doubt: string | undefined): Pick<Place, 'doubt'> => (doubt ? { doubt } : {});

/** The place of a whole entry on one line: `kind: Gateway`; of the key alone for larger values. */
export function placeOfEntry({ key, value }: LocatedEntry): Place {
  const { file, start, end, doubt } = key.origin;
  const isInline = value.kind === 'scalar' && value.origin.file === file && !value.origin.alias;
  const until = isInline && !file.text.slice(start, value.origin.end).includes('\n');
  return { file, start, end: until ? Math.max(end, value.origin.end) : end, ...doubtOf(doubt) };
}

/** Where to point at when an object or file as a whole is meant: its kind, else its first key. */
export function headOf(value: LocatedValue | undefined): Place | undefined {
  if (value?.kind !== 'map') return value && placeOf(value);
  const entry = value.entries.get('kind') ?? value.entries.values().next().value;
  return entry ? placeOfEntry(entry) : value.origin;
}

/** An origin for a value that is computed from, or defaulted because of, what stands at `from`. */
export function madeFrom(from: Origin, made: 'default' | 'derived'): Origin {
  return from.made === made ? from : { ...from, made };
}
