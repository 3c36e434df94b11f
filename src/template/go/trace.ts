import type { SourceText } from '../../source/text.ts';
import type { Origin } from '../../yaml/located.ts';

/** What decided a stretch of text: a value, the characters of a template, or nothing that can be known. */
export type Source =
  | {
      readonly kind: 'value';
      readonly origin: Origin;
      /** Whether the user wrote it, rather than the chart. */
      readonly isUser: boolean;
    }
  | { readonly kind: 'template'; readonly file: SourceText }
  /** An action or a literal of a template as a whole, where its text is none of the template's own characters. */
  | {
      readonly kind: 'expression';
      readonly file: SourceText;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'opaque'; readonly why: string }
  | { readonly kind: 'several'; readonly of: readonly Source[] };

/** A stretch of text from one source. */
export interface Piece {
  readonly length: number;
  readonly source: Source | undefined;
  /** Where in the source's text it begins; -1 where the text was changed on the way. */
  readonly at: number;
  /** Why it may not be printed after all, as a clause: a branch that nobody can know was taken before it. */
  readonly doubt?: string;
}

/** Where a value's text comes from: as a whole, or piece by piece. Absent: not known. */
export type Trace = Source | readonly Piece[] | undefined;

const isPieces = (trace: Trace): trace is readonly Piece[] => Array.isArray(trace);

/** The pieces of a text of this length. */
export function piecesOf(trace: Trace, length: number): readonly Piece[] {
  if (isPieces(trace)) return trace;
  return length === 0 ? [] : [{ length, source: trace, at: 0 }];
}

const pieceOf = (
  length: number,
  source: Source | undefined,
  at: number,
  doubt: string | undefined,
): Piece => (doubt === undefined ? { length, source, at } : { length, source, at, doubt });

/** The same trace of a text that may not be printed after all. */
export const doubtedTrace = (trace: Trace, length: number, doubt: string): Trace =>
  piecesOf(trace, length).map(piece =>
    pieceOf(piece.length, piece.source, piece.at, piece.doubt ?? doubt),
  );

/** The trace of `text.slice(start, end)`, of a text of the length `total`. */
export function sliceTrace(trace: Trace, total: number, start: number, end: number): Trace {
  if (trace === undefined || (start === 0 && end === total)) return trace;
  if (!isPieces(trace)) {
    const length = Math.min(end, total) - start;
    return length > 0 ? [{ length, source: trace, at: start }] : [];
  }
  const out: Piece[] = [];
  let at = 0;
  for (const piece of trace) {
    const from = Math.max(start, at);
    const to = Math.min(end, at + piece.length);
    if (to > from) {
      const shifted = piece.at < 0 ? -1 : piece.at + from - at;
      out.push(pieceOf(to - from, piece.source, shifted, piece.doubt));
    }
    at += piece.length;
    if (at >= end) break;
  }
  return out;
}

export interface TracedText {
  readonly text: string;
  readonly trace: Trace;
}

/** The trace of texts put one after the other. */
export function concatTraces(parts: readonly TracedText[]): Trace {
  const out: Piece[] = [];
  for (const { text, trace } of parts) {
    for (const piece of piecesOf(trace, text.length)) out.push(piece);
  }
  return out;
}

/** More sources than these do not make a place any clearer. */
const MAX_SOURCES = 12;

/** All sources of some traces, each once. */
export function sourcesOf(traces: readonly Trace[]): Source[] {
  const found = new Set<Source>();
  let expression: Source | undefined;
  const add = (source: Source | undefined): void => {
    if (!source || found.size >= MAX_SOURCES) return;
    if (source.kind === 'several') for (const one of source.of) add(one);
    else if (source.kind === 'expression') expression ??= source;
    else found.add(source);
  };
  for (const trace of traces) {
    if (isPieces(trace)) for (const piece of trace) add(piece.source);
    else add(trace);
  }
  // Which expression it was matters where nothing else is known.
  return found.size === 0 && expression ? [expression] : [...found];
}

/** One source that stands for all of them: of something that was computed from several. */
export function unionTrace(traces: readonly Trace[]): Source | undefined {
  const only = onlySource(traces);
  if (only !== 'several') return only;
  const found = sourcesOf(traces);
  const opaque = found.find(source => source.kind === 'opaque');
  if (opaque) return opaque;
  if (found.every(({ kind }) => kind === 'template')) return expressionIn(traces) ?? found[0];
  return found.length > 1 ? { kind: 'several', of: found } : found[0];
}

/** The one source of traces that are of at most one as a whole: nearly all are. */
function onlySource(traces: readonly Trace[]): Source | undefined | 'several' {
  let only: Source | undefined;
  for (const trace of traces) {
    if (trace === undefined || trace === only) continue;
    if (only || isPieces(trace) || trace.kind === 'several') return 'several';
    only = trace;
  }
  return only;
}

/** The first characters of a template that some traces have. */
function expressionIn(traces: readonly Trace[]): Source | undefined {
  for (const trace of traces) {
    const pieces = isPieces(trace) ? trace : [];
    const own = pieces.find(({ source, at }) => source?.kind === 'template' && at >= 0);
    if (own?.source?.kind !== 'template') continue;
    return {
      kind: 'expression',
      file: own.source.file,
      start: own.at,
      end: own.at + own.length,
    };
  }
  return undefined;
}

/** A text that was changed as a whole: same sources, other characters. */
export function changedTrace(trace: Trace, length: number): Trace {
  const source = unionTrace([trace]);
  return source && [{ length, source, at: -1 }];
}

const MEMBERS = Symbol('members');
const WHOLE = Symbol('whole');

/**
 * A map, list or object with what is known of its origin. It is kept on the data itself: most of what a chart's values
 * hold has it, and a weak map of so many costs more with every collection of garbage than all else.
 */
interface Traced {
  [MEMBERS]?: Map<string | number, Trace>;
  [WHOLE]?: Trace;
}

/** Remembers where an element of a map or list comes from. */
export function setMember(container: object, key: string | number, trace: Trace): void {
  const traced: Traced = container;
  const known = traced[MEMBERS];
  if (known) known.set(key, trace);
  else if (trace !== undefined) {
    const members: Traced[typeof MEMBERS] = new Map();
    members.set(key, trace);
    traced[MEMBERS] = members;
  }
}

/** Remembers where a map or list comes from as a whole. */
export function setWhole(container: object, trace: Trace): void {
  const traced: Traced = container;
  if (trace !== undefined) traced[WHOLE] = trace;
}

export const hasMembers = (container: object): boolean =>
  (container as Traced)[MEMBERS] !== undefined;

export const wholeTrace = (container: object): Trace => (container as Traced)[WHOLE];

/** Where an element comes from; undefined where that is not known. */
export function memberTrace(container: unknown, key: string | number): Trace {
  if (typeof container !== 'object' || container === null) return undefined;
  const traced: Traced = container;
  return traced[MEMBERS]?.get(key) ?? traced[WHOLE];
}
