import { matchGobwas } from '../../../glob/gobwas.ts';
import { normalizeRepositoryUrl } from '../../../glob/repository-url.ts';
import { isPlaceholder } from '../../../text/placeholder.ts';
import { get, getScalar, itemsAt, textAt } from '../../../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { AppProject } from '../../application.ts';

/** Argo CD makes it at its first start. */
export const BUILT_IN = 'default';

/**
 * Whether a list that isn't there permits nothing. The built-in project has its lists from Argo CD: what
 * a manifest of it leaves out stays as it was.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/projects/#the-default-project
 */
export const isLeftOut = (name: string, list: LocatedValue | undefined): boolean =>
  name === BUILT_IN && list === undefined;

/**
 * Every deny pattern must let it pass; a pattern of either sort that does is enough to permit it
 * (IsSourcePermitted).
 */
export function permitsRepository(patterns: readonly string[], url: string): boolean {
  const normal = normalizeRepositoryUrl(url);
  const matches = (pattern: string) =>
    pattern === '*' || matchesGobwas(normalizeRepositoryUrl(pattern), normal, '/');
  return (
    patterns.some(pattern => permits(pattern, matches)) &&
    patterns.every(pattern => !isDeny(pattern) || permits(pattern, matches))
  );
}

const isDeny = (pattern: string | undefined): boolean => pattern?.startsWith('!') ?? false;

/** A pattern with `!` in front permits all that it doesn't match. */
const permits = (pattern: string, matches: (pattern: string) => boolean): boolean =>
  isDeny(pattern) ? !matches(pattern.slice(1)) : matches(pattern);

/** Where something is to be deployed: what isn't known is undefined, no namespace an empty one. */
export interface Destination {
  readonly server: LocatedScalar | undefined;
  readonly name: LocatedScalar | undefined;
  readonly namespace: string;
}

/**
 * What a project refuses of a destination. Some entry must permit cluster and namespace, and none deny
 * them. What the Application says only by name or only by server, an entry of the other sort may permit.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
 */
export function refusedPart(
  list: LocatedValue | undefined,
  { namespace, server, name }: Destination,
): 'cluster' | 'namespace' | undefined {
  const entries = itemsAt(list).map(item => {
    const wanted = {
      server: textAt(item, 'server'),
      name: textAt(item, 'name'),
      // No namespace is an empty one, which permits what has none.
      namespace: getScalar(item, 'namespace')?.text ?? '',
    };
    const onServer = meets(wanted.server, server?.text);
    const onName = meets(wanted.name, name?.text);
    const inNamespace = meets(wanted.namespace, namespace);
    return {
      permits: (onServer || onName) && inNamespace,
      inNamespace,
      deniesCluster:
        (isDeny(wanted.name) && !onName) || (isDeny(wanted.server) && !onServer && inNamespace),
      deniesNamespace: isDeny(wanted.namespace) && !inNamespace && onServer,
    };
  });
  const denied = entries.find(
    ({ deniesCluster, deniesNamespace }) => deniesCluster || deniesNamespace,
  );
  if (!denied && entries.some(item => item.permits)) return undefined;
  const isElsewhere = denied ? denied.deniesCluster : entries.some(item => item.inNamespace);
  return isElsewhere && (server ?? name) ? 'cluster' : 'namespace';
}

/** Whether a pattern, where there is one, permits a text as far as that is known. */
const meets = (pattern: string | undefined, text: string | undefined): boolean =>
  pattern !== undefined &&
  (text === undefined ||
    isPlaceholder(text) ||
    permits(pattern, glob => matchesGobwas(glob, text)));

/** The lists for kinds with and without namespace. */
export const LISTS = {
  namespaced: { allow: 'namespaceResourceWhitelist', deny: 'namespaceResourceBlacklist' },
  cluster: { allow: 'clusterResourceWhitelist', deny: 'clusterResourceBlacklist' },
} as const;

/** The list that refuses a kind, or the project where there is none; undefined where it is permitted. */
export function refusedKind(
  { value, name }: AppProject,
  { group, kind }: { readonly group: string; readonly kind: string },
  scoped: boolean,
): LocatedValue | undefined {
  const { allow, deny } = LISTS[scoped ? 'namespaced' : 'cluster'];
  const allowed = get(value, 'spec', allow);
  if (!scoped && isLeftOut(name, allowed)) return undefined;
  const isListed = (list: LocatedValue | undefined) =>
    itemsAt(list).some(
      item =>
        matchesGobwas(textAt(item, 'group') ?? '', group) &&
        matchesGobwas(textAt(item, 'kind') ?? '', kind),
    );
  const isAllowed = (scoped && allowed === undefined) || isListed(allowed);
  const denied = get(value, 'spec', deny);
  if (!isAllowed) return allowed ?? get(value, 'spec') ?? value;
  return isListed(denied) ? denied : undefined;
}

const matchesGobwas = (pattern: string, text: string, separators?: string): boolean =>
  matchGobwas(pattern, text, separators) === 'match';
