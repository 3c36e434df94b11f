import { isSameVersion } from '../template/go/semver.ts';
import { asMap, getString, itemsAt, textAt } from '../yaml/access.ts';
import type { LocatedMap } from '../yaml/located.ts';
import { parseYaml } from '../yaml/parse.ts';
import { PullError } from './download.ts';

/** One version of a chart in an `index.yaml`. */
export interface IndexEntry {
  /** Relative to the repository, or whole. */
  readonly url: string;
  /** Of the archive; absent where the index has none. */
  readonly sha256: string | undefined;
}

/**
 * Finds a version of a chart in the text of an index. Indexes have some 10 MB of other charts: only
 * the lines of this one are parsed.
 *
 * @throws PullError where it has no such chart or version
 * @see https://helm.sh/docs/topics/chart_repository/#the-index-file
 */
export function findInIndex(text: string, name: string, version: string): IndexEntry {
  const entries =
    (text.trimStart().startsWith('{') ? asJson(text, name) : asBlock(text, name)) ?? [];
  if (entries.length === 0) throw new PullError(`the repository has no chart ${name}`);
  const found =
    entries.find(entry => textAt(entry, 'version') === version) ??
    entries.find(entry => isSameVersion(textAt(entry, 'version') ?? '', version));
  if (!found) throw new PullError(`the repository has no version ${version} of it`);
  const [url] = itemsAt(found, 'urls');
  if (url?.kind !== 'scalar') throw new PullError('the index has no URL of it');
  const digest = getString(found, 'digest')?.text.replace(/^sha256:/, '');
  return { url: url.text, sha256: digest && /^[0-9a-f]{64}$/.test(digest) ? digest : undefined };
}

/** The entry of one chart, by its lines. */
function asBlock(text: string, name: string): readonly LocatedMap[] | undefined {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex(line => /^entries:\s*$/.test(line));
  const key = new RegExp(`^( +)(["']?)${name.replaceAll('.', '\\.')}\\2:\\s*$`);
  const indentOf = (line: string) => line.length - line.trimStart().length;
  const indent = indentOf(lines[start + 1] ?? '');
  for (let i = start + 1; start >= 0 && i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (indentOf(line) === 0 && line !== '') return undefined;
    if (indentOf(line) !== indent || !key.test(line)) continue;
    let end = i + 1;
    while (end < lines.length && belongs(lines[end] ?? '', indent)) end++;
    const block = `${lines.slice(i + 1, end).join('\n')}\n`;
    return itemsAt(parseYaml({ path: 'index.yaml', text: block }).documents[0]?.value).flatMap(
      item => asMap(item) ?? [],
    );
  }
  return undefined;
}

const belongs = (line: string, indent: number): boolean => {
  const own = line.length - line.trimStart().length;
  return line.trim() === '' || own > indent || (own === indent && /^ *-(?: |$)/.test(line));
};

function asJson(text: string, name: string): readonly LocatedMap[] {
  try {
    const list = (JSON.parse(text) as { entries?: Record<string, unknown> }).entries;
    const own = list && Object.hasOwn(list, name) ? list[name] : [];
    const { documents } = parseYaml({ path: 'index.json', text: JSON.stringify(own) });
    return itemsAt(documents[0]?.value).flatMap(item => asMap(item) ?? []);
  } catch {
    throw new PullError('its index is not JSON');
  }
}
