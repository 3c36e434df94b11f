import type { SourceText } from '../../source/text.ts';
import type { LocatedValue } from '../located.ts';
import { readBlock } from './block.ts';
import {
  CHAR,
  type Cursor,
  finishLine,
  missing,
  nextContent,
  skipSpaces,
  UNUSUAL,
} from './cursor.ts';
import { readFlow } from './flow.ts';

/**
 * Reads the YAML that nearly all manifests are: maps and sequences in blocks or brackets, scalars plain, quoted
 * or in blocks. It is what the `yaml` package makes of the same text, each place included, at a fraction of the
 * cost: no tokens, nodes and documents in between.
 *
 * @returns the value of each document; undefined for a text with anything else in it (anchors, tags, merge
 * keys, tabs, carriage returns, directives, whatever is an error), which is left to the full parser
 */
export function readPlainYaml(file: SourceText): readonly LocatedValue[] | undefined {
  const { text } = file;
  if (text.includes(BYTE_ORDER_MARK) || text.includes('\r')) return undefined;
  try {
    return readDocuments({
      file,
      text,
      document: 0,
      at: 0,
      column: -1,
      comments: [],
      values: 0,
      anchors: new Map(),
    });
  } catch (error) {
    if (error === UNUSUAL) return undefined;
    throw error;
  }
}

/** A document may begin with one, wherever it begins in the file. */
const BYTE_ORDER_MARK = '\ufeff';

function readDocuments(cursor: Cursor): LocatedValue[] {
  const { text } = cursor;
  const values: LocatedValue[] = [];
  nextContent(cursor);
  while (cursor.at < text.length) {
    cursor.document = values.length;
    cursor.anchors.clear();
    let empty = -1;
    if (cursor.column < 0) {
      // The `---` of a document; one without content is a null behind it.
      const after = cursor.at + 3;
      empty = skipSpaces(text, after);
      cursor.at = empty;
      finishLine(cursor, empty > after);
      nextContent(cursor);
    }
    values.push(cursor.column < 0 ? missing(cursor, empty) : readContent(cursor));
    if (cursor.column >= 0) throw UNUSUAL;
  }
  return values;
}

/** The content of a document begins in the first column. */
function readContent(cursor: Cursor): LocatedValue {
  const { text, at, column } = cursor;
  if (column !== 0) throw UNUSUAL;
  const code = text.charCodeAt(at);
  if (code !== CHAR.openBrace && code !== CHAR.openBracket) return readBlock(cursor, -1, 1).value;
  const value = readFlow(cursor, 0);
  finishLine(cursor, false);
  nextContent(cursor);
  return value;
}
