import { type CharacterTest, type MatchResult, notSlash } from './matcher.ts';

/** What stands between two stars, matched character by character. */
interface Chunk {
  readonly afterStar: boolean;
  readonly tests: readonly CharacterTest[];
}

/** A parsed `path.Match` pattern. */
export type PathPattern = readonly Chunk[];

/** Parses a pattern once for many names; undefined if its syntax is wrong. */
export function compilePathPattern(pattern: string): PathPattern | undefined {
  const chunks: { afterStar: boolean; tests: CharacterTest[] }[] = [];
  const chars = [...pattern];
  let open = { afterStar: false, tests: [] as CharacterTest[] };
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] ?? '';
    if (char === '*') {
      if (open.tests.length > 0) chunks.push(open);
      open = { afterStar: true, tests: [] };
    } else if (char === '[') {
      const parsed = parseClass(chars, i + 1);
      if (!parsed) return undefined;
      open.tests.push(parsed.test);
      i = parsed.end;
    } else if (char === '?') {
      open.tests.push(notSlash);
    } else {
      if (char === '\\') i++;
      const wanted = chars[i]?.codePointAt(0);
      if (wanted === undefined) return undefined;
      open.tests.push(code => code === wanted);
    }
  }
  return [...chunks, open];
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

/** Whether a name matches: each chunk takes its first place, as in Go, so nothing is tried twice. */
export function runPathPattern(pattern: PathPattern, name: string): boolean {
  const codes = [...name].map(char => char.codePointAt(0) ?? 0);
  let at = 0;
  for (const [index, chunk] of pattern.entries()) {
    const isLast = index === pattern.length - 1;
    if (isLast && chunk.afterStar && chunk.tests.length === 0)
      return codes.slice(at).every(notSlash);
    const end = placeChunk(chunk, codes, at, isLast);
    if (end === undefined) return false;
    at = end;
  }
  return at === codes.length;
}

function placeChunk(
  { afterStar, tests }: Chunk,
  codes: readonly number[],
  start: number,
  isLast: boolean,
): number | undefined {
  for (let at = start; ; at++) {
    const end = at + tests.length;
    const fits = end <= codes.length && tests.every((test, i) => test(codes[at + i] ?? 0));
    if (fits && (!isLast || end === codes.length)) return end;
    const skipped = codes[at];
    if (!afterStar || skipped === undefined || !notSlash(skipped)) return undefined;
  }
}

/**
 * Go's `path.Match`, which an ApplicationSet's git directories and an AppProject's resource lists
 * use: `*` and `?` stay in a segment, there are no braces and no `**` (https://pkg.go.dev/path#Match).
 */
export function matchPath(pattern: string, name: string): MatchResult {
  const compiled = compilePathPattern(pattern);
  if (!compiled) return 'bad-pattern';
  return runPathPattern(compiled, name) ? 'match' : 'no-match';
}
