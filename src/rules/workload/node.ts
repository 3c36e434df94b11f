import type { Cluster } from '../../model/cluster/cluster.ts';
import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import {
  labelValues,
  type NodeTerm,
  nodeTerms,
  placementTerms,
} from '../../model/cluster/workloads/node-terms.ts';
import { code, codes } from '../../text/code.ts';
import { didYouMean } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import type { Rule } from '../rule.ts';

export const node: Rule = {
  id: 'workload/node',
  scope: 'cluster',
  severity: 'error',
  summary: 'A pod that asks for a node by a name or label value that no machine has.',
  rationale:
    'No node fits, so the pod stays Pending for ever, and the scheduler only says so in an event.',
  remedy: 'Correct the value, or give a machine the label in its configuration.',
  reference: 'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/',
  check({ cluster, report }) {
    const { nodes, talos } = cluster;
    if (nodes.length === 0 || talos.unchecked.length > 0) return;
    for (const { term, resource } of asked(cluster)) {
      const known = labelValues(nodes, term.key);
      const [first] = term.values;
      if (
        !known ||
        !first ||
        term.values.some(({ text }) => known.has(text) || isPlaceholder(text))
      )
        continue;
      const meant = didYouMean(first.text, known);
      report({
        at: first,
        message: `no machine has the label ${code(term.key)} with the value ${codes(
          term.values.map(({ text }) => text),
          'or',
        )}, which ${describe(resource)} asks for`,
        help: meant ?? `Known values: ${codes([...known].sort())}.`,
        // Labels are also set with kubectl and by operators, and a machine needs no patch of its own.
        doubt: 'a machine that is not described here may have it',
      });
    }
  },
};

function asked({ workloads, resources }: Cluster): { term: NodeTerm; resource: ClusterResource }[] {
  const pods = workloads.flatMap(({ podSpec, resource }) =>
    nodeTerms(podSpec).map(term => ({ term, resource })),
  );
  const ceph = resources
    .ofKind('CephCluster', 'ceph.rook.io')
    .flatMap(resource => placementTerms(resource.value).map(term => ({ term, resource })));
  return [...pods, ...ceph];
}
