import { booleanAt, get, getEntry, itemsAt } from '../../model/access.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import type { LoadBalancer } from '../../model/cluster/load-balancers.ts';
import { type ClusterResource, describe } from '../../model/cluster/owned.ts';
import { matchesSelector } from '../../model/cluster/pools.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const announcement: Rule = {
  id: 'loadbalancer/announcement',
  severity: 'error',
  summary: 'LoadBalancer addresses that nobody announces on the network.',
  rationale:
    'Without a CiliumL2AnnouncementPolicy that covers the Service, or with l2announcements off, the address is assigned but no node answers ARP for it. Nothing on the Service shows that.',
  remedy:
    "Turn l2announcements on in Cilium's values and cover the Service by a policy with loadBalancerIPs: true.",
  reference: 'https://docs.cilium.io/en/stable/network/l2-announcements/',
  check({ cluster, report }) {
    for (const policy of cluster.l2Policies)
      for (const finding of ownProblems(policy)) report(finding);
    const [first] = cluster.loadBalancers;
    // With BGP, or with another announcer than Cilium, layer 2 is not how addresses are found.
    if (!first || cluster.cilium.length === 0 || cluster.cilium.some(({ bgp }) => bgp)) return;
    for (const finding of [...switchedOff(cluster, first), ...uncovered(cluster)]) report(finding);
  },
};

function switchedOff(cluster: Cluster, first: LoadBalancer): Report[] {
  return cluster.cilium
    .filter(({ l2Announcements, release }) => !l2Announcements && !release.valuesIncomplete)
    .map(cilium => ({
      at: cilium.at('l2announcements', 'enabled'),
      message: 'l2announcements are off: no node announces the LoadBalancer addresses',
      help: 'Set l2announcements.enabled: true.',
      related: [see(first.resource.value, `${describe(first.resource)} needs it`)],
    }));
}

function uncovered(cluster: Cluster): Report[] {
  const answer = cluster.resources.find({
    group: 'cilium.io',
    kind: 'CiliumL2AnnouncementPolicy',
    namespace: undefined,
    name: '*',
  });
  if (cluster.l2Policies.length === 0 && answer.status !== 'absent') return [];
  const announcing = cluster.l2Policies.filter(policy =>
    booleanAt(policy.value, 'spec', 'loadBalancerIPs'),
  );
  return cluster.loadBalancers
    .filter(loadBalancer => !announcing.some(policy => covers(policy, loadBalancer)))
    .map(loadBalancer => ({
      at: getEntry(loadBalancer.resource.value, 'spec')?.key ?? loadBalancer.resource.value,
      message: `no CiliumL2AnnouncementPolicy with loadBalancerIPs covers ${describe(loadBalancer.resource)}`,
      related: cluster.l2Policies
        .slice(0, 1)
        .map(policy => see(policy.value, `${describe(policy)} does not`)),
    }));
}

const covers = (
  policy: ClusterResource,
  { labels, name, namespace, resource, loadBalancerClass }: LoadBalancer,
): boolean => {
  if (loadBalancerClass !== undefined && loadBalancerClass !== 'io.cilium/l2-announcer')
    return true;
  const known = new Map([
    ...labels,
    ['io.kubernetes.service.namespace', namespace],
    ['io.kubernetes.service.name', name],
  ]);
  return (
    matchesSelector(
      get(policy.value, 'spec', 'serviceSelector'),
      known,
      resource.kind !== 'Service',
    ) !== false
  );
};

function ownProblems(policy: ClusterResource): Report[] {
  const { value } = policy;
  const spec = getEntry(value, 'spec');
  const silent =
    !booleanAt(value, 'spec', 'loadBalancerIPs') && !booleanAt(value, 'spec', 'externalIPs');
  const reports: Report[] = silent
    ? [
        {
          at: spec?.key ?? value,
          message: `${describe(policy)} announces nothing: neither loadBalancerIPs nor externalIPs is true`,
        },
      ]
    : [];
  for (const item of itemsAt(value, 'spec', 'interfaces')) {
    if (item.kind === 'scalar' && !isRegExp(item.text)) {
      reports.push({
        at: item,
        message: `"${item.text}" is no regular expression: the policy is not applied`,
      });
    }
  }
  return reports;
}

function isRegExp(text: string): boolean {
  try {
    return Boolean(new RegExp(text, 'u'));
  } catch {
    return false;
  }
}
