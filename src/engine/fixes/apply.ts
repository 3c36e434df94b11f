import { type Edit, edited } from '../../source/edit.ts';
import type { SourceText } from '../../source/text.ts';

/**
 * The text with edits made; line ends in the new texts become those of the file.
 *
 * @param edits of this file, that don't overlap
 */
export const applyEdits = (file: SourceText, edits: readonly Edit[]): string =>
  edited(file, 0, file.text.length, inFileStyle(file, edits));

/** Edits with the file's own line ends. */
export function inFileStyle(file: SourceText, edits: readonly Edit[]): Edit[] {
  const windows = (file.text.match(/\r\n/g) ?? []).length;
  const all = (file.text.match(/\n/g) ?? []).length;
  if (windows * 2 <= all) return [...edits];
  return edits.map(edit => ({ ...edit, text: edit.text.replace(/\r?\n/g, '\r\n') }));
}

/** Whether two edits can't both be made: they share characters, or insert at one place. */
export function conflict(a: Edit, b: Edit): boolean {
  if (a.at.file.path !== b.at.file.path || isEqual(a, b)) return false;
  const { start, end } = a.at;
  return start === b.at.start || (start < b.at.end && b.at.start < end);
}

/** The same change, asked for twice. */
export const isEqual = (a: Edit, b: Edit): boolean =>
  a.at.file.path === b.at.file.path &&
  a.at.start === b.at.start &&
  a.at.end === b.at.end &&
  a.text === b.text;
