import { fn } from '../function.ts';
import { basePath, cleanPath, dirPath, extPath } from '../path.ts';
import { linearMatches, type Match } from '../re2.ts';
import { compileRegex, expandReplacement } from '../regex.ts';
import type { GoFunction } from '../scope.ts';
import { parseVersion, satisfies, type Version, versionText } from '../semver.ts';
import { type Budget, fail, Stop, spendText, unknowable } from '../stop.ts';
import { type GoObject, type GoValue, integer, nilList, stringList } from '../value.ts';

/** Matches by the built-in engine where that is safe and means the same, else by one in linear time. */
function matches(pattern: string, text: string, budget: Budget): readonly Match[] {
  const regex = safeRegex(pattern, text.length, budget);
  return regex ? [...text.matchAll(regex)] : linearMatches(pattern, text, budget);
}

function safeRegex(pattern: string, length: number, budget: Budget): RegExp | undefined {
  try {
    return compileRegex(pattern, length, budget);
  } catch (stop) {
    if (stop instanceof Stop && stop.kind === 'unknowable') return undefined;
    throw stop;
  }
}

/** An empty match right behind a match does not count in Go. */
function goMatches(pattern: string, text: string, budget: Budget): readonly Match[] {
  let end = -1;
  return matches(pattern, text, budget).filter(match => {
    const counts = match[0] !== '' || match.index !== end;
    if (counts) end = match.index + wholeOf(match).length;
    return counts;
  });
}

const wholeOf = (match: Match): string => match[0] ?? '';

const limited = <T>(items: readonly T[], count: number): readonly T[] =>
  count < 0 ? items : items.slice(0, count);

const someStrings = (texts: readonly string[]): GoValue =>
  texts.length > 0 ? stringList(texts) : nilList('string');

function replaceAll(
  [pattern, text, by]: readonly [string, string, string],
  literal: boolean,
  budget: Budget,
): string {
  let out = '';
  let last = 0;
  for (const match of goMatches(pattern, text, budget)) {
    out += text.slice(last, match.index);
    out += literal ? by : expandReplacement(by, [...match], match.groups ?? {});
    last = match.index + wholeOf(match).length;
    spendText(budget, out.length);
  }
  return out + text.slice(last);
}

function regexSplit(pattern: string, text: string, count: number, budget: Budget): GoValue {
  matches(pattern, '', budget);
  if (count === 0) return nilList('string');
  if (pattern !== '' && text === '') return stringList(['']);
  const parts: string[] = [];
  let begin = 0;
  let end = 0;
  for (const match of limited(goMatches(pattern, text, budget), count)) {
    if (count > 0 && parts.length === count - 1) break;
    end = match.index;
    const matchEnd = match.index + wholeOf(match).length;
    if (matchEnd !== 0) parts.push(text.slice(begin, end));
    begin = matchEnd;
  }
  if (end !== text.length) parts.push(text.slice(begin));
  return stringList(parts);
}

const withMust = (name: string, called: GoFunction): readonly (readonly [string, GoFunction])[] => [
  [name, called],
  [`mustR${name.slice(1)}`, called],
];

const test = (pattern: string, text: string, budget: Budget): boolean =>
  matches(pattern, text, budget).length > 0;

/** Without `must`, a bad pattern is no match. */
function testLeniently(pattern: string, text: string, budget: Budget): boolean {
  try {
    return test(pattern, text, budget);
  } catch (stop) {
    if (stop instanceof Stop && stop.kind === 'error') return false;
    throw stop;
  }
}

const path1 = (change: (path: string) => GoValue): GoFunction =>
  fn(['string'], ([path]) => change(path));

function versionObject(version: Version): GoObject {
  const [major, minor, patch] = version.numbers;
  return {
    go: 'object',
    type: '*semver.Version',
    text: versionText(version),
    fields: new Map<string, GoValue>([
      ['Major', integer('uint64', major)],
      ['Minor', integer('uint64', minor)],
      ['Patch', integer('uint64', patch)],
      ['Prerelease', version.prerelease],
      ['Metadata', version.metadata],
      ['String', versionText(version)],
    ]),
  };
}

const URL_PARTS =
  /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

/** The parts of an ordinary URL; what Go would unescape or refuse is unknowable. */
function urlParse(text: string): GoValue {
  const found = URL_PARTS.exec(text);
  if (!found || /[%\p{Cc} ]/u.test(text)) unknowable('urlParse of such a text is not evaluated');
  const [, scheme = '', authority = '', path = '', query = '', fragment = ''] = found;
  if (scheme !== '' && !text.startsWith(`${scheme}://`)) {
    unknowable('urlParse of such a text is not evaluated');
  }
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  if (/[[\]]/.test(host) || /:.*[^0-9]/.test(host)) unknowable('urlParse of such a host');
  return new Map<string, GoValue>([
    ['scheme', scheme.toLowerCase()],
    ['host', host],
    ['hostname', host.replace(/:.*$/, '')],
    ['path', path],
    ['query', query],
    ['opaque', ''],
    ['fragment', fragment],
    ['userinfo', at < 0 ? '' : authority.slice(0, at)],
  ]);
}

/** sprig's regex, semver, path and url functions (https://masterminds.github.io/sprig/). */
export const TEXT_FUNCTIONS: readonly (readonly [string, GoFunction])[] = [
  ['regexMatch', fn(['string', 'string'], ([p, s], budget) => testLeniently(p, s, budget))],
  ['mustRegexMatch', fn(['string', 'string'], ([p, s], budget) => test(p, s, budget))],
  ...withMust(
    'regexFind',
    fn(['string', 'string'], ([p, s], budget) => matches(p, s, budget)[0]?.[0] ?? ''),
  ),
  ...withMust(
    'regexFindAll',
    fn(['string', 'string', 'int'], ([p, s, count], budget) =>
      someStrings(limited(goMatches(p, s, budget), count).map(wholeOf)),
    ),
  ),
  ...withMust(
    'regexReplaceAll',
    fn(['string', 'string', 'string'], (args, budget) => replaceAll(args, false, budget)),
  ),
  ...withMust(
    'regexReplaceAllLiteral',
    fn(['string', 'string', 'string'], (args, budget) => replaceAll(args, true, budget)),
  ),
  ...withMust(
    'regexSplit',
    fn(['string', 'string', 'int'], ([p, s, count], budget) => regexSplit(p, s, count, budget)),
  ),
  [
    'regexQuoteMeta',
    fn(['string'], ([text]) => text.replace(/[\\.+*?()|[\]{}^$]/g, char => `\\${char}`)),
  ],
  [
    'semver',
    fn(['string'], ([text]) =>
      versionObject(parseVersion(text) ?? fail('invalid semantic version')),
    ),
  ],
  ['semverCompare', fn(['string', 'string'], ([test, version]) => satisfies(test, version))],
  ['base', path1(basePath)],
  ['dir', path1(dirPath)],
  ['clean', path1(cleanPath)],
  ['ext', path1(extPath)],
  ['isAbs', path1(path => path.startsWith('/'))],
  ['osBase', path1(basePath)],
  ['osDir', path1(dirPath)],
  ['osClean', path1(cleanPath)],
  ['osExt', path1(extPath)],
  ['osIsAbs', path1(path => path.startsWith('/'))],
  ['urlParse', path1(urlParse)],
];
