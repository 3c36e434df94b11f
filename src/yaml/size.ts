import { CST, Lexer } from 'yaml';

/**
 * Keys, values and documents that one file may hold: what the parser reads in about a second. The
 * largest bundles of CRDs have half of it.
 */
export const MAX_VALUES = 150_000;

/** Whether a file holds more than {@link MAX_VALUES}. Long texts in blocks count once. */
export function hasTooManyValues(text: string): boolean {
  return separators(text) > MAX_VALUES && countValues(text) > MAX_VALUES;
}

/** An upper bound: without one of these between them there are no two values. */
function separators(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13 || code === 44 || code === 45 || code === 58) count++;
  }
  return count;
}

const COUNTED: ReadonlySet<string> = new Set([CST.SCALAR, '---', '-', '?', '[', '{']);

function countValues(text: string): number {
  let count = 0;
  for (const token of new Lexer().lex(text)) {
    if (COUNTED.has(token) && ++count > MAX_VALUES) break;
  }
  return count;
}
