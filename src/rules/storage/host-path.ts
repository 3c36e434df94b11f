import { getString, itemsAt } from '../../model/access.ts';
import type { LocatedScalar } from '../../model/located.ts';
import type { TalosNode } from '../../model/talos.ts';
import { isWithin } from '../../source/tree.ts';
import { listing } from '../../text/plural.ts';
import { type Rule, see } from '../rule.ts';

export const hostPath: Rule = {
  id: 'storage/host-path',
  severity: 'error',
  summary: 'OpenEBS’s base path outside what Talos mounts for the kubelet.',
  rationale:
    'Talos’ root is read-only and the kubelet runs in a container: a directory that is not under kubelet.extraMounts is not there, or not kept.',
  remedy:
    'Mount the directory with machine.kubelet.extraMounts (bind, rshared, rw), or move the base path below one that is.',
  reference:
    'https://openebs.io/docs/user-guides/local-storage-user-guide/local-pv-hostpath/hostpath-configuration',
  check({ cluster, report }) {
    const nodes = cluster.nodes.filter(({ machine }) => machine);
    if (nodes.length === 0) return;
    for (const { basePath: path } of cluster.storageClasses) {
      if (!path) continue;
      const without = nodes.filter(
        node => !mountedOn(node).some(mount => isWithin(path.text, mount.text)),
      );
      if (without.length < nodes.length) continue;
      const mounts = nodes.flatMap(mountedOn);
      report({
        at: path,
        message: `no node mounts ${path.text} for the kubelet`,
        help:
          mounts.length > 0
            ? `Mounted: ${listing([...new Set(mounts.map(({ text }) => text))])}.`
            : 'Add it to machine.kubelet.extraMounts.',
        related: mounts.slice(0, 1).map(mount => see(mount, 'what is mounted')),
      });
    }
  },
};

/** Destinations of the kubelet's mounts, and user volumes, which Talos mounts under /var/mnt. */
const mountedOn = ({ machine }: TalosNode): LocatedScalar[] =>
  itemsAt(machine, 'machine', 'kubelet', 'extraMounts').flatMap(
    item => getString(item, 'destination') ?? [],
  );
