import type { TemplateNode } from './ast.ts';
import type { Token, TokenType } from './lexer.ts';
import { quoteGo } from './quote.ts';

/** Nesting of parentheses and blocks no real template has; the parser is recursive. */
export const MAX_NESTING = 200;
/** Where the parser stands. */
export interface Parser {
  readonly tokens: readonly Token[];
  readonly hasFunction: (name: string) => boolean;
  readonly defined: Map<string, readonly TemplateNode[]>;
  at: number;
  variables: string[];
  rangeDepth: number;
  nesting: number;
}

/** Thrown by the parser's modules only, and caught where the parser is entered. */
export class SyntaxStop extends Error {
  readonly place: { readonly start: number; readonly end: number };

  constructor(message: string, place: { readonly start: number; readonly end: number }) {
    super(message);
    this.place = place;
  }
}

/** The template ends here, with Go's message. */
export function fail(
  message: string,
  place: { readonly start: number; readonly end: number },
): never {
  throw new SyntaxStop(message, place);
}

const END: Token = { type: 'eof', value: 'EOF', start: 0, end: 0 };

/** The next token, blanks included. */
export const peekRaw = (p: Parser): Token => p.tokens[p.at] ?? p.tokens.at(-1) ?? END;

/** The next token but blanks. */
export function peek(p: Parser): Token {
  while (peekRaw(p).type === 'space') p.at++;
  return peekRaw(p);
}

/** Takes the next token but blanks. */
export function next(p: Parser): Token {
  const token = peek(p);
  p.at++;
  return token;
}

/** A token that cannot stand here. */
export function unexpected(token: Token, context: string): never {
  if (token.type === 'error') fail(token.value, token);
  const shown =
    token.type === 'eof'
      ? 'EOF'
      : token.type === 'keyword' || token.type === 'nil' || token.type === 'dot'
        ? `<${token.value}>`
        : token.value.length > 10
          ? `${quoteGo(token.value.slice(0, 10))}...`
          : quoteGo(token.value);
  fail(`unexpected ${shown} in ${context}`, token);
}

/** Takes a token of that type or fails. */
export function expect(p: Parser, type: TokenType, context: string): Token {
  const token = next(p);
  return token.type === type ? token : unexpected(token, context);
}

export const isKeyword = (token: Token, word: string): boolean =>
  token.type === 'keyword' && token.value === word;

/** The end of the token last read. */
export const lastEnd = (p: Parser): number => p.tokens[p.at - 1]?.end ?? 0;
