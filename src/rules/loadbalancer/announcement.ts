import type { Cluster } from '../../model/cluster/cluster.ts';
import type { LoadBalancer } from '../../model/cluster/load-balancers/load-balancers.ts';
import { selects } from '../../model/cluster/load-balancers/pools.ts';
import { servedBy } from '../../model/cluster/load-balancers/servers.ts';
import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import { missing } from '../../model/lookup.ts';
import { refusesRegex } from '../../template/go/regex.ts';
import { asScalar, booleanAt, get, getEntry, getString, itemsAt } from '../../yaml/access.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const announcement: Rule = {
  id: 'loadbalancer/announcement',
  scope: 'cluster',
  severity: 'error',
  summary: 'LoadBalancer addresses that nobody announces on the network.',
  rationale:
    'Without a CiliumL2AnnouncementPolicy that covers the Service, or with l2announcements off, the address is assigned but no node answers ARP for it. Nothing on the Service shows that. A CiliumBGPAdvertisement of Services without a selector advertises none.',
  remedy:
    "Turn `l2announcements` on in Cilium's values and cover the Service by a policy with `loadBalancerIPs: true`.",
  reference: 'https://docs.cilium.io/en/stable/network/l2-announcements/',
  check({ cluster, policy, report }) {
    for (const policy of cluster.l2Policies)
      for (const finding of ownProblems(policy)) report(finding);
    for (const item of cluster.resources.ofKind('CiliumBGPAdvertisement', 'cilium.io'))
      for (const finding of unselected(item)) report(finding);
    // With BGP, or with another announcer than Cilium, layer 2 is not how addresses are found.
    if (cluster.cilium.length === 0 || cluster.cilium.some(({ bgp }) => bgp)) return;
    const loadBalancers = cluster.loadBalancers.filter(
      each => isForLayer2(each) && servedBy(cluster, each) === 'cilium',
    );
    for (const finding of [
      ...switchedOff(cluster, loadBalancers),
      // Where the policy pins it, loadbalancer/mode says so.
      ...(policy.cilium?.kubeProxyReplacement === undefined
        ? withoutReplacement(cluster, loadBalancers)
        : []),
      ...uncovered(cluster, loadBalancers),
    ])
      report(finding);
  },
};

/** Services of another class are announced by whoever serves that class. */
const isForLayer2 = ({ loadBalancerClass }: LoadBalancer): boolean =>
  loadBalancerClass === undefined || loadBalancerClass === 'io.cilium/l2-announcer';

function switchedOff({ cilium }: Cluster, [first]: readonly LoadBalancer[]): Report[] {
  if (!first) return [];
  return cilium
    .filter(({ l2Announcements, release }) => !l2Announcements && !release.valuesIncomplete)
    .map(({ at }) => ({
      at: at('l2announcements', 'enabled'),
      message: '`l2announcements` is off: no node announces the LoadBalancer addresses',
      help: 'Set `l2announcements.enabled: true`.',
      related: [see(first.resource.value, `${describe(first.resource)} needs it`)],
    }));
}

/** Announcements are the eBPF load balancer's: without it the agent answers for no address. */
function withoutReplacement({ cilium }: Cluster, [first]: readonly LoadBalancer[]): Report[] {
  if (!first) return [];
  return cilium.flatMap(({ l2Announcements, release, value }) => {
    const written = value('kubeProxyReplacement');
    if (!l2Announcements || release.valuesIncomplete || written?.text !== 'false') return [];
    return {
      at: written,
      message:
        '`l2announcements` needs `kubeProxyReplacement`: no node announces the LoadBalancer addresses',
      help: 'Set `kubeProxyReplacement: true`.',
      related: [see(first.resource.value, `${describe(first.resource)} needs it`)],
    };
  });
}

function uncovered(
  { l2Policies, resources }: Cluster,
  loadBalancers: readonly LoadBalancer[],
): Report[] {
  const none = missing(
    resources.others({
      group: 'cilium.io',
      kind: 'CiliumL2AnnouncementPolicy',
      namespace: undefined,
    }),
  );
  // Where none is seen at all, they may be applied in a way that nobody here sees.
  if (!none || (none.doubt !== undefined && l2Policies.length === 0)) return [];
  const selectors = l2Policies
    .filter(({ value }) => booleanAt(value, 'spec', 'loadBalancerIPs'))
    .map(({ value }) => get(value, 'spec', 'serviceSelector'));
  return loadBalancers
    .filter(each => !selectors.some(selector => selects(selector, each) !== false))
    .map(({ resource }) => ({
      at: getEntry(resource.value, 'spec')?.key ?? resource.value,
      message: `no CiliumL2AnnouncementPolicy with \`loadBalancerIPs\` covers ${describe(resource)}`,
      help: 'Add a policy that selects the Service, or widen the selector of one.',
      related: l2Policies
        .slice(0, 1)
        .map(policy => see(policy.value, `${describe(policy)} does not`)),
      doubt: none.doubt,
    }));
}

function ownProblems(policy: ClusterResource): Report[] {
  const { value } = policy;
  const announces =
    booleanAt(value, 'spec', 'loadBalancerIPs') || booleanAt(value, 'spec', 'externalIPs');
  const silent: Report = {
    at: getEntry(value, 'spec')?.key ?? value,
    message: `${describe(policy)} announces nothing: neither \`loadBalancerIPs\` nor \`externalIPs\` is true`,
    help: 'Set `loadBalancerIPs: true`.',
  };
  const broken = itemsAt(value, 'spec', 'interfaces')
    .flatMap(item => asScalar(item) ?? [])
    .filter(({ text }) => refusesRegex(text))
    .map(item => ({
      at: item,
      message: `\`${item.text}\` is not a regular expression: the policy is not applied`,
      help: 'Write a regular expression of Go, such as `^eth[0-9]+`.',
    }));
  return [...(announces ? [] : [silent]), ...broken];
}

/**
 * Advertisements of Services that select none: without a selector none is advertised.
 *
 * @see https://docs.cilium.io/en/stable/network/bgp-control-plane/bgp-control-plane-configuration/#service-virtual-ips
 */
function unselected(advertisement: ClusterResource): Report[] {
  if (advertisement.partial || advertisement.release) return [];
  return itemsAt(advertisement.value, 'spec', 'advertisements').flatMap((item): Report[] => {
    const type = getString(item, 'advertisementType');
    if (type?.text !== 'Service' || getEntry(item, 'selector')) return [];
    return [
      {
        at: type,
        message: `${describe(advertisement)} advertises no Service: there is no \`selector\``,
        help: 'Add a `selector`; one with `NotIn` and an unused value selects all.',
      },
    ];
  });
}
