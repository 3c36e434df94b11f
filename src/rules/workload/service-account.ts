import { describe } from '../../model/cluster/objects/owned.ts';
import { podReferences } from '../../model/cluster/workloads/pod-references.ts';
import { missing } from '../../model/lookup.ts';
import { isOfKubernetes } from '../../model/rbac.ts';
import { misspelt, nearest } from '../../text/nearest.ts';
import { isReported } from '../reported.ts';
import { type Rule, see } from '../rule.ts';

/** Kubernetes makes one of this name in each namespace. */
const EVERYWHERE = 'default';

export const serviceAccount: Rule = {
  id: 'workload/service-account',
  scope: 'cluster',
  severity: 'error',
  summary: 'A service account that a pod runs as and that nothing makes in its namespace.',
  rationale:
    'No pod is made: the API refuses it with `serviceaccount not found`, and the workload stays at none ready.',
  remedy: "Name the service account that exists, or add it in the workload's namespace.",
  reference: 'https://kubernetes.io/docs/concepts/security/service-accounts/',
  check({ cluster, report }) {
    const accounts = { group: '', kind: 'ServiceAccount' };
    for (const workload of cluster.workloads)
      for (const { kind, name } of podReferences(workload)) {
        const { namespace, resource } = workload;
        if (kind !== accounts.kind || name.text === EVERYWHERE || name.text === '') continue;
        const known = cluster.resources.names({ ...accounts, namespace });
        // The cluster has accounts of its own there; what is a letter off one that is here is no other.
        const isOfCluster = isOfKubernetes(namespace);
        if (isOfCluster && !misspelt(name.text, known)) continue;
        const gone = missing(cluster.resources.find({ ...accounts, namespace, name: name.text }));
        if (!gone || isReported(cluster, name)) continue;
        const elsewhere = cluster.resources
          .ofKind(accounts.kind, accounts.group)
          .find(account => account.name === name.text);
        const meant = nearest(name.text, known);
        report({
          at: name,
          message: `nothing makes the ServiceAccount \`${namespace}/${name.text}\` that ${describe(resource)} runs as`,
          help: meant
            ? `Did you mean \`${meant}\`?`
            : elsewhere && `There is one in the namespace \`${elsewhere.namespace}\`.`,
          related: elsewhere && [see(elsewhere.value, describe(elsewhere))],
          doubt: gone.doubt ?? (isOfCluster ? 'the cluster itself may make it' : undefined),
          missing: `ServiceAccount ${namespace}/${name.text}`,
        });
      }
  },
};
