import type { SourceText } from '../../source/text.ts';
import type { LocatedScalar, LocatedValue, Origin, Primitive } from '../located.ts';
import { resolvePlain } from '../scalars.ts';

/** Where a reader is in a file. */
export interface Cursor {
  readonly file: SourceText;
  readonly text: string;
  /** Index of the YAML document within the file. */
  document: number;
  at: number;
  /** Of the content that comes next, the indentation; -1 at the end of the document. */
  column: number;
  /** Of the comments between the value read last and {@link at}, the column and the end of each. */
  comments: { readonly column: number; readonly end: number }[];
  /** Values read so far, those that aliases stand for counted each time. */
  values: number;
  /** The document's anchors. */
  readonly anchors: Map<string, Anchored>;
}

export interface Anchored {
  readonly value: LocatedValue;
  /** How many values there are in it, itself one of them. */
  readonly weight: number;
}

/** Thrown where a file has something that is left to the full parser. Not an error: no trace is made. */
export const UNUSUAL: Error = (() => {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const unusual = new Error('left to the full parser');
  Error.stackTraceLimit = stackTraceLimit;
  return unusual;
})();

export const CHAR = {
  tab: 9,
  newline: 10,
  space: 32,
  doubleQuote: 34,
  hash: 35,
  ampersand: 38,
  singleQuote: 39,
  asterisk: 42,
  plus: 43,
  comma: 44,
  dash: 45,
  dot: 46,
  colon: 58,
  greater: 62,
  question: 63,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  openBrace: 123,
  bar: 124,
  closeBrace: 125,
} as const;

/** Whether a place is white space or the end: there the indicators `-` and `:` end. */
export function isBlank(text: string, at: number): boolean {
  if (at >= text.length) return true;
  const code = text.charCodeAt(at);
  return code === CHAR.space || code === CHAR.newline || code === CHAR.tab;
}

export function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === CHAR.space) at++;
  return at;
}

/** The end of the line that a place is in, before its newline. */
export function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** The origin of a value that was just read. */
export function originOf(cursor: Cursor, start: number, end: number): Origin {
  const { file, document } = cursor;
  cursor.values++;
  return { file, start, end, document };
}

export function plainScalar(
  cursor: Cursor,
  text: string,
  start: number,
  end: number,
): LocatedScalar {
  return scalar(cursor, resolvePlain(text), text, false, start, end);
}

export function quotedScalar(
  cursor: Cursor,
  text: string,
  start: number,
  end: number,
): LocatedScalar {
  return scalar(cursor, text, text, true, start, end);
}

function scalar(
  cursor: Cursor,
  value: Primitive,
  text: string,
  quoted: boolean,
  start: number,
  end: number,
): LocatedScalar {
  return { kind: 'scalar', value, text, quoted, origin: originOf(cursor, start, end) };
}

/** A value that isn't written. */
export const missing = (cursor: Cursor, at: number): LocatedScalar =>
  plainScalar(cursor, '', at, at);

/**
 * Ends the line of a value: only white space and a comment may follow. Goes to the next line.
 *
 * @param hasSpace whether white space stood before the place, as a comment needs
 * @returns whether there was a comment
 */
export function finishLine(cursor: Cursor, hasSpace: boolean): boolean {
  const { text } = cursor;
  const at = skipSpaces(text, cursor.at);
  if (at >= text.length) {
    cursor.at = at;
    return false;
  }
  const code = text.charCodeAt(at);
  if (code === CHAR.newline) {
    cursor.at = at + 1;
    return false;
  }
  if (code !== CHAR.hash || (at === cursor.at && !hasSpace)) throw UNUSUAL;
  cursor.at = Math.min(endOfLine(text, at) + 1, text.length);
  return true;
}

/** From the start of a line, goes to the content that comes next, and remembers the comments before it. */
export function nextContent(cursor: Cursor): void {
  const { text } = cursor;
  if (cursor.comments.length > 0) cursor.comments = [];
  let line = cursor.at;
  while (true) {
    const at = skipSpaces(text, line);
    if (at >= text.length) {
      cursor.at = at;
      cursor.column = -1;
      return;
    }
    const code = text.charCodeAt(at);
    if (code === CHAR.newline) line = at + 1;
    else if (code === CHAR.hash) {
      const end = Math.min(endOfLine(text, at) + 1, text.length);
      cursor.comments.push({ column: at - line, end });
      line = end;
    } else if (code === CHAR.tab) throw UNUSUAL;
    else {
      cursor.at = at;
      cursor.column = at === line && isMarker(text, at) ? -1 : at - line;
      return;
    }
  }
}

/** Whether `---` stands at a line's start. What `...` does is left to the full parser. */
function isMarker(text: string, at: number): boolean {
  if (text.startsWith('...', at) && isBlank(text, at + 3)) throw UNUSUAL;
  return text.startsWith('---', at) && isBlank(text, at + 3);
}
