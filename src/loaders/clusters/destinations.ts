import type { ApplicationSpec } from '../../model/application.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { withoutEndSlashes } from '../../text/trim.ts';
import { type ClusterSecret, isInCluster } from '../applicationsets/clusters.ts';

/** The cluster that an Argo CD runs in, by its name there. */
export const IN_CLUSTER = 'in-cluster';

/**
 * What a destination means to the Argo CD that has the Application: `in-cluster` for the cluster it runs
 * in, else the name of a cluster whose Secret joins name and server, else what the destination says.
 * Undefined where that isn't final.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters
 */
export type Destinations = (destination: ApplicationSpec['destination']) => string | undefined;

/** What the cluster that a single Argo CD runs in is called: by the one Secret that renames it, if there is. */
export function homeName(known: readonly ClusterSecret[]): string {
  const [name, ...others] = new Set(
    known.flatMap(item => (isInCluster(item.server) ? item.name : [])),
  );
  return name === undefined || others.length > 0 ? IN_CLUSTER : name;
}

export function destinationsOf(known: readonly ClusterSecret[]): Destinations {
  const byName = new Map(
    known.map(({ name, server }) => [name, isInCluster(server) ? IN_CLUSTER : name]),
  );
  const byServer = new Map(
    known.map(({ name, server }) => [
      withoutEndSlashes(server),
      isInCluster(server) ? IN_CLUSTER : name,
    ]),
  );
  return ({ name, server }) => {
    const text = server?.text || name?.text;
    if (text === undefined || text === '' || isPlaceholder(text)) return undefined;
    if (text === IN_CLUSTER || isInCluster(text)) return IN_CLUSTER;
    return (
      (server?.text ? byServer.get(withoutEndSlashes(text)) : byName.get(text)) ??
      withoutEndSlashes(text)
    );
  };
}
