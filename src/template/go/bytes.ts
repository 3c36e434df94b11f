import { unknowable } from './stop.ts';

const ASCII = /^[\x00-\x7f]*$/;

/** Whether byte and UTF-16 offsets are the same. */
export const isAscii = (text: string): boolean => ASCII.test(text);

/** Go's `len` of a string. */
export const byteLength = (text: string): number => Buffer.byteLength(text);

/** Go's `text[start:end]`, which counts UTF-8 bytes; half a character has no text. */
export function byteSlice(text: string, start: number, end: number): string {
  if (isAscii(text)) return text.slice(start, end);
  const bytes = Buffer.from(text).subarray(start, end);
  const slice = bytes.toString('utf8');
  return Buffer.from(slice).equals(bytes) ? slice : unknowable('a character is cut in half');
}
