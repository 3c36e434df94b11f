import { lineText, type Place, positionAt } from '../source/text.ts';

/** A stretch of one line: 1-based columns in UTF-16 code units, end exclusive, never empty. */
export interface LineRegion {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

/**
 * The part of a place on its first line, at least one column wide: what viewers can mark. An alert of
 * several lines would show in a pull request only where the diff has all of them.
 */
export function firstLine({ file, start, end }: Place): LineRegion {
  const { line, column } = positionAt(file, start);
  const last = positionAt(file, end);
  const lineEnd = lineText(file, line).length + 1;
  const endColumn = last.line === line ? last.column : lineEnd;
  return { line, column, endColumn: Math.max(endColumn, column + 1) };
}
