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
const SPACES = ' \t\r\n';

const isSpace = (char: string | undefined): boolean =>
  char !== undefined && char !== '' && SPACES.includes(char);
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
    const trims = open >= 0 && input[open + 2] === '-' && isSpace(input[open + 3]);
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
  while (trims && end > start && isSpace(input[end - 1])) end--;
  if (end > start) tokens.push({ type: 'text', value: input.slice(start, end), start, end });
}

function pushError(tokens: Token[], start: number, end: number, value: string): undefined {
  tokens.push({ type: 'error', value, start, end });
  return undefined;
}

/** Where the right delimiter at `pos` ends, blanks trimmed by its marker included. */
function rightDelimiter(input: string, pos: number): { end: number; after: number } | undefined {
  const marked = isSpace(input[pos]) && input[pos + 1] === '-' && input.startsWith('}}', pos + 2);
  if (!marked && !input.startsWith('}}', pos)) return undefined;
  const end = pos + (marked ? 4 : 2);
  let after = end;
  while (marked && isSpace(input[after])) after++;
  return { end, after };
}

function skipComment(tokens: Token[], input: string, start: number): number | undefined {
  const close = input.indexOf('*/', start + 2);
  if (close < 0) return pushError(tokens, start, input.length, 'unclosed comment');
  const right = rightDelimiter(input, close + 2);
  return (
    right?.after ?? pushError(tokens, start, close + 2, 'comment ends before closing delimiter')
  );
}

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
    const right = rightDelimiter(input, pos);
    if (right) {
      if (depth > 0) return pushError(tokens, open, right.end, 'unclosed left paren');
      tokens.push({ type: 'right', value: '}}', start: pos, end: right.end });
      return right.after;
    }
    if (pos >= input.length) return pushError(tokens, open, input.length, 'unclosed action');
    const token = lexInside(input, pos);
    if (token.type === '(') depth++;
    if (token.type === ')') depth--;
    if (depth < 0) return pushError(tokens, pos, pos + 1, 'unexpected right paren');
    tokens.push(token);
    if (token.type === 'error') return undefined;
    pos = token.end;
  }
}

const SINGLE: Readonly<Record<string, TokenType>> = {
  '=': 'assign',
  '|': 'pipe',
  '(': '(',
  ')': ')',
};

function lexInside(input: string, start: number): Token {
  const char = input[start] ?? '';
  const token = (type: TokenType, end: number, value = input.slice(start, end)): Token => ({
    type,
    value,
    start,
    end,
  });
  if (isSpace(char)) return token('space', spacesEnd(input, start));
  const single = SINGLE[char];
  if (single) return token(single, start + 1);
  if (char === ':') {
    return input[start + 1] === '='
      ? token('declare', start + 2)
      : token('error', start + 1, 'expected :=');
  }
  if (char === '"' || char === "'") return lexQuoted(input, start, char);
  if (char === '`') {
    const close = input.indexOf('`', start + 1);
    return close < 0
      ? token('error', input.length, 'unterminated raw quoted string')
      : token('string', close + 1);
  }
  if (char === '$') return lexName(input, start, 'variable', 'variable');
  if (char === '.' && !/[0-9]/.test(input[start + 1] ?? '')) {
    return lexName(input, start, 'field', 'dot');
  }
  if (/[.+\-0-9]/.test(char)) return lexNumber(input, start);
  const letter = String.fromCodePoint(input.codePointAt(start) ?? 0);
  if (ALPHANUMERIC.test(letter)) return lexIdentifier(input, start);
  return /[!-~]/.test(char)
    ? token('char', start + 1)
    : token('error', start + letter.length, `unrecognized character in action: ${unicode(letter)}`);
}

/** A run of blanks, but for the one that belongs to a trim marker behind it. */
function spacesEnd(input: string, start: number): number {
  let end = start;
  while (isSpace(input[end])) end++;
  return end - start > 1 && rightDelimiter(input, end - 1)?.end === end + 3 ? end - 1 : end;
}

function lexQuoted(input: string, start: number, quote: string): Token {
  const what = quote === '"' ? 'quoted string' : 'character constant';
  for (let i = start + 1; i < input.length && input[i] !== '\n'; i++) {
    if (input[i] === '\\') {
      i++;
      if (i >= input.length || input[i] === '\n') break;
    } else if (input[i] === quote) {
      const type = quote === '"' ? 'string' : 'char-constant';
      return { type, value: input.slice(start, i + 1), start, end: i + 1 };
    }
  }
  return { type: 'error', value: `unterminated ${what}`, start, end: input.length };
}

function wordEnd(input: string, start: number): number {
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
  const char = input[pos];
  return (
    char === undefined || isSpace(char) || '.,|:)('.includes(char) || input.startsWith('}}', pos)
  );
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
