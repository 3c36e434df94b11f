import { describe } from '../../model/cluster/objects/owned.ts';
import { claimUses, isFromTemplate } from '../../model/cluster/storage/mounts.ts';
import { missing } from '../../model/lookup.ts';
import { nearest } from '../../text/nearest.ts';
import type { Rule } from '../rule.ts';

export const missingClaim: Rule = {
  id: 'storage/missing-claim',
  scope: 'cluster',
  severity: 'error',
  summary: 'A claim that a workload mounts and nothing declares.',
  rationale: 'The pod stays Pending until somebody makes the claim.',
  remedy: 'Declare the claim in the same namespace, or mount the one that exists.',
  reference: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#claims-as-volumes',
  check({ cluster, report }) {
    for (const { workload, at } of claimUses(cluster.workloads, cluster.volumeClaims)) {
      const { namespace } = workload;
      const key = { group: '', kind: 'PersistentVolumeClaim', namespace };
      const gone = missing(cluster.resources.find({ ...key, name: at.text }));
      if (!gone || isFromTemplate(cluster.volumeClaims, namespace, at.text)) continue;
      const own = cluster.resources.names(key);
      const elsewhere = cluster.volumeClaims.find(({ name }) => name === at.text);
      const meant = nearest(at.text, own);
      report({
        at,
        message: `nothing declares the claim \`${namespace}/${at.text}\` that ${describe(workload.resource)} mounts`,
        help: meant
          ? `Did you mean \`${meant}\`?`
          : elsewhere && `There is one in the namespace \`${elsewhere.namespace}\`.`,
        doubt: gone.doubt,
      });
    }
  },
};
