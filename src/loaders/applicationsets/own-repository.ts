import type { Policy } from '../../config/load.ts';
import { normalizeRepositoryUrl } from '../../glob/repository-url.ts';
import { type FileTree, joinPath } from '../../source/tree.ts';
import { get, itemsAt, textAt } from '../../yaml/access.ts';
import type { LocatedValue } from '../../yaml/located.ts';

/** Which repoURLs name the repository under lint: only its paths can be looked at. */
export type OwnRepository = (url: string | undefined) => boolean;

/** A place of some repository that an Argo CD object reads. */
interface Use {
  readonly url: string;
  /** The path, or of a pattern the directory in front of its first wildcard; undefined: none is said. */
  readonly path: string | undefined;
}

/**
 * The policy's `repository` says it; else git's `origin` does, where an Argo CD object uses it; else it
 * is the URL most of whose paths are in the tree. Mirrors and forks of that name count, too, and `origin` always.
 *
 * @param objects the Applications and ApplicationSets that are known, among others
 */
export function ownRepository(
  policy: Policy,
  tree: FileTree,
  objects: readonly (LocatedValue | undefined)[],
): OwnRepository {
  const pinned = (policy.repository ?? []).map(normalizeRepositoryUrl);
  if (pinned.length > 0) return isOneOf(new Set(pinned));
  const uses = objects.flatMap(usesOf);
  const origin = originUrl(tree);
  const isUsed = origin !== undefined && uses.some(({ url }) => url === origin);
  const [best] = isUsed ? [origin] : ranked(uses, tree);
  // Objects that only builds make, and that nobody knows yet, may name git's own.
  const always = origin === undefined ? [] : [origin];
  if (best === undefined) return isOneOf(new Set(always));
  const evidence = evidenceOf(uses, tree);
  // Where git says what this repository is, another one is only meant where its paths are here.
  const { hits = 0, misses = 0 } = evidence.get(best) ?? {};
  const isElsewhere = misses > 0 || nameOf(best) !== nameOf(origin ?? best);
  if (origin !== undefined && best !== origin && hits === 0 && isElsewhere)
    return isOneOf(new Set(always));
  // Where this repository is read by its own name, another owner's of that name elsewhere is one of many.
  const isOther = (url: string) =>
    hostOf(url) === hostOf(best) || (hits >= RENAMED && ownerOf(url) !== ownerOf(best));
  const mirrors = [...evidence].flatMap(([url, { hits, misses }]) => {
    const isSame = isOther(url) ? misses === 0 && hits >= RENAMED : hits > misses;
    return nameOf(url) === nameOf(best) && isSame ? [url] : [];
  });
  return isOneOf(new Set([best, ...mirrors, ...always]));
}

const isOneOf =
  (own: ReadonlySet<string>): OwnRepository =>
  url =>
    url !== undefined && own.has(normalizeRepositoryUrl(url));

/**
 * On the host of the repository, one of the same name is its owner's old name where so many of its paths are here,
 * and none is not; on another host so is one of another owner, where that many are read by the repository's name.
 */
const RENAMED = 3;

/** A mirror is on another host; on the same host it is somebody's fork, or the name of before. */
const hostOf = (url: string): string =>
  url
    .replace(/^[a-z+]+:\/\//, '')
    .replace(/^[^@/]*@/, '')
    .split(/[/:]/)[0] ?? url;

const ownerOf = (url: string): string | undefined => url.split(/[/:]/).at(-2)?.toLowerCase();

const nameOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1).replace(/\.git$/, '');

interface Evidence {
  readonly uses: number;
  /** Paths that are in the tree, and those that are not. */
  readonly hits: number;
  readonly misses: number;
}

function evidenceOf(uses: readonly Use[], tree: FileTree): ReadonlyMap<string, Evidence> {
  const result = new Map<string, Evidence>();
  for (const { url, path } of uses) {
    const known = result.get(url) ?? { uses: 0, hits: 0, misses: 0 };
    // Every repository has a top.
    const says = path !== undefined && (joinPath(path) ?? '') !== '';
    const isHit = says && tree.kind(path) !== undefined;
    result.set(url, {
      uses: known.uses + 1,
      hits: known.hits + (isHit ? 1 : 0),
      misses: known.misses + (says && !isHit ? 1 : 0),
    });
  }
  return result;
}

/** Every URL, the one whose paths are best found here first. */
const ranked = (uses: readonly Use[], tree: FileTree): string[] =>
  [...evidenceOf(uses, tree)]
    .sort(
      ([one, a], [other, b]) =>
        b.hits - b.misses - (a.hits - a.misses) || b.uses - a.uses || (one < other ? -1 : 1),
    )
    .map(([url]) => url);

/** `remote "origin"` of the repository's git configuration, read as text. */
function originUrl(tree: FileTree): string | undefined {
  const config = tree.gitConfig?.();
  const section =
    config && /\[remote "origin"\]([^[]*)/.exec(new TextDecoder().decode(config))?.[1];
  const url = section && /^\s*url\s*=\s*(\S+)/m.exec(section)?.[1];
  return url ? normalizeRepositoryUrl(url) : undefined;
}

/** What git generators and the sources of Applications read, but for repositories of charts. */
function usesOf(value: LocatedValue | undefined): Use[] {
  const kind = textAt(value, 'kind');
  if (kind !== 'ApplicationSet' && kind !== 'Application') return [];
  const spec = kind === 'Application' ? get(value, 'spec') : get(value, 'spec', 'template', 'spec');
  const sources = [get(spec, 'source'), ...itemsAt(spec, 'sources')].filter(
    source => get(source, 'chart') === undefined,
  );
  return [
    ...itemsAt(value, 'spec', 'generators').flatMap(generatorUses),
    ...sources.flatMap(source => useOf(textAt(source, 'repoURL'), textAt(source, 'path'))),
  ];
}

/** Of a git generator its patterns; of a matrix or merge those of the generators in it. */
function generatorUses(generator: LocatedValue): Use[] {
  const git = get(generator, 'git');
  const url = textAt(git, 'repoURL');
  const patterns = [...itemsAt(git, 'directories'), ...itemsAt(git, 'files')];
  const inner = ['matrix', 'merge'].flatMap(kind => itemsAt(generator, kind, 'generators'));
  return [
    ...(patterns.length > 0
      ? patterns.flatMap(pattern => useOf(url, textAt(pattern, 'path')))
      : useOf(url, undefined)),
    ...inner.flatMap(generatorUses),
  ];
}

function useOf(url: string | undefined, path: string | undefined): Use[] {
  if (url === undefined || url.includes('{{')) return [];
  const fixed = path?.replace(/[^/]*(?:[*?[{]).*$/s, '').replace(/\/$/, '');
  const joined = fixed === undefined ? undefined : joinPath(fixed);
  return [{ url: normalizeRepositoryUrl(url), path: joined }];
}
