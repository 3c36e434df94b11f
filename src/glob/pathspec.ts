import { runGlob } from './matcher.ts';
import { compileWildmatch } from './wildmatch.ts';

export type PathspecResult =
  | { readonly ok: true; readonly matches: (path: string) => boolean }
  | { readonly ok: false; readonly kind: 'error' | 'unknowable'; readonly message: string };

interface Magic {
  readonly rest: string;
  readonly words: ReadonlySet<string>;
}

const KNOWN_MAGIC: ReadonlySet<string> = new Set(['top', 'literal', 'icase', 'glob', 'exclude']);
const SHORT_MAGIC: Readonly<Record<string, string>> = {
  '/': 'top',
  '!': 'exclude',
  '^': 'exclude',
};

/**
 * A pattern of an ApplicationSet's git files in the default mode: a pathspec as `git ls-files` reads
 * it at the repository's root. `*` and `?` cross `/`, a directory stands for all files below it.
 * What makes git fail is an error: a path outside, unknown magic, an empty text.
 * https://git-scm.com/docs/gitglossary#Documentation/gitglossary.txt-aiddefpathspecapathspec
 */
export function compilePathspec(text: string): PathspecResult {
  if (text === '') return error('empty string is not a valid pathspec');
  const magic = parseMagic(text);
  if (typeof magic === 'string') return error(magic);
  for (const word of magic.words) {
    if (KNOWN_MAGIC.has(word)) continue;
    if (word.startsWith('attr:') || word.startsWith('prefix:')) {
      return { ok: false, kind: 'unknowable', message: `pathspec magic '${word}'` };
    }
    return error(`Invalid pathspec magic '${word}' in '${text}'`);
  }
  if (magic.words.has('literal') && magic.words.has('glob')) {
    return error(`${text}: 'literal' and 'glob' are incompatible`);
  }
  const path = normalizePath(magic.rest);
  if (path === undefined) return error(`${text}: '${magic.rest}' is outside repository`);
  return { ok: true, matches: matcherOf(path, magic.words) };
}

const error = (message: string): PathspecResult => ({ ok: false, kind: 'error', message });

/** Splits `:(a,b)rest` and `:!rest`; a message where the long form is not closed. */
function parseMagic(text: string): Magic | string {
  if (!text.startsWith(':')) return { rest: text, words: new Set() };
  if (text[1] === '(') {
    const close = text.indexOf(')');
    if (close < 0) return `Missing ')' at the end of pathspec magic in '${text}'`;
    const words = text
      .slice(2, close)
      .split(',')
      .filter(word => word !== '');
    return { rest: text.slice(close + 1), words: new Set(words) };
  }
  const words = new Set<string>();
  let at = 1;
  for (; at < text.length && text[at] !== ':'; at++) {
    const word = SHORT_MAGIC[text[at] ?? ''];
    if (word) words.add(word);
    else if (/[!-,./:-@[-`{-~]/.test(text[at] ?? '') && !'*?[\\.-_'.includes(text[at] ?? '')) {
      return `Unimplemented pathspec magic '${text[at]}' in '${text}'`;
    } else break;
  }
  return { rest: text.slice(text[at] === ':' ? at + 1 : at), words };
}

/** Removes `.`, `..` and doubled slashes; undefined for what leads out of the repository. */
function normalizePath(path: string): string | undefined {
  if (path.startsWith('/')) return undefined;
  const out: string[] = [];
  const parts = path.split('/');
  for (const part of parts) {
    if (part === '' || part === '.') continue;
    if (part !== '..') out.push(part);
    else if (out.pop() === undefined) return undefined;
  }
  const last = parts.at(-1);
  const isDirectory = last === '' || last === '.' || last === '..';
  return out.length > 0 && isDirectory ? `${out.join('/')}/` : out.join('/');
}

function matcherOf(path: string, words: ReadonlySet<string>): (path: string) => boolean {
  const fold = words.has('icase') ? lowerAscii : (text: string) => text;
  const wanted = fold(path);
  const firstWildcard = wanted.search(/[*?[\\]/);
  const isPattern = !words.has('literal') && firstWildcard >= 0;
  // git takes the literal beginning off both sides, so that a `**` behind it begins its segment.
  const prefix = wanted.slice(0, firstWildcard);
  const program = isPattern
    ? compileWildmatch(wanted.slice(prefix.length), words.has('glob'))
    : undefined;
  const isExcluding = words.has('exclude');
  const matches = (candidate: string): boolean =>
    isBelow(wanted, candidate) ||
    (program !== undefined &&
      candidate.startsWith(prefix) &&
      runGlob(program, candidate.slice(prefix.length)));
  return candidate => matches(fold(candidate)) !== isExcluding;
}

const lowerAscii = (text: string): string => text.replace(/[A-Z]/g, letter => letter.toLowerCase());

/** git first compares literally: with the file itself or a directory above it. */
const isBelow = (wanted: string, path: string): boolean =>
  wanted === '' || path === wanted || path.startsWith(wanted.endsWith('/') ? wanted : `${wanted}/`);
