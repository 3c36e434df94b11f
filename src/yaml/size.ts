import { CST, Lexer } from 'yaml';

/**
 * Keys, values and documents that one file may hold: what the parser reads in about a second. The
 * largest bundles of CRDs have half of it.
 */
export const MAX_VALUES = 150_000;

/** Whether a file holds more than {@link MAX_VALUES}. Long texts in blocks count once. */
export function hasTooManyValues(text: string): boolean {
  if (text.length <= MAX_VALUES) return false;
  return separators(text) > MAX_VALUES && countValues(text) > MAX_VALUES;
}

/** An upper bound: without one of these between them there are no two values. Prose has many that are none. */
function separators(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 58) continue;
    if (code === 10 || code === 13 || code === 44) count++;
    else if (code === 45 || code === 58) {
      // A dash, and a colon that is not behind quotes, have a blank or the end behind them.
      const next = text.charCodeAt(i + 1);
      if (!(next > 32) || (code === 58 && isQuote(text.charCodeAt(i - 1)))) count++;
    }
  }
  return count;
}

const isQuote = (code: number): boolean => code === 34 || code === 39;

const COUNTED: ReadonlySet<string> = new Set([CST.SCALAR, '---', '-', '?', '[', '{']);

function countValues(text: string): number {
  let count = 0;
  for (const token of new Lexer().lex(text)) {
    if (COUNTED.has(token) && ++count > MAX_VALUES) break;
  }
  return count;
}
