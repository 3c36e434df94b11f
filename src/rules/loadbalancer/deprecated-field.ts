import { getEntry } from '../../model/access.ts';
import type { Rule } from '../rule.ts';

export const deprecatedField: Rule = {
  id: 'loadbalancer/deprecated-field',
  severity: 'warning',
  summary: 'spec.loadBalancerIP, which Kubernetes deprecates.',
  rationale:
    'The field is underspecified and deprecated since Kubernetes 1.24. Cilium adds it to the addresses of the annotation instead of letting one win.',
  remedy: 'Request the address with the annotation lbipam.cilium.io/ips.',
  reference: 'https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer',
  fixable: 'unsafe',
  check({ cluster, report }) {
    for (const { resource, requests } of cluster.loadBalancers) {
      const entry = getEntry(resource.value, 'spec', 'loadBalancerIP');
      if (entry && requests.some(({ via }) => via === 'loadBalancerIP')) {
        report({
          at: entry.key,
          message: 'loadBalancerIP is deprecated',
          help: 'Use the annotation lbipam.cilium.io/ips.',
        });
      }
    }
  },
};
