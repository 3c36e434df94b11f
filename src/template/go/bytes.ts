import { unknowable } from './stop.ts';

const ASCII = /^[\x00-\x7f]*$/;

/** Whether byte and UTF-16 offsets are the same. */
export const isAscii = (text: string): boolean => ASCII.test(text);

/** Bytes that are no UTF-8 stand in a string as lone surrogates: U+DC80 for 0x80 and so on. */
const ESCAPED = /[\udc80-\udcff]/;
const LONE = /(?<![\ud800-\udbff])[\udc80-\udcff]/g;

/** The bytes of a Go string. */
export function encodeBytes(text: string): Buffer {
  if (!ESCAPED.test(text)) return Buffer.from(text);
  const parts: Buffer[] = [];
  let last = 0;
  for (const match of text.matchAll(LONE)) {
    parts.push(Buffer.from(text.slice(last, match.index)));
    parts.push(Buffer.from([match[0].charCodeAt(0) & 0xff]));
    last = match.index + 1;
  }
  return Buffer.concat([...parts, Buffer.from(text.slice(last))]);
}

/** A Go string of bytes, which need not be UTF-8. */
export function decodeBytes(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  if (!text.includes('\ufffd')) return text;
  let out = '';
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for (let at = 0; at < buffer.length; ) {
    const end = sequenceEnd(buffer, at);
    try {
      out += decoder.decode(buffer.subarray(at, end));
      at = end;
    } catch {
      out += String.fromCharCode(0xdc00 | (buffer[at] ?? 0));
      at++;
    }
  }
  return out;
}

function sequenceEnd(buffer: Buffer, at: number): number {
  const first = buffer[at] ?? 0;
  return at + (first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);
}

/** Go's `len` of a string. */
export const byteLength = (text: string): number => encodeBytes(text).length;

/** Go's `text[start:end]`, which counts UTF-8 bytes; half a character has no text. */
export function byteSlice(text: string, start: number, end: number): string {
  if (isAscii(text)) return text.slice(start, end);
  const bytes = Buffer.from(text).subarray(start, end);
  const slice = bytes.toString('utf8');
  return Buffer.from(slice).equals(bytes) ? slice : unknowable('a character is cut in half');
}
