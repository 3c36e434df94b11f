import { own } from '../../text/own.ts';
import { type Budget, fail, Stop, tooLarge, unknowable } from './stop.ts';

/** Classes RE2 knows by name, as content of a JS class. */
const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  upper: 'A-Z',
  space: '\\t\\n\\v\\f\\r ',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
  punct: '!-\\/:-@\\[-`\\{-~',
};

interface Translation {
  readonly source: string;
  /** Repetitions without a small bound: each may multiply the work by the subject's length. */
  readonly loops: number;
  /** Optional pieces and choices: each may double the work. */
  readonly branches: number;
}

/** Work above this is not begun. */
const MAX_WORK = 2_000_000;
/** A longer pattern is not read. */
const MAX_PATTERN = 1000;

/**
 * A Go regular expression as a JS one, for a subject of the given length. Only patterns whose
 * backtracking is bounded are translated: what repeats a group that itself repeats or chooses, or
 * uses syntax with another meaning in JS, is unknowable. https://pkg.go.dev/regexp/syntax
 */
export function compileRegex(pattern: string, subjectLength: number, budget: Budget): RegExp {
  const { source, loops, branches } = translate(pattern);
  const work = (subjectLength + 1) ** (loops + 1) * 2 ** branches;
  if (work > MAX_WORK) unknowable('the regular expression may be slow on this text');
  budget.spend(1 + Math.ceil(work / 50));
  try {
    return new RegExp(source, 'gu');
  } catch {
    return unknowable('the regular expression has no JS form');
  }
}

/** Whether Go certainly refuses a pattern; false for what JS can't express. */
export function refusesRegex(pattern: string): boolean {
  if (pattern.length > MAX_PATTERN) return false;
  try {
    translate(pattern);
    return false;
  } catch (error) {
    return error instanceof Stop && error.kind === 'error';
  }
}

const QUANTIFIER = /(?:[*+?]|\{(\d+)(?:,(\d*))?\})\??/y;
const CLASS_ITEM = /\\[pP](?:\{\^?\w+\}|\w)|\\.|\[:(\^?)(\w+):\]|[^\]]/suy;

interface State {
  readonly pattern: string;
  at: number;
  source: string;
  loops: number;
  branches: number;
  /** For each open group: whether it holds a repetition or a choice. */
  readonly groups: boolean[];
  /** Whether the group that ended just now does. */
  closedIsComplex: boolean;
  /** Whether there is something a quantifier could repeat. */
  hasAtom: boolean;
}

function translate(pattern: string): Translation {
  if (pattern.length > MAX_PATTERN) tooLarge('a regular expression');
  const state: State = {
    pattern,
    at: 0,
    source: '',
    loops: 0,
    branches: 0,
    groups: [],
    closedIsComplex: false,
    hasAtom: false,
  };
  while (state.at < pattern.length) {
    QUANTIFIER.lastIndex = state.at;
    const quantifier = QUANTIFIER.exec(pattern);
    if (quantifier) translateQuantifier(state, quantifier);
    else translateAtom(state, pattern[state.at] ?? '');
  }
  if (state.groups.length > 0) fail('error parsing regexp: missing closing )');
  return state;
}

function append(state: State, js: string, length: number): void {
  state.source += js;
  state.at += length;
}

function translateQuantifier(state: State, [text, low, high]: RegExpExecArray): void {
  if (/(?:^|[^\\])[$^]$|\\[bB]$/.test(state.source)) {
    unknowable('the regular expression repeats an assertion');
  }
  if (!state.hasAtom) fail('error parsing regexp: missing argument to repetition operator');
  if (text.startsWith('?')) {
    state.branches++;
  } else {
    if (state.closedIsComplex) unknowable('the regular expression nests repetitions');
    state.loops++;
  }
  if (Number(low ?? 0) > 1000 || Number(high ?? 0) > 1000) {
    fail('error parsing regexp: invalid repeat count');
  }
  markComplex(state);
  append(state, text, text.length);
  state.hasAtom = false;
}

function translateAtom(state: State, char: string): void {
  const { pattern, at } = state;
  state.closedIsComplex = false;
  state.hasAtom = char !== '(' && char !== '|';
  if (char === '(') {
    const open = groupStart(pattern, at);
    state.groups.push(false);
    append(state, open, open.length + (pattern.startsWith('(?P<', at) ? 1 : 0));
  } else if (char === ')') {
    if (state.groups.length === 0) fail('error parsing regexp: unexpected )');
    state.closedIsComplex = state.groups.pop() ?? false;
    if (state.closedIsComplex) markComplex(state);
    append(state, char, 1);
  } else if (char === '[') {
    const [text, end] = characterClass(pattern, at);
    append(state, text, end - at);
  } else if (char === '\\') {
    const { js, length } = escapeSequence(pattern, at);
    append(state, js, length);
  } else {
    if (char === '|') {
      state.branches++;
      markComplex(state);
    }
    const point = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
    append(state, ']{}'.includes(char) ? `\\${char}` : point, point.length);
  }
}

function markComplex({ groups }: State): void {
  if (groups.length > 0) groups[groups.length - 1] = true;
}

function groupStart(pattern: string, at: number): string {
  if (pattern[at + 1] !== '?') return '(';
  if (pattern.startsWith('(?:', at)) return '(?:';
  const named = /^\(\?P?<(\w+)>/.exec(pattern.slice(at, at + 80));
  if (named) return `(?<${named[1]}>`;
  return unknowable('regular expression flags are not evaluated');
}

function characterClass(pattern: string, at: number): readonly [string, number] {
  let i = at + 1;
  let out = '[';
  if (pattern[i] === '^') {
    out += '^';
    i++;
  }
  for (let isFirst = true; i < pattern.length; isFirst = false) {
    if (pattern[i] === ']' && !isFirst) return [`${out}]`, i + 1];
    if (pattern[i] === ']') {
      out += '\\]';
      i++;
      continue;
    }
    CLASS_ITEM.lastIndex = i;
    const item = CLASS_ITEM.exec(pattern);
    if (!item) break;
    out += classItem(item);
    i += item[0].length;
  }
  return fail('missing closing ]');
}

function classItem([text, negated, posix]: RegExpExecArray): string {
  if (posix !== undefined) {
    const content = own(POSIX, posix);
    if (content === undefined) fail('invalid character class range');
    return negated ? unknowable('negated classes are not evaluated') : content;
  }
  if (text === '\\s') return '\\t\\n\\f\\r ';
  if (text === '\\b') fail('invalid escape sequence: `\\b`');
  if (text.startsWith('\\')) return escapeSequence(text, 0).js;
  return text === '[' ? '\\[' : text;
}

/** Escapes that mean the same; `\s` and `\b` are narrower in Go. */
function escapeSequence(pattern: string, at: number): { js: string; length: number } {
  const next = pattern[at + 1];
  if (next === undefined) fail('trailing backslash at end of expression');
  if ('dDwW'.includes(next)) return { js: `\\${next}`, length: 2 };
  if ('ntrfv'.includes(next)) return { js: `\\${next}`, length: 2 };
  if ('pP'.includes(next) || 'sSbBxAzQECa0123456789'.includes(next)) {
    return specialEscape(pattern, at, next);
  }
  if (/[!-/:-@[-`{-~]/.test(next)) {
    return {
      js: /[\^$\\.*+?()[\]{}|/-]/.test(next) ? `\\${next}`.replace('\\-', '\\x2d') : next,
      length: 2,
    };
  }
  return fail(`invalid escape sequence: \`\\${next}\``);
}

function specialEscape(pattern: string, at: number, next: string): { js: string; length: number } {
  if (next === 's') return { js: '[\\t\\n\\f\\r ]', length: 2 };
  if (next === 'b' || next === 'B') return { js: `\\${next}`, length: 2 };
  if (next === 'A') return { js: '^', length: 2 };
  if (next === 'z') return { js: '$', length: 2 };
  const hex = /^\\x([0-9a-fA-F]{2})/.exec(pattern.slice(at, at + 4));
  if (hex) return { js: `\\x${hex[1]}`, length: 4 };
  return unknowable(`\\${next} in a regular expression is not evaluated`);
}

/** Expands `$1`, `${name}` and `$$` as Go's `Regexp.Expand`; an unknown name is empty. */
export function expandReplacement(
  replacement: string,
  groups: readonly (string | undefined)[],
  named: Readonly<Record<string, string | undefined>>,
): string {
  return replacement.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (whole, braced, bare) => {
    if (whole === '$$') return '$';
    const name = String(braced ?? bare);
    if (/^\d+$/.test(name)) return groups[Number(name)] ?? '';
    return Object.hasOwn(named, name) ? (named[name] ?? '') : '';
  });
}
