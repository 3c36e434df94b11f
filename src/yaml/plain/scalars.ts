import type { LocatedScalar } from '../located.ts';
import {
  CHAR,
  type Cursor,
  endOfLine,
  isBlank,
  plainScalar,
  quotedScalar,
  skipSpaces,
  UNUSUAL,
} from './cursor.ts';
import { unescaped, unfold } from './fold.ts';

/** What a plain scalar can't begin with, or could but seldom does. */
const NO_PLAIN_START: ReadonlySet<number> = new Set(
  [...'!"#%&\'*,>@[]`{|}\t'].map(char => char.charCodeAt(0)),
);

/** Whether a plain scalar begins at a place; `-`, `?` and `:` begin one where no blank follows. */
function checkPlainStart(text: string, at: number): void {
  const code = text.charCodeAt(at);
  if (NO_PLAIN_START.has(code)) throw UNUSUAL;
  const isIndicator = code === CHAR.dash || code === CHAR.question || code === CHAR.colon;
  if (isIndicator && isBlank(text, at + 1)) throw UNUSUAL;
}

/** The end of what stands on one line of a plain scalar in a block, without white space after it. */
function plainEnd(text: string, from: number): number {
  let end = from;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === CHAR.newline) break;
    if (code === CHAR.space) {
      if (text.charCodeAt(at + 1) === CHAR.hash) break;
    } else if (code === CHAR.colon && isBlank(text, at + 1)) break;
    else if (code === CHAR.tab) throw UNUSUAL;
    else end = at + 1;
  }
  return end;
}

/** Reads the plain scalar of a key: the one line of it. */
export function readPlainLine(cursor: Cursor): LocatedScalar {
  const { text, at } = cursor;
  checkPlainStart(text, at);
  const end = plainEnd(text, at);
  cursor.at = end;
  return plainScalar(cursor, text.slice(at, end), at, end);
}

/**
 * Reads the lines of a plain scalar that come after its first.
 *
 * @param indent what later lines are indented by at least
 */
export function readPlainRest(cursor: Cursor, first: LocatedScalar, indent: number): LocatedScalar {
  const { text } = cursor;
  const { start } = first.origin;
  let { end } = first.origin;
  // With white space only, a line goes on on the next; with a comment, the scalar ends.
  let line = skipSpaces(text, end);
  while (text.charCodeAt(line) === CHAR.newline) {
    let at = skipSpaces(text, line + 1);
    let from = line + 1;
    while (text.charCodeAt(at) === CHAR.newline) {
      from = at + 1;
      at = skipSpaces(text, from);
    }
    if (at >= text.length || at - from < indent || text.charCodeAt(at) === CHAR.hash) break;
    if (text.charCodeAt(at) === CHAR.tab) throw UNUSUAL;
    const next = plainEnd(text, at);
    if (next === at) throw UNUSUAL;
    end = next;
    line = skipSpaces(text, end);
  }
  if (end === first.origin.end) return first;
  cursor.at = end;
  return plainScalar(cursor, unfold(text.slice(start, end)), start, end);
}

/**
 * Reads a scalar in quotes.
 *
 * @param indent what later lines are indented by at least; undefined where there may be none
 */
export function readQuoted(cursor: Cursor, indent: number | undefined): LocatedScalar {
  const { text, at } = cursor;
  const isSingle = text.charCodeAt(at) === CHAR.singleQuote;
  const end = isSingle ? singleEnd(text, at) : doubleEnd(text, at);
  if (end < 0) throw UNUSUAL;
  const inner = text.slice(at + 1, end);
  cursor.at = end + 1;
  const isFolded = inner.includes('\n');
  if (isFolded) {
    if (indent === undefined) throw UNUSUAL;
    checkIndent(inner, indent);
  }
  return quotedScalar(cursor, isSingle ? single(inner) : double(inner, isFolded), at, end + 1);
}

const single = (inner: string): string => {
  const text = unfold(inner);
  return text.includes("'") ? text.replace(/''/g, "'") : text;
};

const double = (inner: string, isFolded: boolean): string =>
  isFolded || inner.includes('\\') ? unescaped(inner) : inner;

function singleEnd(text: string, start: number): number {
  let end = text.indexOf("'", start + 1);
  while (end >= 0 && text.charCodeAt(end + 1) === CHAR.singleQuote)
    end = text.indexOf("'", end + 2);
  return end;
}

function doubleEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === CHAR.backslash) slashes++;
    if (slashes % 2 === 0) break;
    end = text.indexOf('"', end + 1);
  }
  return end;
}

function checkIndent(text: string, indent: number): void {
  for (let line = text.indexOf('\n') + 1; line > 0; line = text.indexOf('\n', line) + 1) {
    const at = skipSpaces(text, line);
    if (at - line < indent && text.charCodeAt(at) !== CHAR.newline) throw UNUSUAL;
  }
}

/**
 * Reads a block scalar, from its `|` or `>`, and goes to the line after it.
 *
 * @param parent the indentation of the collection that it is in
 */
export function readBlockScalar(cursor: Cursor, parent: number): LocatedScalar {
  const { text, at: start } = cursor;
  const isFolded = text.charCodeAt(start) === CHAR.greater;
  const sign = text.charCodeAt(start + 1);
  const chomp = sign === CHAR.plus ? 'keep' : sign === CHAR.dash ? 'strip' : 'clip';
  const from = afterHeader(text, chomp === 'clip' ? start + 1 : start + 2);
  const end = blockEnd(text, from, parent + 1, chomp === 'keep');
  cursor.at = end;
  const value = blockText(text.slice(from, end), parent, isFolded, chomp);
  return quotedScalar(cursor, value, start, end);
}

function afterHeader(text: string, from: number): number {
  const at = skipSpaces(text, from);
  const code = text.charCodeAt(at);
  if (code !== CHAR.newline && (code !== CHAR.hash || at === from)) throw UNUSUAL;
  const end = endOfLine(text, at);
  if (end === text.length) throw UNUSUAL;
  return end + 1;
}

/** Where the lines of a block scalar end: in the place after the newline of the last one. */
function blockEnd(text: string, from: number, least: number, keep: boolean): number {
  let newline = from - 1;
  let at = skipSpaces(text, from);
  while (text.charCodeAt(at) === CHAR.newline) {
    newline = at;
    at = skipSpaces(text, at + 1);
  }
  const indent = at - newline - 1;
  if (indent >= least) {
    while (newline < text.length) {
      const content = skipSpaces(text, newline + 1);
      const isEmpty = text.charCodeAt(content) === CHAR.newline;
      if (!isEmpty && content - newline - 1 < indent) break;
      newline = endOfLine(text, content);
    }
  }
  const next = skipSpaces(text, newline + 1);
  if (text.charCodeAt(next) === CHAR.tab) throw UNUSUAL;
  return Math.min(
    text.length,
    (keep ? newline : withoutBlankLines(text, from, newline, indent)) + 1,
  );
}

/** Takes back blank lines at the end that are not indented more than the text. */
function withoutBlankLines(text: string, from: number, last: number, indent: number): number {
  let newline = last;
  while (true) {
    const lastChar = newline - 1;
    let at = lastChar;
    while (text.charCodeAt(at) === CHAR.space) at--;
    if (text.charCodeAt(at) !== CHAR.newline || at < from || at + 1 + indent <= lastChar)
      return newline;
    newline = at;
  }
}

/** The text of a block scalar's lines, as the `yaml` package makes it of them. */
function blockText(
  source: string,
  parent: number,
  isFolded: boolean,
  chomp: 'keep' | 'strip' | 'clip',
): string {
  const lines = source === '' ? [] : source.split('\n');
  const indents = lines.map(line => skipSpaces(line, 0));
  const isEmpty = (i: number) => indents[i] === lines[i]?.length;
  let end = lines.length;
  while (end > 0 && isEmpty(end - 1)) end--;
  if (end === 0) {
    return chomp === 'keep' && lines.length > 0 ? '\n'.repeat(Math.max(1, lines.length - 1)) : '';
  }
  let start = 0;
  let most = parent;
  while (isEmpty(start)) most = Math.max(most, indents[start++] ?? 0);
  const trim = indents[start] ?? 0;
  if (trim < most || trim === 0) throw UNUSUAL;
  for (let i = lines.length - 1; i >= end; i--) if ((indents[i] ?? 0) > trim) end = i + 1;
  const body = lines.slice(0, end).map(line => line.slice(trim));
  const value = isFolded ? foldBlock(body, start) : body.join('\n');
  if (chomp === 'strip') return value;
  if (chomp === 'clip') return `${value}\n`;
  const rest = lines.slice(end).map(line => `\n${line.slice(trim)}`);
  const kept = value + rest.join('');
  return kept.endsWith('\n') ? kept : `${kept}\n`;
}

/** @param start the first line that isn't empty */
function foldBlock(lines: readonly string[], start: number): string {
  let text = '\n'.repeat(start);
  let separator = '';
  let wasIndented = false;
  for (const line of lines.slice(start)) {
    if (/^[ \t]/.test(line)) {
      if (separator === ' ') separator = '\n';
      else if (!wasIndented && separator === '\n') separator = '\n\n';
      text += separator + line;
      separator = '\n';
      wasIndented = true;
    } else if (line === '') {
      if (separator === '\n') text += '\n';
      else separator = '\n';
    } else {
      text += separator + line;
      separator = ' ';
      wasIndented = false;
    }
  }
  return text;
}
