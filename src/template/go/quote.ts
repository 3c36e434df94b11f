const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};

const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** Quotes as Go's `strconv.Quote` (https://pkg.go.dev/strconv#Quote). */
export function quoteGo(text: string, quote = '"'): string {
  let out = quote;
  for (const char of text) out += escapeRune(char, quote);
  return out + quote;
}

function escapeRune(char: string, quote: string): string {
  if (char === quote) return `\\${quote}`;
  const short = SHORT_ESCAPES[char];
  if (short !== undefined) return short;
  if (PRINTABLE.test(char)) return char;
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000
    ? `\\u${code.toString(16).padStart(4, '0')}`
    : `\\U${code.toString(16).padStart(8, '0')}`;
}

const ESCAPE =
  /\\(?:([abfnrtv\\'"])|x([0-9a-fA-F]{2})|([0-7]{3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y;

const SHORT_VALUES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
  "'": 39,
  '"': 34,
};

/**
 * The value of a Go string or character literal, quotes included; undefined if its syntax is wrong
 * (https://pkg.go.dev/strconv#Unquote).
 */
export function unquoteGo(literal: string): string | undefined {
  const quote = literal[0] ?? '';
  const body = literal.slice(1, -1);
  if (quote === '`') return body.replaceAll('\r', '');
  if (!body.includes('\\')) return body.includes(quote) ? undefined : body;
  const chunks: Buffer[] = [];
  for (let i = 0; i < body.length; ) {
    const backslash = body.indexOf('\\', i);
    const stop = backslash < 0 ? body.length : backslash;
    if (stop > i) chunks.push(Buffer.from(body.slice(i, stop)));
    i = stop;
    if (backslash < 0) break;
    ESCAPE.lastIndex = i;
    const match = ESCAPE.exec(body);
    const bytes = match ? escapeBytes(match, quote) : undefined;
    if (!bytes) return undefined;
    chunks.push(bytes);
    i = ESCAPE.lastIndex;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function escapeBytes(match: RegExpExecArray, quote: string): Buffer | undefined {
  const [, short, hex, octal, small, large] = match;
  if (short !== undefined) {
    if ((short === '"' || short === "'") && short !== quote) return undefined;
    return Buffer.of(SHORT_VALUES[short] ?? 0);
  }
  if (hex !== undefined) return Buffer.of(Number.parseInt(hex, 16));
  if (octal !== undefined) {
    const byte = Number.parseInt(octal, 8);
    return byte > 255 ? undefined : Buffer.of(byte);
  }
  const code = Number.parseInt(small ?? large ?? '', 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  return Buffer.from(String.fromCodePoint(code));
}
