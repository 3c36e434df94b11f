import type { Cluster } from '../../model/cluster/cluster.ts';
import type { Service } from '../../model/cluster/network/services.ts';
import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import { matchesSelector } from '../../model/cluster/objects/selectors.ts';
import {
  isListening,
  servingContainers,
  type Workload,
} from '../../model/cluster/workloads/workloads.ts';
import { get, itemsAt, numberAt, textAt } from '../../yaml/access.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const policyPort: Rule = {
  id: 'workload/policy-port',
  scope: 'cluster',
  severity: 'error',
  summary:
    "A NetworkPolicy that lets traffic in on a Service's port, where the pods listen on another one.",
  rationale:
    'A policy is applied at the pod, behind the Service: it sees the port of the container. What comes over the Service is dropped, and the connection times out.',
  remedy: 'Write the port of the container, or its name.',
  reference: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  check({ cluster, report }) {
    for (const policy of cluster.resources.ofKind('NetworkPolicy', 'networking.k8s.io'))
      for (const finding of strayPorts(cluster, policy)) report(finding);
  },
};

function strayPorts({ workloads, services }: Cluster, policy: ClusterResource): Report[] {
  const namespace = policy.namespace ?? 'default';
  const selector = get(policy.value, 'spec', 'podSelector');
  const pods = workloads.filter(
    workload =>
      workload.namespace === namespace &&
      !workload.resource.partial &&
      matchesSelector(selector, workload.podLabels) === true,
  );
  // Of one workload it can be told where it listens.
  const [pod, ...others] = pods;
  if (!pod || others.length > 0 || pod.hostNetwork) return [];
  const containers = servingContainers(pod);
  const ports = itemsAt(policy.value, 'spec', 'ingress').flatMap(rule => itemsAt(rule, 'ports'));
  const numbers = ports.map(item => numberAt(item, 'port'));
  return ports.flatMap((item): Report[] => {
    const [at, number] = [get(item, 'port'), numberAt(item, 'port')];
    if (!at || number === undefined || at.origin.made || get(item, 'endPort')) return [];
    if (containers.some(container => isListening(container, number))) return [];
    const lead = services.find(
      service => service.namespace === namespace && isFor(service, pod) && portOf(service, number),
    );
    const target = lead && portOf(lead, number)?.targetPort;
    if (!lead || target?.kind !== 'scalar' || target.text === String(number)) return [];
    const real = typeof target.value === 'number' ? target.value : named(containers, target.text);
    // Both ports may be let in, to be safe.
    if (real === undefined || real === number || numbers.includes(real)) return [];
    return [
      {
        at,
        message: `${describe(policy)} lets port ${number} in, which is the one of ${describe(lead.resource)}: the pods of ${describe(pod.resource)} listen on ${real}`,
        help: `Write ${real}.`,
        related: [see(target, 'where the Service leads')],
      },
    ];
  });
}

const isFor = ({ selector }: Service, { podLabels }: Workload): boolean =>
  selector.size > 0 && [...selector].every(([key, value]) => podLabels.get(key) === value);

const portOf = ({ ports }: Service, number: number) => ports.find(({ port }) => port === number);

const named = (
  containers: ReturnType<typeof servingContainers>,
  name: string,
): number | undefined => {
  const port = containers.flatMap(({ ports }) => ports).find(item => textAt(item, 'name') === name);
  return numberAt(port, 'containerPort');
};
