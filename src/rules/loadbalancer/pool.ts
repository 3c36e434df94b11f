import type { Policy } from '../../config/load.ts';
import { matchesName } from '../../config/rule-names.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import type { IpPool, PoolBlock } from '../../model/cluster/load-balancers/pools.ts';
import { servedBy } from '../../model/cluster/load-balancers/servers.ts';
import type { Cilium } from '../../model/cluster/network/cilium.ts';
import { isAtLeast } from '../../model/cluster/network/cilium.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { missing } from '../../model/lookup.ts';
import { type IpRange, overlap, parseRange } from '../../net/addresses.ts';
import { code, codes } from '../../text/code.ts';
import { plural } from '../../text/plural.ts';
import { get, getEntry } from '../../yaml/access.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const pool: Rule = {
  id: 'loadbalancer/pool',
  scope: 'cluster',
  severity: 'error',
  summary:
    "A CiliumLoadBalancerIPPool that is empty, broken, overlaps another one or leaves the policy's range; none at all.",
  rationale:
    "Of two pools that overlap, the later one stops giving addresses at all, whatever their selectors. A block that can't be read takes those after it along, and the operator only logs it.",
  remedy:
    'Give each pool blocks of its own, within the addresses that are meant for load balancers.',
  reference: 'https://docs.cilium.io/en/stable/network/lb-ipam/#pools',
  check({ cluster, policy, report }) {
    const blocks: { pool: IpPool; block: PoolBlock; range: IpRange }[] = [];
    for (const item of cluster.ipPools) {
      for (const finding of [...ownProblems(item, cluster.cilium), ...againstPolicy(item, policy)])
        report(finding);
      for (const block of item.blocks) {
        const { range } = block;
        if (!range) continue;
        const earlier = blocks.find(other => overlap(other.range, range));
        if (earlier && !isCopy(earlier.pool, item)) report(overlapping(block, range, earlier));
        blocks.push({ pool: item, block, range });
      }
    }
    const finding = withoutPool(cluster);
    if (finding) report(finding);
  },
};

/** Addresses are asked of Cilium by its annotation, and there is no pool to give them. */
function withoutPool(cluster: Cluster): Report | undefined {
  const { ipPools, cilium, loadBalancers, resources } = cluster;
  const [installed] = cilium;
  const pool = { group: 'cilium.io', kind: 'CiliumLoadBalancerIPPool', namespace: undefined };
  const isLoose = resources.loose.some(({ kind }) => kind === pool.kind);
  if (!installed || ipPools.length > 0 || isLoose) return undefined;
  const asking = loadBalancers.filter(
    each =>
      each.requests.length > 0 &&
      servedBy(cluster, each) === 'cilium' &&
      (each.loadBalancerClass === undefined || CILIUM_CLASSES.includes(each.loadBalancerClass)),
  );
  const [first] = asking;
  const none = missing(resources.others(pool));
  if (!first?.requests[0] || !none) return undefined;
  return {
    at: first.requests[0].at,
    message: `no CiliumLoadBalancerIPPool has this address: ${describe(first.resource)} stays without one${asking.length > 1 ? `, and so ${asking.length === 2 ? 'does' : 'do'} ${plural(asking.length - 1, 'other')}` : ''}`,
    help: 'Add a CiliumLoadBalancerIPPool whose blocks have the addresses that are asked for.',
    doubt: none.doubt,
    related: [see(installed.release.chart, 'the deployed Cilium')],
  };
}

/** What Cilium's LB-IPAM serves. */
const CILIUM_CLASSES = ['io.cilium/l2-announcer', 'io.cilium/bgp-control-plane'];

/** The same object from bootstrap and from an Application. */
const isCopy = (a: IpPool, b: IpPool): boolean => a !== b && a.resource.name === b.resource.name;

const overlapping = (
  block: PoolBlock,
  range: IpRange,
  earlier: { pool: IpPool; block: PoolBlock; range: IpRange },
): Report => ({
  at: block.value,
  message: `\`${range.text}\` overlaps \`${earlier.range.text}\` of ${describe(earlier.pool.resource)}: one of the pools stops giving addresses`,
  help: 'Take the addresses out of one of the pools.',
  related: [see(earlier.block.value, 'the other block')],
});

function ownProblems({ blocks, resource }: IpPool, cilium: readonly Cilium[]): Report[] {
  const reports = blocks.flatMap((block): Report[] => {
    if (!block.range)
      return block.isOpen
        ? []
        : [
            {
              at: block.value,
              message:
                "Cilium can't read this block: it needs a `cidr`, or `start` (and `stop`) addresses of one family",
              help: 'Write a `cidr`, or `start` and `stop`.',
            },
          ];
    if (block.range.first > block.range.last)
      return [
        {
          at: block.value,
          message: `\`${block.range.text}\` is reversed: start lies after stop`,
          help: 'Exchange the two addresses.',
        },
      ];
    return [];
  });
  const cidrs = getEntry(resource.value, 'spec', 'cidrs');
  const withoutCidrs = cilium.find(({ version }) => isAtLeast(version, 1, 16));
  if (cidrs && withoutCidrs) {
    reports.push({
      at: cidrs.key,
      message: '`spec.cidrs` is gone since Cilium 1.16: the pool has no addresses',
      help: 'Rename it to `blocks`.',
      related: [
        see(withoutCidrs.release.version ?? withoutCidrs.release.chart, 'the deployed Cilium'),
      ],
    });
  } else if (blocks.length === 0 && !cidrs) {
    reports.push({
      at: getEntry(resource.value, 'spec')?.key ?? resource.value,
      message: `${describe(resource)} has no blocks: it gives no address`,
      help: 'Add `blocks`.',
    });
  }
  const first = get(resource.value, 'spec', 'allowFirstLastIPs');
  if (first?.kind === 'scalar' && typeof first.value === 'boolean') {
    reports.push({
      at: first,
      message: `\`allowFirstLastIPs: ${first.text}\` is a boolean to Kubernetes, which refuses it`,
      help: `Write ${code(`"${first.value ? 'Yes' : 'No'}"`)}.`,
    });
  }
  return reports;
}

/** The ranges that a pool's blocks must lie in, with where the policy has them. */
function rangesFor({ resource }: IpPool, { loadBalancer }: Policy) {
  const pools = Object.entries(loadBalancer?.pools ?? {});
  const [glob, own] = pools.findLast(([name]) => matchesName(resource.name, name)) ?? [];
  return glob === undefined || own === undefined
    ? { written: loadBalancer?.ranges ?? [], path: ['loadBalancer', 'ranges'] as const }
    : { written: [own].flat(), path: ['loadBalancer', 'pools', glob] as const };
}

function againstPolicy(pool: IpPool, policy: Policy): Report[] {
  const { blocks } = pool;
  const { written, path } = rangesFor(pool, policy);
  const ranges = written.flatMap(range => parseRange(range) ?? []);
  if (ranges.length === 0) return [];
  const pinned = policy.place(...path);
  const whose = path[1] === 'pools' ? "this pool's range" : 'the LoadBalancer range';
  return blocks.flatMap(({ value, range }) => {
    if (!range || range.first > range.last) return [];
    const ofFamily = ranges.filter(({ family }) => family === range.family);
    const startsInside = ofFamily.find(
      ({ first, last }) => first <= range.first && range.first <= last,
    );
    const inside = ofFamily.some(({ first, last }) => first <= range.first && range.last <= last);
    return inside
      ? []
      : [
          {
            // Where only the end is outside, the end is what to change.
            at: (startsInside && get(value, 'stop')) ?? value,
            message: `\`${range.text}\` is not within ${codes(written, 'or')}, ${whose} of ${policy.source(...path)}`,
            help: 'Choose blocks within the range, or widen it in the policy.',
            related: pinned && [see(pinned, 'the range is pinned here')],
          },
        ];
  });
}
