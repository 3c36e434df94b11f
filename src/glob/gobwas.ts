import {
  anyCharacter,
  type CharacterTest,
  compileGlob,
  type GlobNode,
  type GlobProgram,
  type GlobSequence,
  literal,
  type MatchResult,
  runGlob,
} from './matcher.ts';

interface Parser {
  readonly chars: readonly string[];
  readonly inSegment: CharacterTest;
  at: number;
  depth: number;
}

/** Braces nested deeper than this are no pattern anyone wrote. */
const MAX_DEPTH = 100;

/** Thrown inside this file only. */
class BadPattern extends Error {}

/**
 * A compiled gobwas glob; undefined if its syntax is wrong. `*` and `?` stop at the separators, of
 * which there may be none, `**` does not (https://pkg.go.dev/github.com/gobwas/glob).
 */
export function compileGobwas(pattern: string, separators = ''): GlobProgram | undefined {
  const codes = new Set([...separators].map(char => char.codePointAt(0)));
  const inSegment: CharacterTest = code => !codes.has(code);
  try {
    return compileGlob(parseSequence({ chars: [...pattern], inSegment, at: 0, depth: 0 }));
  } catch (error) {
    if (error instanceof BadPattern) return undefined;
    throw error;
  }
}

function parseSequence(p: Parser): GlobSequence {
  const nodes: GlobNode[] = [];
  while (p.at < p.chars.length) {
    const char = p.chars[p.at] ?? '';
    if (p.depth > 0 && (char === ',' || char === '}')) break;
    p.at++;
    if (char === '*') nodes.push(star(p));
    else if (char === '?') nodes.push({ kind: 'one', test: p.inSegment });
    else if (char === '[') nodes.push({ kind: 'one', test: parseRange(p) });
    else if (char === '{') nodes.push(parseChoice(p));
    else if (char !== '\\') nodes.push(literal(char));
    else if (p.at < p.chars.length) nodes.push(literal(p.chars[p.at++] ?? ''));
  }
  return nodes;
}

function star(p: Parser): GlobNode {
  if (p.chars[p.at] !== '*') return { kind: 'many', test: p.inSegment };
  p.at++;
  return { kind: 'many', test: anyCharacter };
}

/** The library takes an open brace and then matches at random; here it is an error. */
function parseChoice(p: Parser): GlobNode {
  if (++p.depth > MAX_DEPTH) throw new BadPattern();
  const options = [parseSequence(p)];
  while (p.chars[p.at] === ',') {
    p.at++;
    options.push(parseSequence(p));
  }
  if (p.chars[p.at] !== '}') throw new BadPattern();
  p.at++;
  p.depth--;
  return { kind: 'choice', options };
}

/** `[abc]`, `[a-z]` with a leading `!`: a list or one range, never both. */
function parseRange(p: Parser): CharacterTest {
  const negated = p.chars[p.at] === '!';
  if (negated) p.at++;
  const low = p.chars[p.at]?.codePointAt(0);
  if (low === undefined) throw new BadPattern();
  if (p.chars[p.at + 1] === '-') {
    const high = p.chars[p.at + 2]?.codePointAt(0);
    if (high === undefined || high < low || p.chars[p.at + 3] !== ']') throw new BadPattern();
    p.at += 4;
    return code => (low <= code && code <= high) !== negated;
  }
  const listed = new Set<number | undefined>();
  for (; p.chars[p.at] !== ']'; p.at++) {
    if (p.chars[p.at] === '\\') p.at++;
    if (p.at >= p.chars.length) throw new BadPattern();
    listed.add(p.chars[p.at]?.codePointAt(0));
  }
  if (listed.size === 0) throw new BadPattern();
  p.at++;
  return code => listed.has(code) !== negated;
}

/**
 * Matches a text as Argo CD's gobwas globs do: without separators for directory include/exclude and
 * project destinations, with `/` for a project's source repositories.
 * https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
 */
export function matchGobwas(pattern: string, text: string, separators = ''): MatchResult {
  const program = compileGobwas(pattern, separators);
  if (!program) return 'bad-pattern';
  return runGlob(program, text) ? 'match' : 'no-match';
}
