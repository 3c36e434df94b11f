import type { Policy } from '../../config/load.ts';
import type {
  AddressRequest,
  LoadBalancer,
} from '../../model/cluster/load-balancers/load-balancers.ts';
import { type IpPool, type PoolBlock, serves } from '../../model/cluster/load-balancers/pools.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { contains, parseRange } from '../../net/addresses.ts';
import { codes } from '../../text/code.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const ipInPool: Rule = {
  id: 'loadbalancer/ip-in-pool',
  scope: 'cluster',
  severity: 'error',
  summary: "A requested LoadBalancer address that no pool can give, or outside the policy's range.",
  rationale:
    'Cilium gives an address only from a pool that contains it and serves the Service. Otherwise the Service stays pending and nothing answers at that address.',
  remedy: 'Request an address of the pool, or add the address to a pool that serves the Service.',
  reference: 'https://docs.cilium.io/en/stable/network/lb-ipam/',
  check({ cluster, policy, report }) {
    for (const loadBalancer of cluster.loadBalancers) {
      // Other implementations take their addresses from elsewhere.
      if (loadBalancer.server === 'another') continue;
      for (const request of loadBalancer.requests) {
        const finding =
          outsidePolicy(policy, request) ?? outsidePools(cluster.ipPools, loadBalancer, request);
        if (finding) report(finding);
      }
    }
  },
};

function outsidePolicy(policy: Policy, { address, at, text }: AddressRequest): Report | undefined {
  const written = policy.loadBalancer?.ranges ?? [];
  const ranges = written.flatMap(range => parseRange(range) ?? []);
  if (!address || ranges.length === 0 || ranges.some(range => contains(range, address)))
    return undefined;
  const pinned = policy.place('loadBalancer', 'ranges');
  return {
    at,
    message: `\`${text}\` is outside the LoadBalancer range ${codes(written, 'or')}`,
    help: `Choose a free address in ${codes(written, 'or')}, the range of ${policy.source('loadBalancer', 'ranges')}.`,
    related: pinned && [see(pinned, 'the range is pinned here')],
  };
}

function outsidePools(
  pools: readonly IpPool[],
  loadBalancer: LoadBalancer,
  { address, at, text }: AddressRequest,
): Report | undefined {
  if (!address || pools.length === 0) return undefined;
  const holding = pools.filter(({ blocks }) =>
    blocks.some(({ range }) => range && contains(range, address)),
  );
  if (holding.some(pool => serves(pool, loadBalancer) !== false)) return undefined;
  const refusing = holding[0];
  if (refusing) {
    const why = refusing.disabled ? 'is disabled' : 'does not serve this Service';
    return {
      at,
      message: `\`${text}\` lies in the pool \`${refusing.resource.name}\`, which ${why}`,
      related: [see(refusing.selector ?? refusing.resource.value, describe(refusing.resource))],
    };
  }
  const serving = pools.filter(pool => serves(pool, loadBalancer) !== false);
  if (serving.some(({ blocks }) => blocks.some(isUnsure))) return undefined;
  const ranges = serving.flatMap(({ blocks }) => blocks.flatMap(({ range }) => range?.text ?? []));
  return {
    at,
    message: `\`${text}\` is outside every pool that serves ${describe(loadBalancer.resource)}`,
    help: ranges.length > 0 ? `Choose a free address in ${codes(ranges, 'or')}.` : undefined,
    related: serving.map(pool =>
      see(pool.blocks[0]?.value ?? pool.resource.value, describe(pool.resource)),
    ),
  };
}

/** What a later step fills in may hold the address; loadbalancer/pool says what Cilium can't read. */
const isUnsure = ({ range, isOpen }: PoolBlock): boolean =>
  isOpen || !range || range.first > range.last;
