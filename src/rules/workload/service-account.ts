import { describe } from '../../model/cluster/objects/owned.ts';
import { podReferences } from '../../model/cluster/workloads/pod-references.ts';
import { missing } from '../../model/lookup.ts';
import { isOfKubernetes } from '../../model/rbac.ts';
import { nearest } from '../../text/nearest.ts';
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
        if (isOfKubernetes(namespace)) continue;
        const gone = missing(cluster.resources.find({ ...accounts, namespace, name: name.text }));
        if (!gone || isReported(cluster, name)) continue;
        const elsewhere = cluster.resources
          .ofKind(accounts.kind, accounts.group)
          .find(account => account.name === name.text);
        const meant = nearest(name.text, cluster.resources.names({ ...accounts, namespace }));
        report({
          at: name,
          message: `nothing makes the ServiceAccount \`${namespace}/${name.text}\` that ${describe(resource)} runs as`,
          help: meant
            ? `Did you mean \`${meant}\`?`
            : elsewhere && `There is one in the namespace \`${elsewhere.namespace}\`.`,
          related: elsewhere && [see(elsewhere.value, describe(elsewhere))],
          doubt: gone.doubt,
          missing: `ServiceAccount ${namespace}/${name.text}`,
        });
      }
  },
};
