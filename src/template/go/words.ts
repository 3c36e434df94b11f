import { isGoSpace } from '../fast.ts';
import { goLower, goUpper } from '../normalize.ts';
import { byteLength, byteSlice, isAscii } from './bytes.ts';
import { unknowable } from './stop.ts';

/** Word functions of sprig, after https://pkg.go.dev/github.com/Masterminds/goutils. */

const mapWordStarts = (text: string, change: (char: string) => string): string => {
  let atStart = true;
  let out = '';
  for (const char of text) {
    const isSpace = isGoSpace(char);
    out += atStart && !isSpace ? change(char) : char;
    atStart = isSpace;
  }
  return out;
};

/** `untitle`: the first letter of each word in lower case. */
export const uncapitalize = (text: string): string => mapWordStarts(text, goLower);

/** `title`, Go's `strings.Title`: what follows anything but letters, digits and `_` is upper case. */
export function titleCase(text: string): string {
  let previous = ' ';
  let out = '';
  for (const char of text) {
    out += isSeparator(previous) ? goUpper(char) : char;
    previous = char;
  }
  return out;
}

function isSeparator(char: string): boolean {
  if (/^[0-9A-Za-z_]$/.test(char)) return false;
  if (isAscii(char)) return true;
  return !/^[\p{L}\p{Nd}]$/u.test(char) && isGoSpace(char);
}

/** `swapcase`: a lower-case letter at a word's start becomes upper case like every other. */
export const swapCase = (text: string): string =>
  [...text].map(char => (/^[\p{Lu}\p{Lt}]$/u.test(char) ? goLower(char) : goUpper(char))).join('');

/** `initials`: the first letter of each word. */
export function initials(text: string): string {
  if (!isAscii(text)) unknowable('initials of text beyond ASCII is not evaluated');
  return text
    .split(/[\t\n\v\f\r ]+/)
    .map(word => word.slice(0, 1))
    .join('');
}

/** `abbrevboth` with an offset, `abbrev` without. */
export function abbreviate(text: string, from: number, width: number): string {
  const length = byteLength(text);
  if (length <= width) return text;
  let offset = Math.min(from, length);
  if (length - offset < width - 3) offset = length - (width - 3);
  if (offset <= 4) return `${byteSlice(text, 0, width - 3)}...`;
  if (width < 7) return '';
  if (offset + width - 3 < length) {
    return `...${abbreviate(byteSlice(text, offset, length), 0, width - 3)}`;
  }
  return `...${byteSlice(text, length - (width - 3), length)}`;
}

/** `wrap` and `wrapWith`: lines of at most `limit` bytes, cut at blanks where there are any. */
export function wrapText(text: string, limit: number, newline: string, cutWords: boolean): string {
  if (!isAscii(text)) unknowable('wrapping text beyond ASCII is not evaluated');
  const width = Math.max(1, limit);
  let out = '';
  let at = 0;
  while (text.length - at > width) {
    if (text[at] === ' ') {
      at++;
      continue;
    }
    const space = text.slice(at, at + width + 1).lastIndexOf(' ');
    const cut = space >= 0 ? at + space : cutWords ? at + width : text.indexOf(' ', at + width);
    if (cut < 0) break;
    out += text.slice(at, cut) + newline;
    at = space < 0 && cutWords ? cut : cut + 1;
  }
  return out + text.slice(at);
}
