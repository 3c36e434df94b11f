import {
  type CharacterTest,
  compileGlob,
  type GlobNode,
  type GlobProgram,
  literal,
  type MatchResult,
  notSlash,
  runGlob,
} from './matcher.ts';

/** A compiled `path.Match` pattern; undefined if its syntax is wrong. */
export function compilePathPattern(pattern: string): GlobProgram | undefined {
  const nodes: GlobNode[] = [];
  const chars = [...pattern];
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] ?? '';
    if (char === '*') {
      if (nodes.at(-1)?.kind !== 'many') nodes.push({ kind: 'many', test: notSlash });
    } else if (char === '?') {
      nodes.push({ kind: 'one', test: notSlash });
    } else if (char === '[') {
      const parsed = parseClass(chars, i + 1);
      if (!parsed) return undefined;
      nodes.push({ kind: 'one', test: parsed.test });
      i = parsed.end;
    } else if (char === '\\') {
      const escaped = chars[++i];
      if (escaped === undefined) return undefined;
      nodes.push(literal(escaped));
    } else {
      nodes.push(literal(char));
    }
  }
  return compileGlob(nodes);
}

/** A class that may hold any character, `/` included; `end` is the offset of its bracket. */
function parseClass(
  chars: readonly string[],
  start: number,
): { test: CharacterTest; end: number } | undefined {
  const negated = chars[start] === '^';
  const ranges: (readonly [number, number])[] = [];
  let at = negated ? start + 1 : start;
  while (chars[at] !== ']' || ranges.length === 0) {
    const low = classCharacter(chars, at);
    if (!low) return undefined;
    at = low.next;
    let high = low;
    if (chars[at] === '-') {
      const parsed = classCharacter(chars, at + 1);
      if (!parsed) return undefined;
      high = parsed;
      at = high.next;
    }
    ranges.push([low.code, high.code]);
  }
  const test: CharacterTest = code =>
    ranges.some(([low, high]) => low <= code && code <= high) !== negated;
  return { test, end: at };
}

/** A class must go on after each of its characters. */
function classCharacter(
  chars: readonly string[],
  at: number,
): { code: number; next: number } | undefined {
  const first = chars[at];
  if (first === undefined || first === '-' || first === ']') return undefined;
  const index = first === '\\' ? at + 1 : at;
  const code = chars[index]?.codePointAt(0);
  return code === undefined || index + 1 >= chars.length ? undefined : { code, next: index + 1 };
}

/**
 * Go's `path.Match`, which an ApplicationSet's git directories and an AppProject's resource lists
 * use: `*` and `?` stay in a segment, there are no braces and no `**` (https://pkg.go.dev/path#Match).
 */
export function matchPath(pattern: string, name: string): MatchResult {
  const program = compilePathPattern(pattern);
  if (!program) return 'bad-pattern';
  return runGlob(program, name) ? 'match' : 'no-match';
}
