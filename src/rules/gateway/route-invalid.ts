import { routeFlaws } from '../../model/cluster/gateways/flaws/route.ts';
import type { Rule } from '../rule.ts';

export const routeInvalid: Rule = {
  id: 'gateway/route-invalid',
  scope: 'cluster',
  severity: 'error',
  habit: { of: 'error', most: 3, becomes: 'info' },
  summary: 'Path matches, filters, redirects or counts that the Gateway API refuses.',
  rationale:
    'The API server refuses the object, and the sync of the whole application fails with it.',
  remedy: 'Write what the API accepts.',
  reference: 'https://gateway-api.sigs.k8s.io/reference/spec/#httproute',
  check({ cluster, report }) {
    // Values that are not here may say otherwise.
    const known = cluster.routes.filter(({ resource }) => !resource.partial);
    for (const route of known) for (const flaw of routeFlaws(route)) report(flaw);
  },
};
