import type { Cluster } from '../../model/cluster/cluster.ts';
import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import type { TalosNode } from '../../model/talos.ts';
import { isWithin } from '../../source/tree.ts';
import { codes } from '../../text/code.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { getString, itemsAt, textAt } from '../../yaml/access.ts';
import type { LocatedScalar } from '../../yaml/located.ts';
import { type Rule, see } from '../rule.ts';

export const mounts: Rule = {
  id: 'talos/mounts',
  scope: 'cluster',
  severity: 'error',
  summary: 'A directory that an application needs from the host and that no node mounts.',
  rationale:
    "Talos' root is read-only, and nothing is mounted below `/mnt` or `/var/mnt` that the machine configuration doesn't mount: the pod fails to start, or writes to the system disk.",
  remedy:
    'Add a UserVolumeConfig (mounted at `/var/mnt/<name>`) or `machine.kubelet.extraMounts` on the nodes that have the data, or correct the path.',
  reference:
    'https://docs.siderolabs.com/talos/v1.12/configure-your-talos-cluster/storage-and-disk-management/disk-management/user',
  check({ cluster, report }) {
    if (cluster.nodes.length === 0 || cluster.talos.unchecked.length > 0) return;
    const mounted = cluster.nodes.flatMap(node => node.mounts);
    const hasPools = cluster.nodes.some(usesZfs);
    const paths = [...new Set(mounted.map(({ path }) => path))].sort();
    for (const { at, resource } of hostPaths(cluster)) {
      if (!needsMount(at.text) || paths.some(path => isWithin(at.text, path))) continue;
      if (hasPools && isWithin(at.text, '/var/mnt')) continue;
      report({
        at,
        message: `${describe(resource)} needs \`${at.text}\` from the host, and no node mounts it`,
        help:
          paths.length > 0
            ? `Mount it on the nodes, or use a path below what is mounted: ${codes(paths)}.`
            : 'Mount it with a UserVolumeConfig or `machine.kubelet.extraMounts`.',
        related: mounted
          .slice(0, 1)
          .map(mount => see(mount.at, `\`${mount.path}\` is mounted here`)),
      });
    }
  },
};

/**
 * Whether a node has ZFS, whose pools are mounted below /var/mnt as the pools themselves say.
 *
 * @see https://github.com/siderolabs/extensions/tree/main/storage/zfs
 */
const usesZfs = ({ machine, schematic }: TalosNode): boolean =>
  itemsAt(machine, 'machine', 'kernel', 'modules').some(item => textAt(item, 'name') === 'zfs') ||
  (schematic?.extensions.some(({ text }) => text === 'siderolabs/zfs') ?? false);

interface HostPath {
  readonly at: LocatedScalar;
  readonly resource: ClusterResource;
}

/** Directories of the host that pods, volumes and Rook use. OpenEBS' are a rule of the storage family. */
function hostPaths({ workloads, resources, nodes }: Cluster): HostPath[] {
  const ofPods = workloads.flatMap(({ volumes, resource }) =>
    volumes.flatMap(({ value }) => {
      const type = textAt(value, 'hostPath', 'type') ?? '';
      const at = getString(value, 'hostPath', 'path');
      return at && /^(Directory(OrCreate)?)?$/.test(type) ? [{ at, resource }] : [];
    }),
  );
  const ofVolumes = resources.ofKind('PersistentVolume', '').flatMap(resource => {
    const at =
      getString(resource.value, 'spec', 'hostPath', 'path') ??
      getString(resource.value, 'spec', 'local', 'path');
    return at && !isOfOther(nodes, resource) ? [{ at, resource }] : [];
  });
  const ofRook = resources.ofKind('CephCluster', 'ceph.rook.io').flatMap(resource => {
    const at = getString(resource.value, 'spec', 'dataDirHostPath');
    return at ? [{ at, resource }] : [];
  });
  return [...ofPods, ...ofVolumes, ...ofRook];
}

/** Whether a volume is of machines that the repository doesn't configure. */
function isOfOther(nodes: Cluster['nodes'], { value }: ClusterResource): boolean {
  const known = new Set(nodes.flatMap(({ name, hostname }) => [name, hostname?.text]));
  const hosts = itemsAt(value, 'spec', 'nodeAffinity', 'required', 'nodeSelectorTerms')
    .flatMap(term => itemsAt(term, 'matchExpressions'))
    .filter(expression => textAt(expression, 'key') === 'kubernetes.io/hostname')
    .flatMap(expression => itemsAt(expression, 'values'));
  return hosts.length > 0 && hosts.every(host => host.kind === 'scalar' && !known.has(host.text));
}

/** Places where data is mounted on purpose; elsewhere Talos has directories of its own. */
const needsMount = (path: string): boolean =>
  !isPlaceholder(path) &&
  ['/data', '/home', '/media', '/mnt', '/srv', '/storage', '/var/mnt'].some(
    root => isWithin(path, root) && path !== root,
  );
