import type { TalosNode } from '../../model/talos.ts';
import {
  contains,
  type IpRange,
  parseAddress,
  parseRange,
  withoutPrefixLength,
} from '../../net/addresses.ts';
import { codes } from '../../text/code.ts';
import { textAt } from '../../yaml/access.ts';
import type { LocatedScalar } from '../../yaml/located.ts';
import { type Rule, type RuleContext, see } from '../rule.ts';

export const address: Rule = {
  id: 'talos/address',
  scope: 'cluster',
  severity: 'error',
  summary:
    'A node address or VIP outside the LAN or inside the LoadBalancer pool, a VIP on a worker, control planes with different VIPs, or a node left without an address.',
  rationale:
    "A node outside the LAN is not reachable, one inside the pool loses its address to a Service. The VIP is held by one of the control planes; a worker can't hold it, and Talos refuses it there.",
  remedy:
    "Choose an address in the LAN and outside the pools; keep the VIP in the control planes' patch.",
  reference: 'https://docs.siderolabs.com/talos/v1.12/networking/advanced/vip',
  check(context) {
    const { cluster, report } = context;
    const seen = new Set<string>();
    for (const node of cluster.nodes) {
      for (const [what, values] of [
        ['address', node.addresses],
        ['VIP', node.vips],
      ] as const) {
        for (const at of values) {
          const key = `${at.origin.file.path} ${at.origin.start}`;
          if (!seen.has(key)) checkPlace(context, node, what, at);
          seen.add(key);
        }
      }
      for (const at of node.role === 'worker' ? node.vips : []) {
        report({
          at,
          message: `\`${node.name}\` is a worker, and a VIP is for control planes only`,
          help: 'Move the VIP to a patch of the control planes.',
        });
      }
      if (node.withoutAddress) {
        const kind = textAt(node.withoutAddress, 'kind');
        report({
          at: node.withoutAddress,
          message: `\`${node.name}\` gets no address: a ${kind} turns the default DHCP clients off`,
          help: 'Add a DHCPv4Config for the port, or a static address.',
        });
      }
    }
    for (const name of new Set(cluster.nodes.map(node => node.cluster)))
      checkVips(
        cluster.nodes.filter(node => node.cluster === name),
        report,
      );
  },
};

/** Whether the address is one that a node may have; what is filled in later may be any. */
function checkPlace(
  { cluster, policy, report }: RuleContext,
  { name }: TalosNode,
  what: string,
  at: LocatedScalar,
): void {
  const text = withoutPrefixLength(at.text);
  const ip = parseAddress(text);
  if (!ip) return;
  const lan = rangesOf(policy.talos?.lan).filter(({ family }) => family === ip.family);
  if (lan.length > 0 && !lan.some(range => contains(range, ip))) {
    report({
      at,
      message: `the ${what} \`${text}\` of \`${name}\` is outside the LAN ${codes(lan.map(range => range.text))}`,
      help: 'Choose an address in the LAN.',
      related: pinned(policy.place('talos', 'lan')),
    });
  }
  const pool = rangesOf(policy.loadBalancer?.ranges).find(range => contains(range, ip));
  if (pool) {
    report({
      at,
      message: `the ${what} \`${text}\` of \`${name}\` is inside the LoadBalancer range \`${pool.text}\``,
      help: 'Choose an address outside the range.',
      related: pinned(policy.place('loadBalancer', 'ranges')),
    });
    return;
  }
  const taken = cluster.ipPools
    .filter(({ disabled }) => !disabled)
    .flatMap(({ blocks }) => blocks)
    .find(({ range }) => range && contains(range, ip));
  if (taken) {
    report({
      at,
      message: `the ${what} \`${text}\` of \`${name}\` is inside a LoadBalancer pool`,
      help: 'Choose an address outside the pools.',
      related: [see(taken.value, "the pool's block")],
    });
  }
}

const rangesOf = (texts: readonly string[] | undefined): IpRange[] =>
  (texts ?? []).flatMap(text => parseRange(text) ?? []);

const pinned = (place: ReturnType<RuleContext['policy']['place']>) =>
  place && [see(place, 'pinned here')];

/** All control planes of a cluster share one set of VIPs. */
function checkVips(nodes: readonly TalosNode[], report: RuleContext['report']): void {
  let first: { readonly node: TalosNode; readonly vip: LocatedScalar } | undefined;
  for (const node of nodes.filter(({ role }) => role !== 'worker')) {
    const [vip] = node.vips;
    if (!vip) continue;
    first ??= { node, vip };
    const known = new Set(first.node.vips.map(({ text }) => text));
    if (node.vips.some(({ text }) => known.has(text))) continue;
    report({
      at: vip,
      message: `\`${node.name}\` has the VIP \`${vip.text}\`, but \`${first.node.name}\` has \`${first.vip.text}\``,
      help: 'Give all control planes the same VIP.',
      related: [see(first.vip, `\`${first.node.name}\`'s VIP`)],
    });
  }
}
