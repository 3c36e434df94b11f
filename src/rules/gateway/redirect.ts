import { isRedirectedBefore } from '../../model/cluster/gateways/redirecting.ts';
import { isRedirect } from '../../model/cluster/gateways/routes.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import type { Rule } from '../rule.ts';

export const redirect: Rule = {
  id: 'gateway/redirect',
  scope: 'cluster',
  severity: 'warning',
  summary: 'A plain HTTP listener beside an HTTPS one without a redirect route.',
  rationale: 'Whoever types the name without https gets 404, or worse an application without TLS.',
  remedy: 'Attach an HTTPRoute with a RequestRedirect filter (scheme: https) to the HTTP listener.',
  reference:
    'https://gateway-api.sigs.k8s.io/guides/http-redirect-rewrite/#http-to-https-redirects',
  check({ cluster, report }) {
    const redirecting = new Set(
      cluster.routes
        .filter(({ rules }) => rules.some(isRedirect))
        .flatMap(({ parents }) => parents)
        .flatMap(({ name, namespace, listeners }) =>
          listeners.map(({ label }) => `${namespace}/${name.text} ${label}`),
        ),
    );
    for (const gateway of cluster.gateways) {
      if (!gateway.listeners.some(({ protocol }) => protocol === 'HTTPS')) continue;
      for (const listener of gateway.listeners) {
        const { namespace, name } = gateway;
        if (listener.protocol !== 'HTTP') continue;
        if (isRedirectedBefore(gateway, listener, cluster.redirectedPorts)) continue;
        // By name: overlays that are not told apart may make several of one Gateway.
        if (redirecting.has(`${namespace}/${name} ${listener.label}`)) continue;
        report({
          // Where nothing redirects, plain HTTP may be what they want.
          ...(redirecting.size === 0 && { severity: 'info' }),
          at: listener.name ?? listener.value,
          message: `the HTTP listener \`${listener.label}\` of ${describe(gateway.resource)} does not redirect to HTTPS`,
          help: `Attach an HTTPRoute with \`sectionName: ${listener.label}\` and a RequestRedirect filter.`,
        });
      }
    }
  },
};
