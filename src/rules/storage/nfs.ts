import type { Cluster } from '../../model/cluster/cluster.ts';
import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import { isWithin } from '../../source/tree.ts';
import { codes } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import { get, getMap, getString } from '../../yaml/access.ts';
import type { LocatedMap } from '../../yaml/located.ts';
import { type Rule, see } from '../rule.ts';

export const nfs: Rule = {
  id: 'storage/nfs',
  scope: 'cluster',
  severity: 'warning',
  summary: "An NFS server or export that is not the policy's.",
  rationale:
    'The mount hangs until it times out, and the pod with it; a wrong export mounts other data.',
  remedy: 'Use the server and an export of the policy.',
  reference: 'https://kubernetes.io/docs/concepts/storage/volumes/#nfs',
  policy: true,
  check({ cluster, policy, report }) {
    const { servers = [], exports: exported = [] } = policy.storage?.nfs ?? {};
    for (const { value, resource } of nfsMounts(cluster)) {
      const server = getString(value, 'server');
      const path = getString(value, 'path');
      if (server && servers.length > 0 && !servers.includes(server.value)) {
        const pinned = policy.place('storage', 'nfs', 'servers');
        const meant = nearest(server.value, servers);
        report({
          at: server,
          message: `${describe(resource)} mounts from \`${server.text}\`, which is not an NFS server of the policy`,
          help: meant ? `Did you mean \`${meant}\`?` : `Use one of the servers: ${codes(servers)}.`,
          related: pinned && [see(pinned, 'pinned here')],
        });
      }
      if (
        path &&
        exported.length > 0 &&
        !exported.some(directory => isWithin(path.value, directory))
      ) {
        const pinned = policy.place('storage', 'nfs', 'exports');
        report({
          at: path,
          message: `${describe(resource)} mounts \`${path.text}\`, which is in no export of the policy`,
          help: `Use one of the exports: ${codes(exported)}.`,
          related: pinned && [see(pinned, 'pinned here')],
        });
      }
    }
  },
};

function nfsMounts(cluster: Cluster): { value: LocatedMap; resource: ClusterResource }[] {
  const volumes = cluster.workloads.flatMap(({ volumes: own, resource }) =>
    own.map(({ value }) => ({ value, resource })),
  );
  const persistent = cluster.resources
    .ofKind('PersistentVolume', '')
    .map(resource => ({ value: get(resource.value, 'spec'), resource }));
  return [...volumes, ...persistent].flatMap(({ value, resource }) => {
    const mount = getMap(value, 'nfs');
    return mount ? [{ value: mount, resource }] : [];
  });
}
