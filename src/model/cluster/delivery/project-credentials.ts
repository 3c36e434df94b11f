import { normalizeRepositoryUrl } from '../../../glob/repository-url.ts';
import { isPlaceholder } from '../../../text/placeholder.ts';
import { getMap, textAt } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedValue } from '../../../yaml/located.ts';
import { clusterAddress } from '../../cluster-address.ts';
import { once } from '../../once.ts';
import type { ClusterResource } from '../objects/owned.ts';
import type { ResourceIndex } from '../objects/resources.ts';

/** What the credentials that belong to a project add to its lists. */
export interface ProjectCredentials {
  /** Normal forms of the URLs that repository Secrets name. */
  readonly repositories: ReadonlySet<string>;
  /** Servers and names of the clusters whose Secrets belong to it. */
  readonly clusters: ReadonlySet<string>;
  /** Whether there are credentials of which nobody can read here for what and whose they are. */
  readonly unread: boolean;
}

const TYPE = 'argocd.argoproj.io/secret-type';

/**
 * Repository and cluster Secrets with a `project` permit that project what they are for, beside its own
 * lists.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/projects/#project-scoped-repositories-and-clusters
 */
export function projectCredentials(
  resources: Pick<ResourceIndex, 'deployed' | 'loose'>,
  project: string,
): ProjectCredentials {
  const repositories = new Set<string>();
  const clusters = new Set<string>();
  let unread = false;
  for (const { labels, data } of credentials(resources)) {
    const field = (key: string) => data.flatMap(map => textAt(map, key) ?? []).at(-1);
    const [type, owner] = [textAt(labels, TYPE), field('project')];
    const known = [field('url'), field('server')].filter(text => text !== undefined);
    if (known.length === 0 || [owner ?? '', ...known].some(isSecret)) unread = true;
    else if (owner === project) {
      const isRepository = type === 'repository';
      const name = field('name');
      for (const text of known)
        isRepository
          ? repositories.add(normalizeRepositoryUrl(text))
          : clusters.add(clusterAddress(name ?? '', text).replace(/\/$/, ''));
      if (!isRepository && name !== undefined) clusters.add(name);
    }
  }
  return { repositories, clusters, unread };
}

interface Credential {
  readonly labels: LocatedMap;
  /** Base64 in `data` isn't looked into: these fields are no secrets and are written in the clear. */
  readonly data: readonly LocatedValue[];
}

const credentials = once(({ deployed, loose }: Pick<ResourceIndex, 'deployed' | 'loose'>) =>
  [...deployed, ...loose].flatMap(credential),
);

function credential({ kind, value }: ClusterResource): Credential[] {
  const spec = getMap(value, 'spec');
  const [owner, data] =
    kind === 'ExternalSecret'
      ? [getMap(spec, 'target', 'template'), ['data'] as const]
      : kind === 'SealedSecret'
        ? [getMap(spec, 'template'), ['data', 'stringData'] as const]
        : [kind === 'Secret' ? value : undefined, ['stringData'] as const];
  const labels = getMap(owner, 'metadata', 'labels') ?? getMap(value, 'metadata', 'labels');
  const type = textAt(labels, TYPE);
  if (!labels || (type !== 'repository' && type !== 'cluster')) return [];
  return [{ labels, data: data.flatMap(key => getMap(owner, key) ?? []) }];
}

const isSecret = (text: string): boolean => isPlaceholder(text) || text.startsWith('ENC[');
