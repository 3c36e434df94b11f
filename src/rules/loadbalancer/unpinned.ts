import { type IpPool, serves } from '../../model/cluster/load-balancers/pools.ts';
import { servedBy } from '../../model/cluster/load-balancers/servers.ts';
import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import { getString, itemsAt } from '../../yaml/access.ts';
import type { Rule } from '../rule.ts';

export const unpinned: Rule = {
  id: 'loadbalancer/unpinned',
  scope: 'cluster',
  severity: 'info',
  summary: 'A LoadBalancer service that lets the pool choose its address.',
  rationale:
    'The address may be another after the Service is made anew, while routers, DNS records and clients keep the old one.',
  remedy: 'Request a free address with the annotation `lbipam.cilium.io/ips`.',
  reference: 'https://docs.cilium.io/en/stable/network/lb-ipam/#requesting-ips',
  check({ cluster, report }) {
    if (cluster.ipPools.length === 0) return;
    for (const loadBalancer of cluster.loadBalancers) {
      const { resource, requests, requestsUnknown } = loadBalancer;
      if (requests.length > 0 || requestsUnknown || isAddressed(resource)) continue;
      if (servedBy(cluster, loadBalancer) !== 'cilium') continue;
      const pools = cluster.ipPools.filter(pool => serves(pool, loadBalancer) !== false);
      if (pools.length > 0 && pools.every(hasOneAddress)) continue;
      const type = getString(resource.value, 'spec', 'type') ?? getString(resource.value, 'kind');
      report({
        at: type ?? resource.value,
        message: `${describe(resource)} takes any free address of the pool`,
      });
    }
  },
};

/** A Gateway that says what it listens on, if only by a name. */
const isAddressed = ({ value }: ClusterResource): boolean =>
  itemsAt(value, 'spec', 'addresses').length > 0;

/** Then there is nothing to choose. */
const hasOneAddress = ({ blocks }: IpPool): boolean =>
  blocks.length === 1 &&
  blocks.every(({ range }) => range !== undefined && range.first === range.last);
