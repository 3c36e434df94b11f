import { describe } from '../../model/cluster/objects/owned.ts';
import { getString } from '../../yaml/access.ts';
import type { Rule } from '../rule.ts';

export const unpinned: Rule = {
  id: 'loadbalancer/unpinned',
  severity: 'info',
  summary: 'A LoadBalancer service that lets the pool choose its address.',
  rationale:
    'The address may be another after the Service is made anew, while routers, DNS records and clients keep the old one.',
  remedy: 'Request a free address with the annotation lbipam.cilium.io/ips.',
  reference: 'https://docs.cilium.io/en/stable/network/lb-ipam/#requesting-ips',
  check({ cluster, report }) {
    if (cluster.ipPools.length === 0) return;
    for (const { resource, requests, requestsUnknown } of cluster.loadBalancers) {
      if (requests.length > 0 || requestsUnknown) continue;
      const type = getString(resource.value, 'spec', 'type') ?? getString(resource.value, 'kind');
      report({
        at: type ?? resource.value,
        message: `${describe(resource)} takes any free address of the pool`,
      });
    }
  },
};
