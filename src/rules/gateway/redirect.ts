import { describe } from '../../model/cluster/owned.ts';
import { isRedirect } from '../../model/cluster/routes.ts';
import type { Rule } from '../rule.ts';

export const redirect: Rule = {
  id: 'gateway/redirect',
  severity: 'warning',
  summary: 'A plain HTTP listener beside an HTTPS one without a redirect route.',
  rationale: 'Whoever types the name without https gets 404, or worse an application without TLS.',
  remedy: 'Attach an HTTPRoute with a RequestRedirect filter (scheme: https) to the HTTP listener.',
  reference:
    'https://gateway-api.sigs.k8s.io/guides/http-redirect-rewrite/#http-to-https-redirects',
  check({ cluster, report }) {
    for (const gateway of cluster.gateways) {
      if (!gateway.listeners.some(({ protocol }) => protocol === 'HTTPS')) continue;
      const attached = cluster.routes.flatMap(route =>
        route.parents
          .filter(parent => parent.gateway.status === 'found' && parent.gateway.value === gateway)
          .flatMap(parent => parent.listeners.map(listener => ({ route, listener }))),
      );
      for (const listener of gateway.listeners) {
        if (listener.protocol !== 'HTTP') continue;
        const routes = attached.filter(item => item.listener === listener);
        if (routes.some(({ route }) => route.rules.some(isRedirect))) continue;
        report({
          at: listener.name ?? listener.value,
          message: `the HTTP listener ${listener.name?.text ?? ''} of ${describe(gateway.resource)} redirects nobody to HTTPS`,
          help: `Attach an HTTPRoute with sectionName: ${listener.name?.text ?? ''} and a RequestRedirect filter.`,
        });
      }
    }
  },
};
