import type { Policy } from '../../config/load.ts';
import { bearsName } from '../../model/cluster/delivery/ownership.ts';
import { contains, type IpRange, parseAddress, parseRange } from '../../net/addresses.ts';
import { codes } from '../../text/code.ts';
import { type Rule, see } from '../rule.ts';

export const ipReserved: Rule = {
  id: 'loadbalancer/ip-reserved',
  scope: 'cluster',
  severity: 'error',
  summary:
    'An address that the policy keeps for another owner, or that a node or the Talos VIP has.',
  rationale:
    'Routers, DNS records and tunnels point at fixed addresses. Whoever takes one of them receives traffic that is meant for somebody else.',
  remedy: 'Choose an address that is free.',
  reference: 'https://docs.cilium.io/en/stable/network/lb-ipam/#requesting-ips',
  check({ cluster, policy, report }) {
    const reserved = reservedRanges(policy);
    const nodes = cluster.nodes.flatMap(node =>
      [...node.addresses, ...node.vips].flatMap(at => {
        const address = parseAddress(at.text.replace(/\/.*/, ''));
        return address ? [{ node, at, address }] : [];
      }),
    );
    for (const loadBalancer of cluster.loadBalancers) {
      for (const { address, at, text } of loadBalancer.requests) {
        if (!address) continue;
        const kept = reserved.find(({ range }) => contains(range, address));
        if (kept && !kept.owners.some(owner => bearsName(loadBalancer.resource, owner))) {
          const path = ['loadBalancer', 'reserved', kept.written] as const;
          const pinned = policy.place(...path);
          report({
            at,
            message: `\`${text}\` is kept for ${codes(kept.owners, 'or')}`,
            help: `Choose another address, or change the owner in ${policy.source(...path)}.`,
            related: pinned && [see(pinned, 'reserved here')],
          });
        }
        const taken = nodes.find(other => other.address.text === address.text);
        if (taken) {
          report({
            at,
            message: `\`${text}\` is an address of the node \`${taken.node.name}\``,
            related: [see(taken.at, 'the node has it from here')],
          });
        }
      }
    }
  },
};

interface Reserved {
  readonly written: string;
  readonly range: IpRange;
  readonly owners: readonly string[];
}

/** What is kept for owners, the smallest range first. */
const reservedRanges = ({ loadBalancer }: Policy): readonly Reserved[] =>
  Object.entries(loadBalancer?.reserved ?? {})
    .flatMap(([written, owners]): Reserved[] => {
      const range = parseRange(written);
      return range ? [{ written, range, owners: [owners].flat() }] : [];
    })
    .sort((a, b) => Number(sizeOf(a.range) - sizeOf(b.range)));

const sizeOf = ({ first, last }: IpRange): bigint => last - first;
