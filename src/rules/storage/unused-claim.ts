import { getString } from '../../model/access.ts';
import { claimUses } from '../../model/cluster/mounts.ts';
import { type ClusterResource, describe } from '../../model/cluster/owned.ts';
import { isPlaceholder } from '../../model/cluster/placeholder.ts';
import type { LocatedValue } from '../../model/located.ts';
import type { Rule } from '../rule.ts';

export const unusedClaim: Rule = {
  id: 'storage/unused-claim',
  severity: 'warning',
  summary: 'A claim that no workload uses.',
  rationale:
    'It takes space that nobody uses, or, more often, a workload mounts something else than it was meant to.',
  remedy: 'Mount it, or remove it.',
  reference:
    'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#lifecycle-of-a-volume-and-claim',
  check({ cluster, report }) {
    const used = new Set(
      claimUses(cluster.workloads, cluster.volumeClaims).map(({ claim }) => claim),
    );
    for (const claim of cluster.volumeClaims) {
      const isOwn = claim.resource.kind === 'PersistentVolumeClaim' && !claim.resource.release;
      if (!isOwn || used.has(claim) || isPlaceholder(claim.name ?? '')) continue;
      // A chart or operator of the namespace that isn't modelled may mount it, by its values.
      const mounts = cluster.resources.find({
        group: 'apps',
        kind: 'Deployment',
        namespace: claim.namespace,
        name: '-',
      });
      if (
        mounts.status === 'unknowable' ||
        isMentioned(claim.name ?? '', claim.namespace, cluster.resources.deployed)
      )
        continue;
      report({
        at: getString(claim.resource.value, 'metadata', 'name') ?? claim.at,
        message: `no workload mounts ${describe(claim.resource)}`,
      });
    }
  },
};

/** Whether a custom resource (a database, a virtual machine) names the claim somewhere. */
const isMentioned = (
  name: string,
  namespace: string,
  resources: readonly ClusterResource[],
): boolean =>
  resources.some(
    resource =>
      resource.namespace === namespace &&
      resource.kind !== 'PersistentVolumeClaim' &&
      !['ReplicationSource', 'ReplicationDestination'].includes(resource.kind) &&
      mentions(resource.value, name),
  );

function mentions(value: LocatedValue, name: string): boolean {
  if (value.kind === 'scalar') return false;
  const children =
    value.kind === 'map'
      ? [...value.entries.values()]
      : value.items.map(item => ({ key: undefined, value: item }));
  return children.some(({ key, value: child }) =>
    child.kind === 'scalar'
      ? /claim|pvc/i.test(key?.text ?? '') && child.text === name
      : mentions(child, name),
  );
}
