import {
  anyCharacter,
  type CharacterTest,
  compileGlob,
  type GlobNode,
  type GlobProgram,
  type GlobSequence,
  literal,
  type MatchResult,
  notSlash,
  runGlob,
} from './matcher.ts';

/** A pattern with more alternatives than this is answered 'unknowable'. */
const MAX_ALTERNATIVES = 256;

export type DoublestarResult = MatchResult | 'unknowable';

export type DoublestarPattern =
  | { readonly ok: true; readonly programs: readonly GlobProgram[] }
  | { readonly ok: false; readonly reason: 'bad-pattern' | 'unknowable' };

/** Compiles a pattern once for many names; braces become alternatives. */
export function compileDoublestar(pattern: string): DoublestarPattern {
  const expanded = expandBraces([...pattern]);
  if (typeof expanded === 'string') return { ok: false, reason: expanded };
  const programs: GlobProgram[] = [];
  for (const chars of expanded) {
    const sequence = parseAlternative(chars);
    if (!sequence) return { ok: false, reason: 'bad-pattern' };
    programs.push(compileGlob(sequence));
  }
  return { ok: true, programs };
}

/** An empty character where an alternative begins: two stars do not join across it. */
const OPTION_START = '';

/** Offset after the class that opens at `at`, or undefined. */
function classEnd(chars: readonly string[], at: number): number | undefined {
  for (let i = at + 1; i < chars.length; i++) {
    if (chars[i] === '\\') i++;
    else if (chars[i] === ']') return i + 1;
  }
  return undefined;
}

function expandBraces(
  pattern: readonly string[],
): readonly (readonly string[])[] | 'bad-pattern' | 'unknowable' {
  const pending: (readonly string[])[] = [pattern];
  const done: (readonly string[])[] = [];
  for (let chars = pending.pop(); chars; chars = pending.pop()) {
    const open = firstBrace(chars);
    if (open !== undefined && chars[open] === '}') return 'bad-pattern';
    if (open === undefined) {
      done.push(chars);
    } else {
      const options = braceOptions(chars, open);
      if (!options) return 'bad-pattern';
      pending.push(...options);
    }
    if (pending.length + done.length > MAX_ALTERNATIVES) return 'unknowable';
  }
  return done;
}

function firstBrace(chars: readonly string[]): number | undefined {
  for (let i = 0; i < chars.length; i++) {
    if (chars[i] === '\\') i++;
    else if (chars[i] === '[') i = (classEnd(chars, i) ?? chars.length) - 1;
    else if (chars[i] === '{' || chars[i] === '}') return i;
  }
  return undefined;
}

function braceOptions(chars: readonly string[], open: number): string[][] | undefined {
  const before = chars.slice(0, open);
  const cuts: number[] = [open];
  let depth = 1;
  for (let i = open + 1; i < chars.length; i++) {
    const char = chars[i];
    if (char === '\\') i++;
    else if (char === '[') i = (classEnd(chars, i) ?? i + 1) - 1;
    else if (char === '{') depth++;
    else if (char === ',' && depth === 1) cuts.push(i);
    else if (char === '}' && --depth === 0) {
      const after = chars.slice(i + 1);
      return cuts.map((cut, index) => [
        ...before,
        OPTION_START,
        ...chars.slice(cut + 1, cuts[index + 1] ?? i),
        ...after,
      ]);
    }
  }
  return undefined;
}

function parseAlternative(chars: readonly string[]): GlobSequence | undefined {
  const nodes: GlobNode[] = [];
  for (let i = 0; i < chars.length; ) {
    const char = chars[i] ?? '';
    if (char === OPTION_START) {
      i++;
    } else if (char === '*') {
      const [node, next] = parseStar(chars, i);
      nodes.push(...node);
      i = next;
    } else if (char === '?') {
      nodes.push({ kind: 'one', test: notSlash });
      i++;
    } else if (char === '[') {
      const end = classEnd(chars, i);
      const test = end === undefined ? undefined : parseClass(chars.slice(i + 1, end - 1));
      if (!test || end === undefined) return undefined;
      nodes.push({ kind: 'one', test });
      i = end;
    } else if (char === '/' && isTrailingDoublestar(chars, i)) {
      // `dir/**` holds the directory itself too.
      const rest: GlobSequence = [literal('/'), ...(parseAlternative(chars.slice(i + 1)) ?? [])];
      nodes.push({ kind: 'choice', options: [[], rest] });
      return nodes;
    } else {
      const escaped = char === '\\' ? chars[i + 1] : char;
      if (escaped === undefined) return undefined;
      nodes.push(literal(escaped));
      i += char === '\\' ? 2 : 1;
    }
  }
  return nodes;
}

function isTrailingDoublestar(chars: readonly string[], slash: number): boolean {
  const rest = chars.length - slash > 8 ? '' : chars.slice(slash).join('');
  return rest === '/**' || rest === '/**/';
}

/** `**` counts as such only as a whole segment; anywhere else it is one star. */
function parseStar(chars: readonly string[], at: number): readonly [GlobSequence, number] {
  const single: GlobSequence = [{ kind: 'many', test: notSlash }];
  if (chars[at + 1] !== '*') return [single, at + 1];
  const before = chars[at - 1] ?? OPTION_START;
  const atStart = before === '/' || before === OPTION_START;
  if (atStart && at + 2 >= chars.length) return [[{ kind: 'many', test: anyCharacter }], at + 2];
  if (!atStart || chars[at + 2] !== '/') return [single, at + 2];
  const below: GlobSequence = [{ kind: 'many', test: anyCharacter }, literal('/')];
  return [[{ kind: 'choice', options: [[], below] }], at + 3];
}

function parseClass(content: readonly string[]): CharacterTest | undefined {
  const negated = content[0] === '!' || content[0] === '^';
  const ranges: (readonly [number, number])[] = [];
  let open: number | undefined;
  for (let i = negated ? 1 : 0; i < content.length; i++) {
    const isRange = content[i] === '-' && open !== undefined && i + 1 < content.length;
    if (isRange) i++;
    if (content[i] === '\\') i++;
    const code = content[i]?.codePointAt(0);
    if (code === undefined) return undefined;
    ranges.push([isRange ? (open ?? code) : code, code]);
    open = isRange ? undefined : code;
  }
  if (ranges.length === 0) return undefined;
  return code => ranges.some(([low, high]) => low <= code && code <= high) !== negated;
}

/**
 * Matches as bmatcuk/doublestar, which Argo CD uses for globs in Helm value files and, with the new
 * globbing, for an ApplicationSet's git files (https://pkg.go.dev/github.com/bmatcuk/doublestar/v4).
 */
export function matchDoublestar(pattern: string, name: string): DoublestarResult {
  const compiled = compileDoublestar(pattern);
  if (!compiled.ok) return compiled.reason;
  return compiled.programs.some(program => runGlob(program, name)) ? 'match' : 'no-match';
}
