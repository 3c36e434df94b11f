import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Links of a site that lead nowhere: to pages that are not there, or to parts that those don't have. */
export function brokenLinks(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const documents = new Map(
    files
      .filter(name => name.endsWith('.html'))
      .map(name => [name, readFileSync(join(folder, name), 'utf8')]),
  );
  const ids = new Map(
    [...documents].map(([name, text]) => [
      name,
      new Set([...text.matchAll(/ (?:id|name)="([^"]*)"/g)].map(([, id = '']) => id)),
    ]),
  );
  return [...documents].flatMap(([name, text]) =>
    [...text.matchAll(/ (?:href|src|srcset)="([^"]*)"/g)].flatMap(([, target = '']) =>
      isBroken(target, name) ? [`${name}: ${target}`] : [],
    ),
  );

  function isBroken(target: string, from: string): boolean {
    if (/^https?:\/\//.test(target)) return !URL.canParse(target) || target.startsWith('http:');
    const [path = '', fragment] = target.split('#');
    const file = path === '' ? from : normalize(join(dirname(from), decodeURIComponent(path)));
    if (file.startsWith('..') || !existsSync(join(folder, file))) return true;
    return fragment !== undefined && !ids.get(file)?.has(decodeURIComponent(fragment));
  }
}
