import type { Cluster } from '../../model/cluster/cluster.ts';
import { comesBefore, type SyncStep, syncStep } from '../../model/cluster/delivery/sync-order.ts';
import {
  applicationOf,
  type ClusterResource,
  describe,
} from '../../model/cluster/objects/owned.ts';
import { type PodReference, podReferences } from '../../model/cluster/workloads/pod-references.ts';
import { calledServices } from '../../model/cluster/workloads/service-calls.ts';
import type { Workload } from '../../model/cluster/workloads/workloads.ts';
import { listing } from '../../text/plural.ts';
import { type Rule, see } from '../rule.ts';

export const syncOrder: Rule = {
  id: 'workload/sync-order',
  scope: 'cluster',
  severity: 'warning',
  summary: 'A hook or sync wave that runs before the object it mounts or calls exists.',
  rationale:
    'Argo CD applies a phase or wave only when the one before is healthy. Pods that wait for an object of a later one never are: the first sync hangs or fails.',
  remedy: 'Give the object the same wave and phase or an earlier one, or run the workload later.',
  reference: 'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/',
  check({ cluster, report }) {
    for (const workload of cluster.workloads) {
      // Of a CronJob nothing has to be healthy.
      const step = workload.resource.kind === 'CronJob' ? undefined : syncStep(workload.resource);
      if (!step) continue;
      const late = [...needs(cluster, workload)].flatMap(object => {
        const its = applicationOf(object) === applicationOf(workload.resource) && syncStep(object);
        return its && comesBefore(step, its) ? [{ object, step: its }] : [];
      });
      const [first] = late;
      if (!first || !applicationOf(workload.resource)) continue;
      const [early, later] = names(step, first.step);
      const objects = [...new Set(late.map(({ object }) => describe(object)))];
      report({
        at: step.at ?? first.step.at ?? workload.resource.value,
        message: `${describe(workload.resource)} runs in ${early}, before ${listing(objects)}, which it needs, in ${later}`,
        related: first.step.at && step.at && [see(first.step.at, `${objects[0]} comes later`)],
      });
    }
  },
};

/** The objects without which the pods don't start, or their program fails. */
function needs(cluster: Cluster, workload: Workload): Set<ClusterResource> {
  const objects = podReferences(workload).flatMap(reference => find(cluster, reference));
  // A program that runs once fails when nobody answers; others try again.
  const isOnce = /^(?:Job|Pod)$/.test(workload.resource.kind);
  const services = isOnce ? calledServices(workload, cluster.services) : [];
  return new Set([...objects, ...services.map(({ resource }) => resource)]);
}

function find(cluster: Cluster, { kind, name, workload, isOptional }: PodReference) {
  if (isOptional) return [];
  if (kind === 'Secret') {
    const answer = cluster.secret(workload.namespace, name.text);
    return answer.status === 'found' ? [answer.value] : [];
  }
  const all = cluster.resources.all({
    group: '',
    kind,
    namespace: workload.namespace,
    name: name.text,
  });
  // Where two owners make it, the first to come is enough.
  return all.length === 1 ? all : [];
}

/** Both steps by what tells them apart. */
const names = (a: SyncStep, b: SyncStep): readonly [string, string] =>
  a.phase === b.phase ? [`wave ${a.wave}`, `wave ${b.wave}`] : [a.phase, b.phase];
