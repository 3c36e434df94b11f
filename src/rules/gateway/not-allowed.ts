import { refusal } from '../../model/cluster/attachment.ts';
import { describe } from '../../model/cluster/owned.ts';
import { type Rule, see } from '../rule.ts';

export const notAllowed: Rule = {
  id: 'gateway/not-allowed',
  severity: 'error',
  summary: 'A route that the listener refuses by namespace, kind or protocol.',
  rationale: 'The route is not accepted (NotAllowedByListeners) and serves nothing.',
  remedy: "Attach it to a listener that admits it, or widen the listener's allowedRoutes.",
  reference: 'https://gateway-api.sigs.k8s.io/reference/spec/#allowedroutes',
  check({ cluster, report }) {
    for (const route of cluster.routes) {
      for (const { gateway, listeners, sectionName, name } of route.parents) {
        if (gateway.status !== 'found') continue;
        const refusals = listeners.map(listener =>
          refusal(cluster, gateway.value, listener, route),
        );
        const [why] = refusals;
        const [first] = listeners;
        // One listener that accepts is enough.
        if (!first || why === undefined || refusals.includes(undefined)) continue;
        report({
          at: sectionName ?? name,
          message: `${describe(gateway.value.resource)} does not admit ${describe(route.resource)}: ${why}`,
          related: [
            see(
              first.value.entries.get('allowedRoutes')?.key ?? first.value,
              `the listener ${first.name?.text}`,
            ),
          ],
        });
      }
    }
  },
};
