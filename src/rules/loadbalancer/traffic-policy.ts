import { servedBy } from '../../model/cluster/load-balancers/servers.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { type Rule, see } from '../rule.ts';

export const trafficPolicy: Rule = {
  id: 'loadbalancer/traffic-policy',
  scope: 'cluster',
  severity: 'warning',
  summary: '`externalTrafficPolicy: Local` on an address that is announced on layer 2.',
  rationale:
    "One node announces the address, chosen without regard to where the pods run. With Local it drops the traffic when it has no pod of the Service. Envoy Gateway's default is Local.",
  remedy:
    "Use `externalTrafficPolicy: Cluster`; with DSR the client's address is kept all the same.",
  reference: 'https://docs.cilium.io/en/stable/network/l2-announcements/#limitations',
  check({ cluster, report }) {
    const announced = cluster.cilium.some(({ l2Announcements, bgp }) => l2Announcements && !bgp);
    if (!announced || cluster.nodes.length === 1) return;
    for (const loadBalancer of cluster.loadBalancers) {
      const { localTrafficPolicy, resource } = loadBalancer;
      if (!localTrafficPolicy || servedBy(cluster, loadBalancer) !== 'cilium') continue;
      const byDefault = localTrafficPolicy.kind !== 'scalar';
      report({
        at: localTrafficPolicy,
        message: byDefault
          ? `${describe(resource)} gets \`externalTrafficPolicy: Local\`, Envoy Gateway's default, on an address that layer 2 announces`
          : `${describe(resource)} has \`externalTrafficPolicy: Local\` on an address that layer 2 announces`,
        help: byDefault
          ? "Set `envoyService.externalTrafficPolicy: Cluster` in the class's EnvoyProxy."
          : 'Write `Cluster`.',
        related: cluster.l2Policies.slice(0, 1).map(policy => see(policy.value, describe(policy))),
      });
    }
  },
};
