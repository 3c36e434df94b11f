import { ofGateway } from '../../model/cluster/load-balancers/load-balancers.ts';
import { contains, parseRange } from '../../net/addresses.ts';
import { codes } from '../../text/code.ts';
import { itemsAt } from '../../yaml/access.ts';
import { type Rule, see } from '../rule.ts';

export const vpnPath: Rule = {
  id: 'gateway/vpn-path',
  scope: 'cluster',
  severity: 'error',
  summary:
    "A private gateway's address that no subnet router of Tailscale advertises, though there is one.",
  rationale:
    'Through the VPN a device reaches only what is advertised: the names of a private gateway resolve to an address that nothing answers for from outside the house.',
  remedy: "Advertise the gateway's address or its network in the Connector.",
  reference: 'https://tailscale.com/kb/1441/kubernetes-operator-connector',
  policy: true,
  check({ cluster, policy, report }) {
    const routes = cluster.resources
      .ofKind('Connector', 'tailscale.com')
      .flatMap(({ value }) => itemsAt(value, 'spec', 'subnetRouter', 'advertiseRoutes'));
    const ranges = routes.flatMap(at => (at.kind === 'scalar' ? (parseRange(at.text) ?? []) : []));
    const [first] = routes;
    // What can't be read may be the route that is missed.
    if (!first || ranges.length < routes.length) return;
    for (const gateway of cluster.gateways) {
      if (policy.gateways?.[gateway.name]?.audience !== 'private') continue;
      const unreached = ofGateway(gateway)?.requests.find(
        ({ address }) => address && !ranges.some(range => contains(range, address)),
      );
      if (!unreached) continue;
      const pinned = policy.place('gateways', gateway.name, 'audience');
      report({
        at: first,
        message: `Tailscale's subnet router does not advertise \`${unreached.text}\`, the address of the private gateway \`${gateway.name}\``,
        help: `Add the address to the routes that are advertised: ${codes(ranges.map(({ text }) => text))}.`,
        related: [
          see(unreached.at, 'the address'),
          ...(pinned ? [see(pinned, 'private here')] : []),
        ],
      });
    }
  },
};
