import type { LocatedEntry, LocatedScalar, LocatedValue } from '../located.ts';
import { readAlias } from './anchors.ts';
import {
  CHAR,
  type Cursor,
  isBlank,
  originOf,
  plainScalar,
  skipSpaces,
  UNUSUAL,
} from './cursor.ts';
import { readQuoted } from './scalars.ts';

/** Deeper nesting is left to the full parser, and to the bounds that are set to it. */
const MAX_LEVEL = 60;

/** Longer keys are refused. */
const MAX_KEY = 1000;

/**
 * Reads a flow collection, from its bracket to after the one that ends it.
 *
 * @param indent what later lines are indented by at least
 */
export function readFlow(cursor: Cursor, indent: number, level = 1): LocatedValue {
  if (level > MAX_LEVEL) throw UNUSUAL;
  return cursor.text.charCodeAt(cursor.at) === CHAR.openBrace
    ? readFlowMap(cursor, indent, level)
    : readFlowSequence(cursor, indent, level);
}

function readFlowSequence(cursor: Cursor, indent: number, level: number): LocatedValue {
  const start = cursor.at++;
  const items: LocatedValue[] = [];
  while (!isEnd(cursor, CHAR.closeBracket, indent, level)) {
    items.push(readFlowValue(cursor, indent, level));
    endItem(cursor, CHAR.closeBracket, indent, level);
  }
  const end = ++cursor.at;
  return { kind: 'sequence', items, origin: originOf(cursor, start, end) };
}

function readFlowMap(cursor: Cursor, indent: number, level: number): LocatedValue {
  const start = cursor.at++;
  const entries = new Map<string, LocatedEntry>();
  while (!isEnd(cursor, CHAR.closeBrace, indent, level)) {
    const key = readFlowScalar(cursor, undefined);
    if (key.origin.end - key.origin.start > MAX_KEY || key.text === '<<' || entries.has(key.text)) {
      throw UNUSUAL;
    }
    const { text } = cursor;
    const colon = skipSpaces(text, cursor.at);
    if (text.charCodeAt(colon) !== CHAR.colon) throw UNUSUAL;
    // Right behind a quoted key, the colon needs no blank after it: so it is in JSON.
    if (!isBlank(text, colon + 1) && !(key.quoted && colon === cursor.at)) throw UNUSUAL;
    cursor.at = colon + 1;
    skipBlank(cursor, indent, level);
    entries.set(key.text, { key, value: readFlowValue(cursor, indent, level) });
    endItem(cursor, CHAR.closeBrace, indent, level);
  }
  const end = ++cursor.at;
  return { kind: 'map', entries, origin: originOf(cursor, start, end) };
}

function readFlowValue(cursor: Cursor, indent: number, level: number): LocatedValue {
  const code = cursor.text.charCodeAt(cursor.at);
  if (code === CHAR.openBrace || code === CHAR.openBracket)
    return readFlow(cursor, indent, level + 1);
  return code === CHAR.asterisk ? readAlias(cursor) : readFlowScalar(cursor, indent);
}

function readFlowScalar(cursor: Cursor, indent: number | undefined): LocatedScalar {
  const code = cursor.text.charCodeAt(cursor.at);
  return code === CHAR.doubleQuote || code === CHAR.singleQuote
    ? readQuoted(cursor, indent === 0 ? undefined : indent)
    : readFlowPlain(cursor);
}

const INDICATORS: ReadonlySet<number> = new Set([...',[]{}'].map(char => char.charCodeAt(0)));

/** What no plain scalar begins with here, or could but seldom does. */
const NO_START: ReadonlySet<number> = new Set(
  [...'!"#%&\'*,>@[]`{|}?:\t\n'].map(char => char.charCodeAt(0)),
);

function readFlowPlain(cursor: Cursor): LocatedScalar {
  const { text, at: start } = cursor;
  const first = text.charCodeAt(start);
  if (NO_START.has(first)) throw UNUSUAL;
  if (
    first === CHAR.dash &&
    (isBlank(text, start + 1) || INDICATORS.has(text.charCodeAt(start + 1)))
  )
    throw UNUSUAL;
  let end = start;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === CHAR.newline || INDICATORS.has(code)) break;
    if (code === CHAR.tab || code === CHAR.hash) throw UNUSUAL;
    if (code === CHAR.colon) {
      if (isBlank(text, at + 1)) break;
      if (INDICATORS.has(text.charCodeAt(at + 1))) throw UNUSUAL;
    }
    if (code !== CHAR.space) end = at + 1;
  }
  if (end === start) throw UNUSUAL;
  cursor.at = end;
  return plainScalar(cursor, text.slice(start, end), start, end);
}

/** Whether the collection ends at what comes next. */
function isEnd(cursor: Cursor, close: number, indent: number, level: number): boolean {
  skipBlank(cursor, indent, level);
  return cursor.text.charCodeAt(cursor.at) === close;
}

/** After an item, a comma or the end must come: on another line, too. */
function endItem(cursor: Cursor, close: number, indent: number, level: number): void {
  skipBlank(cursor, indent, level);
  const code = cursor.text.charCodeAt(cursor.at);
  if (code === CHAR.comma) cursor.at++;
  else if (code !== close) throw UNUSUAL;
}

/** Goes over white space and newlines. A line may begin with the last bracket one column less indented. */
function skipBlank(cursor: Cursor, indent: number, level: number): void {
  const { text } = cursor;
  let at = skipSpaces(text, cursor.at);
  while (text.charCodeAt(at) === CHAR.newline) {
    const line = at + 1;
    at = skipSpaces(text, line);
    const code = text.charCodeAt(at);
    if (code === CHAR.newline) continue;
    const isLast = level === 1 && (code === CHAR.closeBrace || code === CHAR.closeBracket);
    if (at - line < (isLast ? indent - 1 : indent)) throw UNUSUAL;
    if (at === line && (code === CHAR.dash || code === CHAR.dot)) throw UNUSUAL;
  }
  cursor.at = at;
}
