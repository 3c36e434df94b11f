import { RE2JS } from 're2js';

/** Whether a text matches; undefined where this can't be told. */
export type Match = (text: string) => boolean | undefined;

/** Longer expressions and texts are not looked at: no name of an object or an image is as long. */
const MAX_LENGTH = 512;

/** Few are different: an entry of `images` is met in each build that reads it. */
const compiled = new Map<string, Match | undefined>();
const MAX_COMPILED = 2_000;

/**
 * Compiles a regular expression of kustomize as Go does (RE2): the text is matched as a whole, in
 * linear time whatever the repository's expression is.
 *
 * @returns undefined for an expression that Go refuses
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function compilePattern(pattern: string): Match | undefined {
  if (/^[\w/:@-]*$/.test(pattern)) return text => text === pattern;
  if (pattern.length > MAX_LENGTH) return () => undefined;
  if (!compiled.has(pattern)) {
    if (compiled.size >= MAX_COMPILED) compiled.clear();
    compiled.set(pattern, linear(pattern));
  }
  return compiled.get(pattern);
}

function linear(pattern: string): Match | undefined {
  try {
    const made = RE2JS.compile(`^(?:${pattern})$`);
    return text => (text.length <= MAX_LENGTH ? made.matcher(text).find() : undefined);
  } catch {
    return undefined;
  }
}
