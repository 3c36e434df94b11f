import { compilePathPattern, runPathPattern } from '../glob/path-match.ts';
import { ChartError } from './chart.ts';

type Rule = (path: string, isDirectory: boolean) => boolean;

/**
 * Which files of a chart's directory `.helmignore` leaves out. Not gitignore: `!` ignores whatever
 * does not match, a pattern without a slash is for base names, one with a slash for whole paths.
 * https://github.com/helm/helm/blob/v3.19.0/pkg/ignore/rules.go
 */
export function helmIgnore(text: string): Rule {
  const rules = text.split('\n').flatMap(line => ruleOf(line.trim()) ?? []);
  const all = [...rules, ruleOf('templates/.?*')].filter(rule => rule !== undefined);
  return (path, isDirectory) => all.some(rule => rule(path, isDirectory));
}

function ruleOf(line: string): Rule | undefined {
  if (line === '' || line.startsWith('#')) return undefined;
  if (line.includes('**')) throw new ChartError('double-star (**) syntax is not supported');
  const isNegated = line.startsWith('!');
  const body = isNegated ? line.slice(1) : line;
  const isForDirectories = body.endsWith('/');
  const pattern = isForDirectories ? body.slice(0, -1) : body;
  const matches = matcherOf(pattern);
  return (path, isDirectory) => {
    if (isNegated) return (isForDirectories && !isDirectory) || !matches(path);
    return (!isForDirectories || isDirectory) && matches(path);
  };
}

/** A pattern is read once for all files; one with wrong syntax matches none. */
function matcherOf(pattern: string): (path: string) => boolean {
  const isRooted = pattern.startsWith('/');
  const matches = pathMatcher(isRooted ? pattern.slice(1) : pattern);
  if (pattern.includes('/')) return matches;
  return path => matches(path.slice(path.lastIndexOf('/') + 1));
}

/** What begins or ends otherwise than the pattern does is told without going through it. */
function pathMatcher(pattern: string): (path: string) => boolean {
  const compiled = compilePathPattern(pattern);
  if (!compiled) return () => false;
  const [prefix = ''] = /^[^*?[\\]*/.exec(pattern) ?? [];
  if (prefix === pattern) return path => path === pattern;
  const suffix = /[?[\\]/.test(pattern) ? '' : pattern.slice(pattern.lastIndexOf('*') + 1);
  return path => path.startsWith(prefix) && path.endsWith(suffix) && runPathPattern(compiled, path);
}
