import { Lexer } from 'yaml';

/** Nesting that no manifest has and that the recursive parser does not survive. */
export const MAX_DEPTH = 300;

/**
 * Whether a text nests flow collections or block indentation deeper than the parser can bear.
 * A stack overflow inside the parser can end the process, so this is asked before parsing.
 */
export const isTooDeep = (text: string): boolean =>
  isIndentedTooDeep(text) || isNestedTooDeep(text);

/** The same of blocks. */
export const isIndentedTooDeep = (text: string): boolean =>
  mayIndentDeep(text) && /^[ \t]*(?:[-?] ){300}|^[ \t]{2000}/m.test(text);

/** The same of brackets. */
export const isNestedTooDeep = (text: string): boolean =>
  bracketDepth(text) > MAX_DEPTH && flowDepth(text) > MAX_DEPTH;

/** What is looked for is twice as long, and so has a stretch that begins at a multiple of it. */
const STEP = 280;

/** Whether a text may have so many dashes or blanks in a row: few places of it tell. */
function mayIndentDeep(text: string): boolean {
  for (let at = 0; at < text.length; at += STEP) {
    let end = at;
    while (end - at < STEP && isIndentation(text.charCodeAt(end))) end++;
    if (end - at === STEP) return true;
  }
  return false;
}

/** A blank, a tab, `-` or `?`. */
const isIndentation = (code: number): boolean =>
  code === 32 || code === 45 || code === 9 || code === 63;

/** An upper bound that also counts brackets in comments and strings. */
function bracketDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 91) continue;
    if (code === 91 || code === 123) deepest = Math.max(deepest, ++depth);
    else if ((code === 93 || code === 125) && depth > 0) depth--;
  }
  return deepest;
}

/** The exact depth of flow collections: the lexer is iterative and knows strings from brackets. */
function flowDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++depth);
    else if ((token === ']' || token === '}') && depth > 0) depth--;
  }
  return deepest;
}
