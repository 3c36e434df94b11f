import { matchPath } from '../glob/path-match.ts';
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

function matcherOf(pattern: string): (path: string) => boolean {
  if (pattern.startsWith('/')) return path => matchPath(pattern.slice(1), path) === 'match';
  if (pattern.includes('/')) return path => matchPath(pattern, path) === 'match';
  return path => matchPath(pattern, path.slice(path.lastIndexOf('/') + 1)) === 'match';
}
