import type { SourceText } from '../source/text.ts';
import { type Piece, piecesOf, type Source } from '../template/go/trace.ts';
import type { LocatedEntry, LocatedScalar, LocatedValue, Origin } from '../yaml/located.ts';
import { madeFrom } from '../yaml/located.ts';
import { type ParsedSource, parseYaml } from '../yaml/parse.ts';
import type { Manifest } from './manifests.ts';

/** How the places of a rendering are told. */
export interface Places {
  /** Whether a finding may point into a file: of the repository it may, of a packed chart not. */
  readonly isOwn: (path: string) => boolean;
  /** Where to point where nothing better is known: what declares the release. */
  readonly fallback: Origin;
}

/**
 * A rendered document as located values: every key and scalar has the origin of what decided it, a
 * value in a values file before a line of a template.
 *
 * A scalar that a value printed unchanged has that value's own origin, so that it can be mended there;
 * all others are `derived`.
 */
export function locatedDocument(manifest: Manifest, places: Places): ParsedSource {
  const parsed = parseYaml({ path: manifest.file.path, text: manifest.text });
  const pieces = piecesOf(manifest.trace, manifest.text.length);
  const locate = locator(pieces, withMemory(places));
  return {
    broken: parsed.broken,
    problems: parsed.problems,
    documents: parsed.documents.map(({ file, index, value }) => ({
      file,
      index,
      value: value && located(value, locate),
    })),
  };
}

/** The same, with each file asked for once: there is a question for every scalar. */
function withMemory({ isOwn, fallback }: Places): FilePlaces {
  const known = new Map<SourceText, boolean>();
  return {
    asDefault: madeFrom(fallback, 'default'),
    asDerived: madeFrom(fallback, 'derived'),
    isOwn: file => {
      const earlier = known.get(file);
      if (earlier !== undefined) return earlier;
      const answer = isOwn(file.path);
      known.set(file, answer);
      return answer;
    },
  };
}

interface FilePlaces {
  readonly isOwn: (file: SourceText) => boolean;
  /** Where to point where nothing better is known. */
  readonly asDefault: Origin;
  /** The same of what the user decides. */
  readonly asDerived: Origin;
}

type Locate = (value: LocatedValue) => Origin;

function located(value: LocatedValue, locate: Locate): LocatedValue {
  const origin = locate(value);
  if (value.kind === 'scalar') return locatedScalar(value, origin);
  if (value.kind === 'sequence') {
    return { ...value, items: value.items.map(item => located(item, locate)), origin };
  }
  const entries = new Map<string, LocatedEntry>();
  for (const [name, { key, value: item }] of value.entries) {
    entries.set(name, { key: locatedScalar(key, locate(key)), value: located(item, locate) });
  }
  return { ...value, entries, origin };
}

/** Said field by field: of the many there are, a copy of whatever there is would cost more. */
const locatedScalar = (scalar: LocatedScalar, origin: Origin): LocatedScalar => {
  const { value, text, quoted, tag } = scalar;
  return tag === undefined
    ? { kind: 'scalar', value, text, quoted, origin }
    : { ...scalar, origin };
};

const NO_PIECE: Piece = { length: 0, source: undefined, at: 0 };

interface Cut {
  readonly source: Source;
  readonly at: number;
  readonly length: number;
  readonly isWhole: boolean;
  readonly doubt: string | undefined;
}

function locator(pieces: readonly Piece[], places: FilePlaces): Locate {
  const ends: number[] = [];
  let end = 0;
  for (const { length } of pieces) {
    end += length;
    ends.push(end);
  }
  const originIn = (value: LocatedValue, from: number, to: number): Origin => {
    if (value.kind !== 'scalar') {
      const origin = containerOrigin(value, pieces, ends, from, to, places);
      if (origin) return origin;
    }
    const cuts = cutsOf(pieces, ends, from, to);
    const all = cuts.length > 0 ? cuts : cutsBefore(pieces, ends, from);
    const origin = originOf(value, all, places);
    return withDoubt(origin, all.find(cut => cut.doubt)?.doubt);
  };
  return value => {
    const { start, end: until } = value.origin;
    const inset = value.kind === 'scalar' && until - start === value.text.length + 2 ? 1 : 0;
    const from = start + inset;
    const to = until - inset;
    const index = firstAfter(ends, from);
    const piece = pieces[index];
    // Most is what stands in the template of a packed chart: in one piece, and nobody can point there.
    const isHidden =
      piece?.source?.kind === 'template' &&
      piece.doubt === undefined &&
      Math.max(to, from + 1) <= (ends[index] ?? 0) &&
      !places.isOwn(piece.source.file);
    return isHidden ? places.asDefault : originIn(value, from, to);
  };
}

const withDoubt = (origin: Origin, doubt: string | undefined): Origin =>
  doubt === undefined ? origin : { ...origin, doubt };

/**
 * What holds others begins where the first value in it was made, and is doubtful where its beginning is.
 *
 * @returns undefined where no characters of it have a source
 */
function containerOrigin(
  value: LocatedValue,
  pieces: readonly Piece[],
  ends: readonly number[],
  start: number,
  end: number,
  places: FilePlaces,
): Origin | undefined {
  const last = Math.max(end, start + 1);
  let first: Piece | undefined;
  let decided: ValueSource | undefined;
  let own: Origin | undefined;
  for (let i = firstAfter(ends, start); i < pieces.length; i++) {
    const piece = pieces[i] ?? NO_PIECE;
    const { length, source, at } = piece;
    const begin = (ends[i] ?? 0) - length;
    if (begin >= last) break;
    if (!source || length === 0) continue;
    first ??= piece;
    if (!decided && (source.kind === 'value' || source.kind === 'several')) {
      [decided] = valuesIn(source);
      if (decided && places.isOwn(decided.origin.file))
        return withDoubt(madeFrom(decided.origin, 'derived'), first.doubt);
    }
    if (!own && (source.kind === 'template' || source.kind === 'expression')) {
      const from = at < 0 ? 0 : at + Math.max(begin, start) - begin;
      own = templateOrigin(value, { source, at: from, length: 0 }, places);
    }
    if (own && decided) break;
  }
  if (!first) return undefined;
  const { asDefault, asDerived } = places;
  return withDoubt(own ?? (decided?.isUser ? asDerived : asDefault), first.doubt);
}

function cutsOf(
  pieces: readonly Piece[],
  ends: readonly number[],
  start: number,
  end: number,
): readonly Cut[] {
  const out: Cut[] = [];
  // An empty text has no characters: what stands before it has made it.
  const last = Math.max(end, start + 1);
  for (let i = firstAfter(ends, start); i < pieces.length; i++) {
    const { length, source, at, doubt } = pieces[i] ?? NO_PIECE;
    const begin = (ends[i] ?? 0) - length;
    if (begin >= last) break;
    if (!source) continue;
    const from = Math.max(begin, start);
    const to = Math.min(begin + length, last);
    const isWhole = begin <= start && begin + length >= end;
    const shifted = at < 0 ? 0 : at + from - begin;
    if (to > from) out.push({ source, at: shifted, length: to - from, isWhole, doubt });
  }
  return out;
}

/** What was printed last before an offset: it has made what has no characters of its own. */
function cutsBefore(pieces: readonly Piece[], ends: readonly number[], at: number): Cut[] {
  for (let i = Math.min(firstAfter(ends, at), pieces.length) - 1; i >= 0; i--) {
    const { length, source, at: from, doubt } = pieces[i] ?? NO_PIECE;
    if (source && length > 0)
      return [lastLine({ source, at: Math.max(0, from), length, isWhole: false, doubt })];
  }
  return [];
}

/** Of a template's text, what stands in the last line that is not empty. */
function lastLine(cut: Cut): Cut {
  const { source, at, length } = cut;
  const text = source.kind === 'template' ? source.file.text.slice(at, at + length) : '';
  const [line] = /\S.*$/.exec(text.trimEnd()) ?? [''];
  return line === '' ? cut : { ...cut, at: at + text.lastIndexOf(line), length: line.length };
}

/** The first piece that ends behind an offset. */
function firstAfter(ends: readonly number[], offset: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function originOf(value: LocatedValue, cuts: readonly Cut[], places: FilePlaces): Origin {
  const [only] = cuts;
  // Most is what stands in a template.
  if (cuts.length === 1 && only?.source.kind === 'template')
    return templateOrigin(value, only, places) ?? places.asDefault;
  const values = cuts.flatMap(cut => valuesIn(cut.source).map(source => ({ source, cut })));
  // What holds others begins where its first key was made.
  const [first] = value.kind === 'scalar' ? rank(values, places) : values.slice(0, 1);
  if (first && places.isOwn(first.source.origin.file)) {
    const { origin } = first.source;
    return isVerbatim(value, origin, first.cut) ? origin : madeFrom(origin, 'derived');
  }
  for (const cut of cuts) {
    const origin = templateOrigin(value, cut, places);
    if (origin) return origin;
  }
  return first?.source.isUser ? places.asDerived : places.asDefault;
}

/** The characters of a template that a value comes from, where findings may point there. */
function templateOrigin(
  value: LocatedValue,
  { source, at, length }: Pick<Cut, 'source' | 'at' | 'length'>,
  places: FilePlaces,
): Origin | undefined {
  if (source.kind !== 'template' && source.kind !== 'expression') return undefined;
  const { file } = source;
  if (!places.isOwn(file)) return undefined;
  const start = source.kind === 'template' ? at : source.start;
  const until = source.kind === 'template' ? Math.min(at + length, file.text.length) : source.end;
  const end = value.kind === 'scalar' ? until : start;
  return { file, start, end, document: 0, made: 'derived' };
}

type ValueSource = Extract<Source, { kind: 'value' }>;

const valuesIn = (source: Source): ValueSource[] =>
  source.kind === 'value' ? [source] : source.kind === 'several' ? source.of.flatMap(valuesIn) : [];

/** The user's values before the chart's, longer stretches before shorter ones. */
function rank<T extends { source: ValueSource; cut: Cut }>(found: T[], places: FilePlaces): T[] {
  if (found.length < 2) return found;
  const weight = ({ source, cut }: T): number =>
    (places.isOwn(source.origin.file) ? 1e9 : 0) + (source.isUser ? 1e8 : 0) + cut.length;
  return [...found].sort((a, b) => weight(b) - weight(a));
}

/** Whether the value stands in its file as it was printed. */
function isVerbatim(value: LocatedValue, { file, start, end }: Origin, cut: Cut): boolean {
  if (value.kind !== 'scalar' || !cut.isWhole || cut.source.kind !== 'value') return false;
  const text = file.text.slice(start, end);
  return text === value.text || text.slice(1, -1) === value.text;
}
