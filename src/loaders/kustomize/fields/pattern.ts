/** Whether a text matches; undefined where this can't be told. */
export type Match = (text: string) => boolean | undefined;

/** What Go's regular expressions have and JavaScript's don't. */
const GO_ONLY = /\(\?(?:P<|[imsU-]+[:)])|\[\[:|\\[AzQEpP]/;
/** What JavaScript's have and Go's don't. */
const NOT_GO = /\(\?(?:<?[=!])|\\[1-9]|\(\?<(?![=!])|\\u|\\c|\\k/;

const MAX_LENGTH = 256;
/** Work above this is not begun. */
const MAX_WORK = 2_000_000;

/**
 * Compiles a regular expression of kustomize (Go's RE2). Since the expression comes from the
 * repository, one that JavaScript could take exponential time for is not run: its answer is
 * undefined.
 *
 * @returns undefined for an expression that Go refuses
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function compilePattern(source: string): Match | undefined {
  const ignoreCase = source.startsWith('(?i)');
  const pattern = ignoreCase ? source.slice(4) : source;
  if (/^[\w./:@-]*$/.test(pattern) && !pattern.includes('.') && !ignoreCase) {
    return text => text === pattern;
  }
  if (GO_ONLY.test(pattern)) return () => undefined;
  if (NOT_GO.test(pattern)) return undefined;
  let compiled: RegExp;
  try {
    compiled = new RegExp(`^(?:${pattern})$`, ignoreCase ? 'si' : 's');
  } catch {
    return undefined;
  }
  const cost = costOf(pattern);
  if (!cost) return () => undefined;
  const isAffordable = (text: string) =>
    text.length <= MAX_LENGTH && text.length ** cost.loops * 2 ** cost.branches <= MAX_WORK;
  return text => (isAffordable(text) ? compiled.test(text) : undefined);
}

interface Cost {
  /** Open repetitions: each may multiply the work by the text's length. */
  readonly loops: number;
  /** Optional pieces and choices: each may double it. */
  readonly branches: number;
}

/**
 * What backtracking may cost at most; undefined where it may explode: a repeated group that itself
 * repeats or chooses.
 */
function costOf(pattern: string): Cost | undefined {
  if (pattern.length > MAX_LENGTH) return undefined;
  const plain = pattern.replace(/\\./g, 'x').replace(/\[\^?\]?[^\]]*\]/g, 'x');
  const groups: { repeats: boolean }[] = [{ repeats: false }];
  let loops = 0;
  let branches = 0;
  for (let i = 0; i < plain.length; i++) {
    const char = plain[i];
    const group = groups.at(-1);
    if (char === '(') groups.push({ repeats: false });
    else if (char === ')') {
      const inner = groups.pop();
      const isRepeated = /^[*+{]/.test(plain.slice(i + 1));
      if (isRepeated && inner?.repeats) return undefined;
      const outer = groups.at(-1);
      if (inner?.repeats && outer) outer.repeats = true;
    } else if (char === '|' || (char === '?' && !/[(*+?}]/.test(plain[i - 1] ?? ''))) {
      // A choice at the top only adds what its sides cost.
      if (groups.length > 1 || char === '?') branches++;
      if (group) group.repeats = true;
    } else if (char === '*' || char === '+' || char === '{') {
      if (group) group.repeats = true;
      loops++;
    }
  }
  return { loops, branches };
}
