/** One source file as text. Offsets everywhere are UTF-16 code units, as JavaScript counts. */
export interface SourceText {
  /** Posix path relative to the repository root. */
  readonly path: string;
  readonly text: string;
}

/**
 * A stretch of one source file, end exclusive. Every value and every finding carries one;
 * there is no other way to say where something is.
 */
export interface Place {
  readonly file: SourceText;
  readonly start: number;
  readonly end: number;
  /** Why nothing may stand here after all, as a clause: what made it depends on something that is not known. */
  readonly doubt?: string;
}

/** A 1-based position; the column counts UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStartsOf = new WeakMap<SourceText, readonly number[]>();

/** Offsets at which the lines of a file begin; `\n`, `\r\n` and a lone `\r` end a line. */
export function lineStarts(file: SourceText): readonly number[] {
  const known = lineStartsOf.get(file);
  if (known) return known;
  const starts = [0];
  const { text } = file;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  lineStartsOf.set(file, starts);
  return starts;
}

/** The position of an offset; offsets past the end are clamped to it. */
export function positionAt(file: SourceText, offset: number): Position {
  const starts = lineStarts(file);
  const at = Math.max(0, Math.min(offset, file.text.length));
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  // A byte order mark is not a column: editors don't show it.
  const start = starts[low] ?? 0;
  const bom = low === 0 && file.text.charCodeAt(0) === 0xfeff && at > 0 ? 1 : 0;
  return { line: low + 1, column: at - start - bom + 1 };
}

/** The text of one 1-based line, without its line end. */
export function lineText(file: SourceText, line: number): string {
  const starts = lineStarts(file);
  const start = starts[line - 1];
  if (start === undefined) return '';
  const next = starts[line] ?? file.text.length + 1;
  return file.text
    .slice(start, next)
    .replace(/[\r\n]+$/, '')
    .replace(/^\uFEFF/, '');
}

/** The place at the very beginning of a file: for findings about the file as a whole. */
export function startOf(file: SourceText): Place {
  return { file, start: 0, end: 0 };
}

/** Whether two places share a character. */
export const overlaps = (a: Place, b: Place): boolean =>
  a.file === b.file && a.start < b.end && b.start < a.end;

/** The source text a place covers. */
export function textOf(place: Place): string {
  return place.file.text.slice(place.start, place.end);
}
