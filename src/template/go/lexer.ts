import { quoteGo } from './quote.ts';

export type TokenType =
  | 'text'
  | 'left'
  | 'right'
  | 'space'
  | 'identifier'
  | 'keyword'
  | 'field'
  | 'variable'
  | 'dot'
  | 'bool'
  | 'nil'
  | 'number'
  | 'char-constant'
  | 'string'
  | 'pipe'
  | 'assign'
  | 'declare'
  | '('
  | ')'
  | 'char'
  | 'error'
  | 'eof';

export interface Token {
  readonly type: TokenType;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const KEYWORDS: ReadonlySet<string> = new Set(
  'block break continue define else end if range template with'.split(' '),
);

/** Characters are told by their codes: NaN is what stands behind the end. */
const CODE = {
  quote: 34,
  dollar: 36,
  apostrophe: 39,
  open: 40,
  close: 41,
  plus: 43,
  comma: 44,
  minus: 45,
  dot: 46,
  zero: 48,
  nine: 57,
  colon: 58,
  equals: 61,
  backslash: 92,
  underscore: 95,
  backtick: 96,
  pipe: 124,
  brace: 125,
} as const;

const isSpace = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13;
const isDigit = (code: number): boolean => code >= CODE.zero && code <= CODE.nine;
const isAsciiLetter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === CODE.underscore;
const ALPHANUMERIC = /^[_\p{L}\p{Nd}]$/u;
const WORD = /[_\p{L}\p{Nd}]*/uy;
const NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y;

/**
 * Splits a template into tokens; the last one is `eof` or `error`, whose value is the message.
 * The states follow https://pkg.go.dev/text/template/parse (lex.go).
 */
export function lex(input: string): Token[] {
  const tokens: Token[] = [];
  let pos = 0;
  while (pos < input.length) {
    const open = input.indexOf('{{', pos);
    const trims =
      open >= 0 && input.charCodeAt(open + 2) === CODE.minus && isSpace(input.charCodeAt(open + 3));
    pushText(tokens, input, pos, open < 0 ? input.length : open, trims);
    if (open < 0) break;
    const inside = open + (trims ? 4 : 2);
    const after = input.startsWith('/*', inside)
      ? skipComment(tokens, input, inside)
      : lexAction(tokens, input, open, inside);
    if (after === undefined) return tokens;
    pos = after;
  }
  tokens.push({ type: 'eof', value: 'EOF', start: input.length, end: input.length });
  return tokens;
}

function pushText(tokens: Token[], input: string, start: number, to: number, trims: boolean): void {
  let end = to;
  while (trims && end > start && isSpace(input.charCodeAt(end - 1))) end--;
  if (end > start) tokens.push({ type: 'text', value: input.slice(start, end), start, end });
}

function pushError(tokens: Token[], start: number, end: number, value: string): undefined {
  tokens.push({ type: 'error', value, start, end });
  return undefined;
}

/** Where the right delimiter at `pos` ends; -1 where there is none. */
function rightEnd(input: string, pos: number): number {
  const code = input.charCodeAt(pos);
  if (code === CODE.brace) return input.charCodeAt(pos + 1) === CODE.brace ? pos + 2 : -1;
  const isMarked =
    isSpace(code) &&
    input.charCodeAt(pos + 1) === CODE.minus &&
    input.charCodeAt(pos + 2) === CODE.brace &&
    input.charCodeAt(pos + 3) === CODE.brace;
  return isMarked ? pos + 4 : -1;
}

/** What comes after the right delimiter from `pos` to `end`: with a marker, the first that is not blank. */
function afterRight(input: string, pos: number, end: number): number {
  let after = end;
  if (end - pos === 4) while (isSpace(input.charCodeAt(after))) after++;
  return after;
}

function skipComment(tokens: Token[], input: string, start: number): number | undefined {
  const close = input.indexOf('*/', start + 2);
  if (close < 0) return pushError(tokens, start, input.length, 'unclosed comment');
  const right = rightEnd(input, close + 2);
  return right < 0
    ? pushError(tokens, start, close + 2, 'comment ends before closing delimiter')
    : afterRight(input, close + 2, right);
}

/** Between tokens there are blanks or none: where they are is nowhere asked. */
const SPACE: Token = { type: 'space', value: ' ', start: 0, end: 0 };

/** Tokens of one action; answers the offset after it, or undefined after an error. */
function lexAction(
  tokens: Token[],
  input: string,
  open: number,
  inside: number,
): number | undefined {
  tokens.push({ type: 'left', value: '{{', start: open, end: inside });
  let depth = 0;
  let pos = inside;
  for (;;) {
    const end = rightEnd(input, pos);
    if (end >= 0) {
      if (depth > 0) return pushError(tokens, open, end, 'unclosed left paren');
      tokens.push({ type: 'right', value: '}}', start: pos, end });
      return afterRight(input, pos, end);
    }
    if (pos >= input.length) return pushError(tokens, open, input.length, 'unclosed action');
    if (isSpace(input.charCodeAt(pos))) {
      tokens.push(SPACE);
      pos = spacesEnd(input, pos);
      continue;
    }
    const token = lexInside(input, pos);
    if (token.type === '(') depth++;
    if (token.type === ')') depth--;
    if (depth < 0) return pushError(tokens, pos, pos + 1, 'unexpected right paren');
    tokens.push(token);
    if (token.type === 'error') return undefined;
    pos = token.end;
  }
}

const tokenOf = (type: TokenType, input: string, start: number, end: number): Token => ({
  type,
  value: input.slice(start, end),
  start,
  end,
});

const errorAt = (start: number, end: number, value: string): Token => ({
  type: 'error',
  value,
  start,
  end,
});

function lexInside(input: string, start: number): Token {
  const code = input.charCodeAt(start);
  if (isAsciiLetter(code)) return lexIdentifier(input, start);
  switch (code) {
    case CODE.dot:
      return isDigit(input.charCodeAt(start + 1))
        ? lexNumber(input, start)
        : lexName(input, start, 'field', 'dot');
    case CODE.dollar:
      return lexName(input, start, 'variable', 'variable');
    case CODE.equals:
      return tokenOf('assign', input, start, start + 1);
    case CODE.pipe:
      return tokenOf('pipe', input, start, start + 1);
    case CODE.open:
      return tokenOf('(', input, start, start + 1);
    case CODE.close:
      return tokenOf(')', input, start, start + 1);
    case CODE.colon:
      return input.charCodeAt(start + 1) === CODE.equals
        ? tokenOf('declare', input, start, start + 2)
        : errorAt(start, start + 1, 'expected :=');
    case CODE.quote:
    case CODE.apostrophe:
      return lexQuoted(input, start, code);
    case CODE.backtick: {
      const close = input.indexOf('`', start + 1);
      return close < 0
        ? errorAt(start, input.length, 'unterminated raw quoted string')
        : tokenOf('string', input, start, close + 1);
    }
    default:
      return isDigit(code) || code === CODE.plus || code === CODE.minus
        ? lexNumber(input, start)
        : lexOther(input, start);
  }
}

function lexOther(input: string, start: number): Token {
  const letter = String.fromCodePoint(input.codePointAt(start) ?? 0);
  if (ALPHANUMERIC.test(letter)) return lexIdentifier(input, start);
  return /[!-~]/.test(letter)
    ? tokenOf('char', input, start, start + 1)
    : errorAt(start, start + letter.length, `unrecognized character in action: ${unicode(letter)}`);
}

/** A run of blanks, but for the one that belongs to a trim marker behind it. */
function spacesEnd(input: string, start: number): number {
  let end = start;
  while (isSpace(input.charCodeAt(end))) end++;
  return end - start > 1 && rightEnd(input, end - 1) === end + 3 ? end - 1 : end;
}

function lexQuoted(input: string, start: number, quote: number): Token {
  for (let i = start + 1; i < input.length; i++) {
    let code = input.charCodeAt(i);
    if (code === quote)
      return tokenOf(quote === CODE.quote ? 'string' : 'char-constant', input, start, i + 1);
    if (code === CODE.backslash) code = input.charCodeAt(++i);
    if (code === 10) break;
  }
  const what = quote === CODE.quote ? 'quoted string' : 'character constant';
  return errorAt(start, input.length, `unterminated ${what}`);
}

function wordEnd(input: string, start: number): number {
  let end = start;
  while (isAsciiLetter(input.charCodeAt(end)) || isDigit(input.charCodeAt(end))) end++;
  if (!(input.charCodeAt(end) > 127)) return end;
  WORD.lastIndex = start;
  WORD.exec(input);
  return WORD.lastIndex;
}

/** `.name` or `$name`; alone, the sign is a token of its own. */
function lexName(input: string, start: number, type: TokenType, alone: TokenType): Token {
  const end = isTerminator(input, start + 1) ? start + 1 : wordEnd(input, start + 1);
  if (!isTerminator(input, end)) return badCharacter(input, start, end);
  return { type: end === start + 1 ? alone : type, value: input.slice(start, end), start, end };
}

function lexIdentifier(input: string, start: number): Token {
  const end = wordEnd(input, start);
  if (!isTerminator(input, end)) return badCharacter(input, start, end);
  const value = input.slice(start, end);
  const type = KEYWORDS.has(value)
    ? 'keyword'
    : value === 'nil'
      ? 'nil'
      : value === 'true' || value === 'false'
        ? 'bool'
        : 'identifier';
  return { type, value, start, end };
}

function lexNumber(input: string, start: number): Token {
  const scan = (from: number): number => {
    NUMBER.lastIndex = from;
    NUMBER.exec(input);
    return NUMBER.lastIndex;
  };
  const first = scan(start);
  const isComplex = input[first] === '+' || input[first] === '-';
  const end = isComplex ? scan(first) : first;
  const value = input.slice(start, end);
  const next = input.codePointAt(end);
  const glued = next !== undefined && ALPHANUMERIC.test(String.fromCodePoint(next));
  if (glued || (isComplex && !value.endsWith('i'))) {
    const shown = value + (glued ? String.fromCodePoint(next) : '');
    return { type: 'error', value: `bad number syntax: ${quoteGo(shown)}`, start, end };
  }
  return { type: 'number', value, start, end };
}

function isTerminator(input: string, pos: number): boolean {
  const code = input.charCodeAt(pos);
  switch (code) {
    case CODE.dot:
    case CODE.comma:
    case CODE.pipe:
    case CODE.colon:
    case CODE.open:
    case CODE.close:
      return true;
    case CODE.brace:
      return input.charCodeAt(pos + 1) === CODE.brace;
    default:
      return isSpace(code) || Number.isNaN(code);
  }
}

function badCharacter(input: string, start: number, end: number): Token {
  const char = String.fromCodePoint(input.codePointAt(end) ?? 0);
  return { type: 'error', value: `bad character ${unicode(char)}`, start, end: end + char.length };
}

/** Go's `%#U`. */
function unicode(char: string): string {
  const hex = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /\p{C}/u.test(char) ? `U+${hex}` : `U+${hex} '${char}'`;
}
