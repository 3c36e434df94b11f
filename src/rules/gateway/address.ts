import type { GatewayPolicy } from '../../config/policy.ts';
import { targetOf } from '../../model/cluster/dns/publication.ts';
import type { Gateway } from '../../model/cluster/gateways/gateways.ts';
import { type LoadBalancer, ofGateway } from '../../model/cluster/load-balancers/load-balancers.ts';
import type { Annotation } from '../../model/cluster/network/services.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { parseAddress } from '../../net/addresses.ts';
import type { Place } from '../../source/text.ts';
import { code } from '../../text/code.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { getString } from '../../yaml/access.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import { type Rule, see } from '../rule.ts';

interface Difference {
  readonly key: keyof GatewayPolicy;
  readonly at: Place | LocatedValue;
  readonly message: string;
}

export const address: Rule = {
  id: 'gateway/address',
  scope: 'cluster',
  severity: 'error',
  summary: 'A gateway whose address, class, DNS target or namespace differs from the policy.',
  rationale:
    'Tunnels, DNS records and the routes of other applications rely on where a gateway is and what it is called.',
  remedy: 'Set what the policy pins, or change the policy.',
  reference: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway',
  policy: true,
  check({ cluster, policy, report }) {
    for (const gateway of cluster.gateways) {
      const wanted = policy.gateways?.[gateway.name];
      if (!wanted || isAnother(cluster.gateways, gateway, wanted)) continue;
      for (const { key, at, message } of differences(gateway, wanted)) {
        const pinned = policy.place('gateways', gateway.name, key);
        report({
          at,
          message: `${message}, but ${policy.source('gateways', gateway.name, key)} pins \`${wanted[key]}\``,
          related: pinned && [see(pinned, 'pinned here')],
        });
      }
    }
  },
};

/** Whether the policy means another gateway of that name, in the namespace that it pins. */
const isAnother = (
  gateways: readonly Gateway[],
  { name, namespace }: Gateway,
  wanted: GatewayPolicy,
): boolean =>
  wanted.namespace !== namespace &&
  gateways.some(other => other.name === name && other.namespace === wanted.namespace);

function differences(gateway: Gateway, wanted: GatewayPolicy): Difference[] {
  const { resource, className } = gateway;
  const name = getString(resource.value, 'metadata', 'name') ?? resource.value;
  const found: Difference[] = [];
  if (wanted.namespace !== undefined && wanted.namespace !== gateway.namespace) {
    found.push({
      key: 'namespace',
      at: getString(resource.value, 'metadata', 'namespace') ?? name,
      message: `${describe(resource)} is in the namespace \`${gateway.namespace}\``,
    });
  }
  // Without a class the API refuses the Gateway.
  if (wanted.class !== undefined && className && wanted.class !== className.value) {
    found.push({
      key: 'class',
      at: className,
      message: `${describe(resource)} is of the class \`${className.value}\``,
    });
  }
  const balancer = ofGateway(gateway);
  if (wanted.address !== undefined && !mayHave(balancer, wanted.address)) {
    const first = balancer?.requests[0];
    found.push({
      key: 'address',
      at: first?.at ?? name,
      message: `${describe(resource)} requests ${first ? code(first.text) : 'no address'}`,
    });
  }
  const target = targetOf(gateway);
  if (wanted.target !== undefined && !mayBeTarget(gateway, target, wanted.target)) {
    found.push({
      key: 'target',
      at: target?.value ?? name,
      message: `${describe(resource)} has ${target ? `the DNS target ${code(target.text)}` : 'no DNS target'}`,
    });
  }
  return found;
}

/** Whether an address is among those a gateway asks for, as far as that can be known. */
const mayHave = (balancer: LoadBalancer | undefined, wanted: string): boolean =>
  balancer !== undefined &&
  (balancer.requestsUnknown ||
    balancer.requests.some(
      ({ text }) => isPlaceholder(text) || canonical(text) === canonical(wanted),
    ));

/** An IPv6 address has many spellings. */
const canonical = (address: string): string => parseAddress(address)?.text ?? address;

/** Whether that is, or may become, a gateway's DNS target. A final dot makes no difference to external-dns. */
const mayBeTarget = (
  { resource }: Gateway,
  target: Annotation | undefined,
  wanted: string,
): boolean =>
  target
    ? isPlaceholder(target.text) || withoutDot(target.text) === withoutDot(wanted)
    : resource.partial;

const withoutDot = (name: string): string => name.replace(/\.$/, '');
