import type { Application } from '../../model/application.ts';
import { isArgoCd } from '../../model/resource.ts';
import type { ClusterSecret } from '../applicationsets/clusters.ts';
import { IN_CLUSTER } from './destinations.ts';

/** Clusters with others that may be the same, called by server there and by name here. */
export type Undecided = ReadonlyMap<string, readonly string[]>;

export interface Settled {
  readonly applications: readonly Application[];
  readonly undecided: Undecided;
}

/**
 * Decides how many clusters there are. Where only one gets anything but Applications it is the one that
 * all are for; so it is where one name and `in-cluster` are all there is, since a Secret may call the
 * cluster that Argo CD runs in by another name. One name and one server that nothing joins are one cluster.
 *
 * @param known the clusters of which name and server are known
 */
export function settleClusters(
  applications: readonly Application[],
  known: readonly ClusterSecret[],
): Settled {
  const isKnown = (id: string) => known.some(({ name }) => name === id);
  const hosts = new Set(applications.map(({ instance }) => instance));
  const used = [
    ...new Set(applications.flatMap(item => (isContent(item) ? (item.cluster ?? []) : []))),
  ];
  const open = used.filter(id => id !== IN_CLUSTER && !isKnown(id) && !hosts.has(id));
  const servers = open.filter(isServer);
  const names = open.filter(id => !isServer(id));
  const [name, ...moreNames] = names;
  const [server, ...moreServers] = servers;
  const isPair = moreNames.length + moreServers.length === 0 && name !== undefined;
  const same = isPair && server !== undefined ? new Map([[server, name]]) : new Map();
  const left = used.filter(id => !same.has(id));
  const isOne =
    left.length < 2 || (left.length === 2 && isPair && !server && left.includes(IN_CLUSTER));
  const [first] = left;
  const settled = (id: string | undefined) =>
    id !== undefined && isOne ? first : (same.get(id) ?? id);
  const pairs = (own: readonly string[], others: readonly string[]) =>
    own.map((id): [string, readonly string[]] => [id, others]);
  return {
    applications: applications.map(item => ({ ...item, cluster: settled(item.cluster) })),
    undecided: new Map(
      isOne || same.size > 0 ? [] : [...pairs(names, servers), ...pairs(servers, names)],
    ),
  };
}

const isServer = (id: string): boolean => /^https?:/.test(id);

/** Whether it deploys, as far as is known, more than Applications. */
const isContent = ({ resources }: Application): boolean =>
  resources.length === 0 || !resources.every(isArgoCd);
