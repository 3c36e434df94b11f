import { lineText, type Place, positionAt } from '../source/text.ts';
import { printable } from './escape.ts';

export interface CodeFrame {
  readonly line: number;
  /** The line as shown, cut to what matters when it is long. */
  readonly text: string;
  /** Columns (0-based) of `text` that are marked. */
  readonly from: number;
  readonly to: number;
}

/** How wide a frame is at the most, and where nothing is known of the terminal. */
const MAX_WIDTH = 100;

/** Narrower ones say nothing. */
const MIN_WIDTH = 30;
const TAB = '    ';

/**
 * The first line of a place with the exact characters to mark; undefined for an empty file.
 *
 * @param room how many columns there are for it
 */
export function codeFrame(place: Place, room = MAX_WIDTH): CodeFrame | undefined {
  const width = Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, room));
  const { line, column } = positionAt(place.file, place.start);
  const end = positionAt(place.file, place.end);
  const text = lineText(place.file, line);
  if (text === '') return undefined;
  const first = column - 1 - (isWithinCharacter(text, column - 1) ? 1 : 0);
  const until = end.line === line ? Math.max(end.column - 1, first + 1) : text.length;
  const last = until + (isWithinCharacter(text, until) ? 1 : 0);
  const before = show(text.slice(0, first));
  const marked = show(text.slice(first, last)) || ' ';
  const after = show(text.slice(last));
  // Long lines keep the marked part and some of what is around it.
  const cut = Math.max(0, before.length + Math.min(marked.length, width / 2) - width + 10);
  const lead = cut > 0 ? `…${before.slice(cut + 1)}` : before;
  const body = lead + marked + after;
  const shown = body.length > width ? `${body.slice(0, width - 1)}…` : body;
  const to = Math.min(lead.length + marked.length, width);
  return { line, text: shown, from: lead.length, to: Math.max(to, lead.length + 1) };
}

/** Whether a cut there would leave the halves of a character: neither would be known for what it is. */
const isWithinCharacter = (text: string, at: number): boolean =>
  at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff;

const show = (text: string): string => printable(text.replace(/\t/g, TAB));
