import type { LoadBalancer } from '../../model/cluster/load-balancers/load-balancers.ts';
import { servedBy } from '../../model/cluster/load-balancers/servers.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { keyOf } from '../../model/cluster/objects/resources.ts';
import { listing } from '../../text/plural.ts';
import { type Rule, see } from '../rule.ts';

export const ipConflict: Rule = {
  id: 'loadbalancer/ip-conflict',
  scope: 'cluster',
  severity: 'error',
  summary: 'One address for two services that may not share it.',
  rationale:
    "Cilium gives an address to one Service. The second that asks for it stays pending, unless both carry the same sharing key, allow each other's namespace and use disjoint ports.",
  remedy: 'Choose another address, or give both services the same `lbipam.cilium.io/sharing-key`.',
  reference: 'https://docs.cilium.io/en/stable/network/lb-ipam/#sharing-keys',
  check({ cluster, report }) {
    const holders = new Map<string, LoadBalancer[]>();
    for (const loadBalancer of cluster.loadBalancers) {
      for (const { address, at, text } of loadBalancer.requests) {
        // The unspecified address asks for any: https://kube-vip.io/docs/usage/kubernetes-services/#using-dhcp-for-load-balancers-experimental
        if (!address || address.text === '0.0.0.0') continue;
        const earlier = holders.get(address.text) ?? [];
        const rival = earlier.find(
          other => !isSame(other, loadBalancer) && refusal(other, loadBalancer),
        );
        if (rival) {
          const theirs = rival.requests.find(request => request.address?.text === address.text);
          report({
            at,
            message: `\`${text}\` is already requested by ${describe(rival.resource)}: ${refusal(rival, loadBalancer)}`,
            help:
              servedBy(cluster, loadBalancer) === 'another'
                ? 'Choose another address, or let both services share it in the way of what gives them theirs.'
                : undefined,
            related: theirs && [see(theirs.at, `${describe(rival.resource)} requests it`)],
          });
        }
        holders.set(address.text, [...earlier, loadBalancer]);
      }
    }
  },
};

/**
 * One object that two kustomizations make (bootstrap and GitOps) doesn't conflict with itself, nor does a Gateway
 * with the Service that the chart of its implementation makes beside it.
 */
const isSame = (a: LoadBalancer, b: LoadBalancer): boolean =>
  keyOf(a.resource) === keyOf(b.resource) || isEntryOf(a, b) || isEntryOf(b, a);

const isEntryOf = (service: LoadBalancer, gateway: LoadBalancer): boolean =>
  gateway.resource.kind === 'Gateway' &&
  service.resource.release !== undefined &&
  service.namespace === gateway.namespace;

/** Why two services can't share an address; undefined when they can. */
function refusal(a: LoadBalancer, b: LoadBalancer): string | undefined {
  if (!a.sharingKey || !b.sharingKey) return 'not both of them have a sharing key';
  if (a.sharingKey !== b.sharingKey)
    return `sharing keys \`${a.sharingKey}\` and \`${b.sharingKey}\` differ`;
  if (!allows(a, b) || !allows(b, a))
    return `namespaces \`${a.namespace}\` and \`${b.namespace}\` do not allow each other`;
  if (Boolean(a.localTrafficPolicy) !== Boolean(b.localTrafficPolicy))
    return 'their `externalTrafficPolicy` differs';
  if (a.localTrafficPolicy && choosesOthers(a, b))
    return 'both have `externalTrafficPolicy: Local`, and their selectors differ';
  const { ports } = b;
  const common = ports && a.ports ? [...a.ports].filter(port => ports.has(port)) : [];
  return common.length > 0 ? `both use the port ${listing(common)}` : undefined;
}

/** Whether two Services are known to lead to different pods, and one of them doesn't permit that. */
function choosesOthers(a: LoadBalancer, b: LoadBalancer): boolean {
  if (!a.selector || !b.selector || (a.permitsOtherPods && b.permitsOtherPods)) return false;
  const { selector } = b;
  return (
    a.selector.size !== selector.size ||
    [...a.selector].some(([key, value]) => selector.get(key) !== value)
  );
}

/** Cilium splits the list at commas and trims nothing: a blank makes another namespace. */
const allows = (a: LoadBalancer, b: LoadBalancer): boolean =>
  a.namespace === b.namespace ||
  a.sharingNamespaces.some(name => name === '*' || name === b.namespace);
