import type { LocatedEntry, LocatedScalar, LocatedValue } from '../located.ts';
import { anchor, merge, readAlias, readAnchor } from './anchors.ts';
import {
  CHAR,
  type Cursor,
  finishLine,
  isBlank,
  missing,
  nextContent,
  originOf,
  skipSpaces,
  UNUSUAL,
} from './cursor.ts';
import { readFlow } from './flow.ts';
import { readBlockScalar, readPlainLine, readPlainRest, readQuoted } from './scalars.ts';

/** Deeper nesting is left to the full parser, and to the bounds that are set to it. */
const MAX_LEVEL = 100;

/** Longer keys are refused. */
const MAX_KEY = 1000;

/** A value, and what the `yaml` package takes for its end when a collection ends with it. */
interface Ended {
  readonly value: LocatedValue;
  readonly end: number;
  /** Whether comments after it may be taken for its own: those of scalars and flow collections on a line. */
  readonly takesComments: boolean;
  /** Whether it is no value, and comments stand where it would be. */
  readonly isBehindComments: boolean;
}

/**
 * Reads the value of which the cursor is at the first character, in a line of its own, and goes to the content
 * after it.
 *
 * @param parent the indentation of the collection that it is in; -1 for a whole document
 */
export function readBlock(cursor: Cursor, parent: number, level: number): Ended {
  const { text, at, column } = cursor;
  if (level > MAX_LEVEL) throw UNUSUAL;
  const code = text.charCodeAt(at);
  if (code === CHAR.dash && isBlank(text, at + 1)) return readSequence(cursor, column, level);
  if (code === CHAR.openBrace || code === CHAR.openBracket) return flowOnLine(cursor, parent);
  const first = readKeyOrValue(cursor, parent + 1);
  const colon = skipSpaces(text, cursor.at);
  if (text.charCodeAt(colon) === CHAR.colon && isBlank(text, colon + 1)) {
    return readMap(cursor, first, column, level);
  }
  // A whole document that is a scalar is none of a manifest.
  if (parent < 0) throw UNUSUAL;
  return scalarOnLine(cursor, first, parent);
}

/** A key is on one line; of a value, this is what stands on the first, or all between the quotes. */
function readKeyOrValue(cursor: Cursor, indent: number): LocatedScalar {
  const code = cursor.text.charCodeAt(cursor.at);
  return code === CHAR.doubleQuote || code === CHAR.singleQuote
    ? readQuoted(cursor, indent === 0 ? undefined : indent)
    : readPlainLine(cursor);
}

function scalarOnLine(cursor: Cursor, first: LocatedScalar, parent: number): Ended {
  const value = first.quoted ? first : readPlainRest(cursor, first, parent + 1);
  return endOnLine(cursor, value);
}

const flowOnLine = (cursor: Cursor, parent: number): Ended =>
  endOnLine(cursor, readFlow(cursor, parent + 1));

function endOnLine(cursor: Cursor, value: LocatedValue): Ended {
  finishLine(cursor, false);
  const end = cursor.at;
  nextContent(cursor);
  return { value, end, takesComments: true, isBehindComments: false };
}

/**
 * Reads a map, of which the first key was read.
 *
 * @see https://yaml.org/spec/1.2.2/#822-block-mappings
 */
function readMap(cursor: Cursor, first: LocatedScalar, indent: number, level: number): Ended {
  const { text } = cursor;
  const entries = new Map<string, LocatedEntry>();
  const merged: LocatedValue[] = [];
  let key = first;
  let last: Ended;
  while (true) {
    checkKey(key, text);
    cursor.at = skipSpaces(text, cursor.at) + 1;
    last = readValue(cursor, indent, level);
    const { value } = last;
    if (key.text === '<<' && !key.quoted && value.kind !== 'scalar') merged.push(value);
    else if (entries.has(key.text)) throw UNUSUAL;
    else entries.set(key.text, { key, value });
    if (cursor.column !== indent) break;
    key = readKeyOrValue(cursor, 0);
    const colon = skipSpaces(text, cursor.at);
    if (text.charCodeAt(colon) !== CHAR.colon || !isBlank(text, colon + 1)) throw UNUSUAL;
  }
  merge(entries, merged);
  return endCollection(cursor, indent, last, first.origin.start, (start, end) => ({
    kind: 'map',
    entries,
    origin: originOf(cursor, start, end),
  }));
}

function checkKey({ quoted, origin: { start, end } }: LocatedScalar, source: string): void {
  if (end - start > MAX_KEY) throw UNUSUAL;
  if (quoted && source.slice(start, end).includes('\n')) throw UNUSUAL;
}

/** Reads what is behind a key's colon, or on the lines below. */
function readValue(cursor: Cursor, indent: number, level: number): Ended {
  const { text, at: after } = cursor;
  const at = skipSpaces(text, after);
  cursor.at = at;
  if (isLineEnd(text, at)) return readBelow(cursor, indent, level, after);
  if (text.charCodeAt(at) === CHAR.ampersand) {
    return readAnchored(cursor, behind =>
      isLineEnd(text, cursor.at)
        ? withValue(readBelow(cursor, indent, level, behind))
        : readInline(cursor, indent),
    );
  }
  return readInline(cursor, indent);
}

/** Whether nothing but a comment is on the rest of a line. */
function isLineEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return at >= text.length || code === CHAR.newline || code === CHAR.hash;
}

/** Reads the value of a key from the lines below it. @param after the end of what the line has */
function readBelow(cursor: Cursor, indent: number, level: number, after: number): Ended {
  const { text, at } = cursor;
  const hasComment = finishLine(cursor, at > after);
  nextContent(cursor);
  const isSequence = text.charCodeAt(cursor.at) === CHAR.dash && isBlank(text, cursor.at + 1);
  if (cursor.column > indent || (cursor.column === indent && isSequence)) {
    const isOutdented = cursor.comments.some(({ column }) => column <= indent);
    const below = readBlock(cursor, indent, level + 1);
    // Behind such a comment, the `yaml` package joins a scalar with the key that follows.
    if (isOutdented && below.value.kind === 'scalar') throw UNUSUAL;
    return below;
  }
  return noValue(cursor, at, hasComment);
}

/** Reads an anchor and what it is of; the cursor is at that when it is read. */
function readAnchored(cursor: Cursor, read: (behind: number) => Ended): Ended {
  const name = readAnchor(cursor);
  const before = cursor.values;
  const behind = cursor.at;
  cursor.at = skipSpaces(cursor.text, behind);
  if (cursor.text.charCodeAt(cursor.at) === CHAR.asterisk) throw UNUSUAL;
  const ended = read(behind);
  anchor(cursor, name, ended.value, before);
  return ended;
}

/** Of an anchor without a value, the place is another. */
function withValue(ended: Ended): Ended {
  if (isMissing(ended.value)) throw UNUSUAL;
  return ended;
}

const isMissing = ({ kind, origin }: LocatedValue): boolean =>
  kind === 'scalar' && origin.start === origin.end;

function noValue(cursor: Cursor, at: number, hasComment: boolean): Ended {
  const isBehindComments = hasComment || cursor.comments.length > 0;
  return { value: missing(cursor, at), end: at, takesComments: false, isBehindComments };
}

/** Reads a value on the line of its key or dash: no collection in block style. */
function readInline(cursor: Cursor, parent: number): Ended {
  const { text } = cursor;
  const code = text.charCodeAt(cursor.at);
  if (code === CHAR.bar || code === CHAR.greater) {
    const value = readBlockScalar(cursor, parent);
    const { end } = value.origin;
    nextContent(cursor);
    return { value, end, takesComments: false, isBehindComments: false };
  }
  if (code === CHAR.openBrace || code === CHAR.openBracket) return flowOnLine(cursor, parent);
  if (code === CHAR.asterisk) return endOnLine(cursor, readAlias(cursor));
  return scalarOnLine(cursor, readKeyOrValue(cursor, parent + 1), parent);
}

/**
 * Reads a sequence, from its first dash.
 *
 * @see https://yaml.org/spec/1.2.2/#821-block-sequences
 */
function readSequence(cursor: Cursor, indent: number, level: number): Ended {
  const { text, at: start } = cursor;
  const items: LocatedValue[] = [];
  let last: Ended;
  let isOutdented = false;
  let dash = start;
  do {
    isOutdented ||= items.length > 0 && cursor.comments.some(({ column }) => column < indent);
    dash = cursor.at;
    last = readItem(cursor, indent, level);
    items.push(last.value);
  } while (
    cursor.column === indent &&
    text.charCodeAt(cursor.at) === CHAR.dash &&
    isBlank(text, cursor.at + 1)
  );
  // Behind such a comment, an item without a value ends elsewhere than others.
  if (isMissing(last.value) && (isOutdented || (items.length > 1 && isBelowComment(text, dash))))
    throw UNUSUAL;
  return endCollection(cursor, indent, last, start, (from, end) => ({
    kind: 'sequence',
    items,
    origin: originOf(cursor, from, end),
  }));
}

/** Whether the line above the one of a place, but for blank ones, is a comment. */
function isBelowComment(text: string, at: number): boolean {
  const above = text.slice(0, text.lastIndexOf('\n', at - 1) + 1).trimEnd();
  return above.charCodeAt(skipSpaces(above, above.lastIndexOf('\n') + 1)) === CHAR.hash;
}

function readItem(cursor: Cursor, indent: number, level: number): Ended {
  const { text, at: dash } = cursor;
  const at = skipSpaces(text, dash + 1);
  cursor.at = at;
  if (isLineEnd(text, at)) return readItemBelow(cursor, indent, level, dash + 1);
  const code = text.charCodeAt(at);
  if (code === CHAR.ampersand) {
    // On the line of a dash, an anchor before a map is its first key's.
    return readAnchored(cursor, behind =>
      isLineEnd(text, cursor.at)
        ? withValue(readItemBelow(cursor, indent, level, behind))
        : readInline(cursor, indent),
    );
  }
  if (code === CHAR.bar || code === CHAR.greater || code === CHAR.asterisk) {
    return readInline(cursor, indent);
  }
  // What stands behind the dash is indented by where it stands.
  cursor.column = indent + at - dash;
  return readBlock(cursor, indent, level + 1);
}

function readItemBelow(cursor: Cursor, indent: number, level: number, after: number): Ended {
  const { at } = cursor;
  const hasComment = finishLine(cursor, at > after);
  nextContent(cursor);
  return cursor.column > indent
    ? readBlock(cursor, indent, level + 1)
    : noValue(cursor, at, hasComment);
}

/**
 * Ends a collection at the content that comes next, which is none of it. Which of the comments before that
 * content belong to it decides where it ends: as the `yaml` package has it, comments that are indented more
 * than the collection are its last value's, and those indented like it are its own.
 */
function endCollection(
  cursor: Cursor,
  indent: number,
  last: Ended,
  start: number,
  make: (start: number, end: number) => LocatedValue,
): Ended {
  if (cursor.column > indent) throw UNUSUAL;
  if (last.isBehindComments) {
    // Before another document, blank lines count or don't, depending on what stands around them.
    if (cursor.column < 0 && cursor.at < cursor.text.length) throw UNUSUAL;
    // All of them are taken for the missing value's, up to whatever comes next.
    cursor.comments = [];
    const { at } = cursor;
    return { value: make(start, at), end: at, takesComments: false, isBehindComments: false };
  }
  let { end } = last;
  let taken = 0;
  if (last.takesComments) {
    for (const comment of cursor.comments) {
      if (comment.column <= indent) break;
      end = comment.end;
      taken++;
    }
  }
  const rest = taken > 0 ? cursor.comments.slice(taken) : cursor.comments;
  const isOwn = indent > 0 && rest.some(({ column }) => column >= indent);
  cursor.comments = isOwn ? [] : rest;
  return {
    value: make(start, end),
    end: isOwn ? cursor.at : end,
    takesComments: false,
    isBehindComments: false,
  };
}
