import type { Policy } from '../../config/load.ts';
import { normalizeRepositoryUrl } from '../../glob/repository-url.ts';
import { get, itemsAt, textAt } from '../../model/access.ts';
import type { LocatedValue } from '../../model/located.ts';
import type { SourceDocument } from '../../source/parse.ts';
import type { FileTree } from '../../source/tree.ts';

/** Which repoURLs name the repository under lint: only its paths can be looked at. */
export type OwnRepository = (url: string | undefined) => boolean;

/**
 * The policy's `repository` says it; else git's `origin` does, where an ApplicationSet uses it; else
 * the URL that most git generators use is taken for this repository's.
 */
export function ownRepository(
  policy: Policy,
  tree: FileTree,
  documents: readonly SourceDocument[],
): OwnRepository {
  const used = documents.flatMap(({ value }) => generatorUrls(value)).map(normalizeRepositoryUrl);
  const pinned = (policy.repository ?? []).map(normalizeRepositoryUrl);
  const origin = originUrl(tree);
  const inUse = origin !== undefined && used.includes(origin) ? [origin] : mostFrequent(used);
  const own = new Set(pinned.length > 0 ? pinned : inUse);
  return url => url !== undefined && own.has(normalizeRepositoryUrl(url));
}

/** `remote "origin"` of the repository's git configuration, read as text. */
function originUrl(tree: FileTree): string | undefined {
  const config = tree.read('.git/config');
  const section =
    config && /\[remote "origin"\]([^[]*)/.exec(new TextDecoder().decode(config))?.[1];
  const url = section && /^\s*url\s*=\s*(\S+)/m.exec(section)?.[1];
  return url ? normalizeRepositoryUrl(url) : undefined;
}

/** repoURLs of git generators and of Application sources, but for repositories of charts. */
function generatorUrls(value: LocatedValue | undefined): string[] {
  const kind = textAt(value, 'kind');
  if (kind !== 'ApplicationSet' && kind !== 'Application') return [];
  const spec = kind === 'Application' ? get(value, 'spec') : get(value, 'spec', 'template', 'spec');
  const sources = [get(spec, 'source'), ...itemsAt(spec, 'sources')];
  return [
    ...itemsAt(value, 'spec', 'generators').map(item => textAt(item, 'git', 'repoURL')),
    ...sources.map(source => (get(source, 'chart') ? undefined : textAt(source, 'repoURL'))),
  ].flatMap(url => (url === undefined || url.includes('{{') ? [] : [url]));
}

function mostFrequent(urls: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const url of urls) counts.set(url, (counts.get(url) ?? 0) + 1);
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  return best ? [best[0]] : [];
}
