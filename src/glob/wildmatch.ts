import { own } from '../text/own.ts';
import {
  anyCharacter,
  type CharacterTest,
  compileGlob,
  type GlobNode,
  type GlobProgram,
  literal,
  notSlash,
} from './matcher.ts';

const CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  cntrl: /[\x00-\x1f\x7f]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[\t-\r ]/,
  upper: /[A-Z]/,
  xdigit: /[0-9A-Fa-f]/,
};

/**
 * Compiles a pattern for git's wildmatch; undefined for one that can match nothing, such as an open
 * class. With `pathname`, wildcards stop at `/` and `**` is a segment of its own, as in
 * `:(glob)` pathspecs (https://git-scm.com/docs/gitglossary#Documentation/gitglossary.txt-glob).
 */
export function compileWildmatch(pattern: string, pathname: boolean): GlobProgram | undefined {
  const chars = [...pattern];
  const nodes: GlobNode[] = [];
  const inSegment = pathname ? notSlash : anyCharacter;
  for (let i = 0; i < chars.length; ) {
    const char = chars[i] ?? '';
    if (char === '*') {
      const stars = starRun(chars, i);
      const [node, next] = parseStars(chars, i, stars, pathname);
      nodes.push(node);
      i = next;
    } else if (char === '?') {
      nodes.push({ kind: 'one', test: inSegment });
      i++;
    } else if (char === '[') {
      const parsed = parseClass(chars, i + 1);
      if (!parsed) return undefined;
      const { test } = parsed;
      nodes.push({ kind: 'one', test: code => inSegment(code) && test(code) });
      i = parsed.next;
    } else {
      const escaped = char === '\\' ? chars[i + 1] : char;
      if (escaped === undefined) return undefined;
      nodes.push(literal(escaped));
      i += char === '\\' ? 2 : 1;
    }
  }
  return compileGlob(nodes);
}

function starRun(chars: readonly string[], start: number): number {
  let end = start;
  while (chars[end] === '*') end++;
  return end - start;
}

function parseStars(
  chars: readonly string[],
  at: number,
  stars: number,
  pathname: boolean,
): readonly [GlobNode, number] {
  const next = at + stars;
  if (!pathname) return [{ kind: 'many', test: anyCharacter }, next];
  const after = chars[next];
  const isSegment =
    stars > 1 && (at === 0 || chars[at - 1] === '/') && (after === undefined || after === '/');
  if (!isSegment) return [{ kind: 'many', test: notSlash }, next];
  if (after === undefined) return [{ kind: 'many', test: anyCharacter }, next];
  const below: GlobNode[] = [{ kind: 'many', test: anyCharacter }, literal('/')];
  return [{ kind: 'choice', options: [[], below] }, next + 1];
}

/** A bracket right after the opening (or the negation) is a character like any other. */
function parseClass(
  chars: readonly string[],
  start: number,
): { test: CharacterTest; next: number } | undefined {
  const negated = chars[start] === '!' || chars[start] === '^';
  const tests: CharacterTest[] = [];
  let at = negated ? start + 1 : start;
  let previous: number | undefined;
  for (let isFirst = true; isFirst || chars[at] !== ']'; isFirst = false) {
    const char = chars[at];
    if (char === undefined) return undefined;
    if (char === '-' && previous !== undefined && chars[at + 1] !== ']') {
      const index = chars[at + 1] === '\\' ? at + 2 : at + 1;
      const high = chars[index]?.codePointAt(0);
      if (high === undefined) return undefined;
      const low = previous;
      tests.push(code => low <= code && code <= high);
      previous = undefined;
      at = index + 1;
    } else if (char === '[' && chars[at + 1] === ':') {
      const named = /^\[:([^\]]*)(:?)\]/.exec(chars.slice(at, at + 20).join(''));
      const name = named?.[1]?.replace(/:$/, '') ?? '';
      const pattern = own(CLASSES, name);
      if (!named || !pattern) return undefined;
      tests.push(code => pattern.test(String.fromCodePoint(code)));
      previous = undefined;
      at += named[0].length;
    } else {
      const index = char === '\\' ? at + 1 : at;
      const code = chars[index]?.codePointAt(0);
      if (code === undefined) return undefined;
      tests.push(other => other === code);
      previous = code;
      at = index + 1;
    }
  }
  return { test: code => tests.some(test => test(code)) !== negated, next: at + 1 };
}
