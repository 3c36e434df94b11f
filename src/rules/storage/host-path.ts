import { isWithin } from '../../source/tree.ts';
import { codes } from '../../text/code.ts';
import { type Rule, see } from '../rule.ts';

export const hostPath: Rule = {
  id: 'storage/host-path',
  scope: 'cluster',
  severity: 'error',
  summary: "OpenEBS's base path outside what Talos mounts for the kubelet.",
  rationale:
    "Talos' root is read-only and the kubelet runs in a container: a directory that is not under `kubelet.extraMounts` is not there, or not kept.",
  remedy:
    'Mount the directory with `machine.kubelet.extraMounts` (`bind`, `rshared`, `rw`), or move the base path below one that is.',
  reference:
    'https://openebs.io/docs/user-guides/local-storage-user-guide/local-pv-hostpath/hostpath-configuration',
  check({ cluster, report }) {
    const nodes = cluster.nodes.filter(({ machine }) => machine);
    const mounts = nodes.flatMap(node => node.mounts);
    if (nodes.length === 0) return;
    for (const { basePath } of cluster.storageClasses) {
      // One node that has it is enough: the class may be meant for that one.
      if (!basePath || mounts.some(({ path }) => isWithin(basePath.text, path))) continue;
      const [first] = mounts;
      report({
        at: basePath,
        message: `no node mounts \`${basePath.text}\` for the kubelet`,
        help: first
          ? `Add it to \`machine.kubelet.extraMounts\`, or use a path below what is mounted: ${codes([...new Set(mounts.map(({ path }) => path))])}.`
          : 'Add it to `machine.kubelet.extraMounts`.',
        related: first && [see(first.at, 'what is mounted')],
      });
    }
  },
};
