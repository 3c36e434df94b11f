import { UNUSUAL } from './cursor.ts';

/**
 * The text of a plain or single-quoted scalar of several lines: one newline is a space, more are one less.
 *
 * @see https://yaml.org/spec/1.2.2/#65-line-folding
 */
export function unfold(source: string): string {
  const lines = source.split('\n');
  const last = lines.length - 1;
  if (last === 0) return source;
  let text = trimEnd(lines[0] ?? '');
  let separator = ' ';
  for (let i = 1; i < last; i++) {
    const line = trimEnd(trimStart(lines[i] ?? ''));
    if (line !== '') {
      text += separator + line;
      separator = ' ';
    } else if (separator === '\n') text += separator;
    else separator = '\n';
  }
  return text + separator + trimStart(lines[last] ?? '');
}

const isWhite = (char: string | undefined): boolean => char === ' ' || char === '\t';

function trimStart(line: string): string {
  let at = 0;
  while (isWhite(line[at])) at++;
  return at === 0 ? line : line.slice(at);
}

function trimEnd(line: string): string {
  let end = line.length;
  while (end > 0 && isWhite(line[end - 1])) end--;
  return line.slice(0, end);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
};

/** Digits after the letter of an escape for a character's number. */
const DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * The text between double quotes, where it has escapes or several lines. An escape that there isn't is left to the
 * full parser.
 *
 * @see https://yaml.org/spec/1.2.2/#731-double-quoted-style
 */
export function unescaped(source: string): string {
  let text = '';
  let from = 0;
  for (let at = nextSpecial(source, 0); at < source.length; at = nextSpecial(source, from)) {
    if (source[at] === '\n') {
      text += trimEnd(source.slice(from, at));
      const { fold, next } = foldNewline(source, at);
      text += fold;
      from = next;
    } else {
      text += source.slice(from, at);
      const { char, next } = escaped(source, at);
      text += char;
      from = next;
    }
  }
  return text + source.slice(from);
}

function nextSpecial(source: string, from: number): number {
  for (let at = from; at < source.length; at++) {
    const char = source[at];
    if (char === '\\' || char === '\n') return at;
  }
  return source.length;
}

/** What a newline and the white space after it are: a space, or one newline less than there are. */
function foldNewline(source: string, at: number): { fold: string; next: number } {
  let newlines = 0;
  let next = at + 1;
  while (isWhite(source[next]) || source[next] === '\n') {
    if (source[next] === '\n') newlines++;
    next++;
  }
  return { fold: newlines === 0 ? ' ' : '\n'.repeat(newlines), next };
}

function escaped(source: string, at: number): { char: string; next: number } {
  const letter = source[at + 1] ?? '';
  if (letter === '\n') {
    // The newline is none, nor is the white space that the next line begins with.
    let next = at + 2;
    while (isWhite(source[next])) next++;
    return { char: '', next };
  }
  const known = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
  if (known !== undefined) return { char: known, next: at + 2 };
  const digits = Object.hasOwn(DIGITS, letter) ? DIGITS[letter] : undefined;
  if (digits === undefined) throw UNUSUAL;
  const next = at + 2 + digits;
  return { char: character(source.slice(at + 2, next), digits), next };
}

function character(hex: string, digits: number): string {
  if (hex.length !== digits || !/^[0-9a-fA-F]+$/.test(hex)) throw UNUSUAL;
  const code = Number.parseInt(hex, 16);
  if (code > 0x10ffff) throw UNUSUAL;
  return String.fromCodePoint(code);
}
