import { describe } from '../../model/cluster/objects/owned.ts';
import { getString } from '../../yaml/access.ts';
import type { Rule } from '../rule.ts';

export const legacyIngress: Rule = {
  id: 'gateway/legacy-ingress',
  scope: 'cluster',
  severity: 'info',
  summary: 'An Ingress where the cluster routes through the Gateway API.',
  rationale:
    'Two ways in mean two sets of certificates, DNS records and access rules to keep in step.',
  remedy: 'Write an HTTPRoute instead.',
  reference: 'https://gateway-api.sigs.k8s.io/guides/migrating-from-ingress/',
  check({ cluster, report }) {
    if (cluster.gateways.length === 0) return;
    for (const resource of cluster.resources.ofKind('Ingress', 'networking.k8s.io')) {
      const className = getString(resource.value, 'spec', 'ingressClassName');
      // Tailscale's operator has no Gateway: an Ingress of its class is no second way of the same.
      if (className?.value === 'tailscale') continue;
      report({
        at: className ?? getString(resource.value, 'metadata', 'name') ?? resource.value,
        message: `${describe(resource)} is an Ingress beside the gateways`,
        help: 'Write an HTTPRoute to one of the gateways.',
      });
    }
  },
};
