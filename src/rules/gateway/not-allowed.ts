import { knownParents } from '../../model/cluster/dns/publication.ts';
import { refusal } from '../../model/cluster/gateways/attachment.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { type Rule, see } from '../rule.ts';

export const notAllowed: Rule = {
  id: 'gateway/not-allowed',
  scope: 'cluster',
  severity: 'error',
  summary: 'A route that the listener refuses by namespace, kind or protocol.',
  rationale: 'The route is not accepted (NotAllowedByListeners) and serves nothing.',
  remedy: "Attach it to a listener that admits it, or widen the listener's `allowedRoutes`.",
  reference: 'https://gateway-api.sigs.k8s.io/reference/spec/#allowedroutes',
  check({ cluster, report }) {
    for (const route of cluster.routes) {
      for (const { gateway, parent } of knownParents(route)) {
        const { listeners, sectionName, name } = parent;
        const refusals = listeners.flatMap(listener => {
          const why = refusal(cluster, gateway, listener, route);
          return why === undefined ? [] : [{ listener, why }];
        });
        const [first] = refusals;
        // One listener that accepts is enough.
        if (!first || refusals.length < listeners.length) continue;
        const { listener, why } = first;
        report({
          at: sectionName ?? name,
          message: `${describe(gateway.resource)} does not admit ${describe(route.resource)}: ${why}`,
          related: [
            see(
              listener.value.entries.get('allowedRoutes')?.key ?? listener.value,
              `the listener \`${listener.label}\``,
            ),
          ],
        });
      }
    }
  },
};
