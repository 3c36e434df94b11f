import { stringMapAt } from '../../model/access.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import type { Gateway, Listener } from '../../model/cluster/gateways.ts';
import { describe } from '../../model/cluster/owned.ts';
import type { Route } from '../../model/cluster/routes.ts';
import { type Rule, see } from '../rule.ts';

export const notAllowed: Rule = {
  id: 'gateway/not-allowed',
  severity: 'error',
  summary: 'A route that the listener refuses by namespace, kind or protocol.',
  rationale: 'The route is not accepted (NotAllowedByListeners) and serves nothing.',
  remedy: 'Attach it to a listener that admits it, or widen the listener’s allowedRoutes.',
  reference: 'https://gateway-api.sigs.k8s.io/reference/spec/#allowedroutes',
  check({ cluster, report }) {
    for (const route of cluster.routes) {
      for (const { gateway, listeners, sectionName, name } of route.parents) {
        if (gateway.status !== 'found' || listeners.length === 0) continue;
        const refusals = listeners.map(listener =>
          refusal(cluster, gateway.value, listener, route),
        );
        // One listener that accepts is enough.
        if (refusals.some(reason => reason === undefined)) continue;
        const [first] = listeners;
        report({
          at: sectionName ?? name,
          message: `${describe(gateway.value.resource)} does not admit ${describe(route.resource)}: ${refusals[0]}`,
          related: first && [
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

/** Why a listener refuses a route; undefined when it takes it or that can't be known. */
function refusal(
  cluster: Cluster,
  gateway: Gateway,
  listener: Listener,
  { resource, namespace }: Route,
): string | undefined {
  if (listener.kinds.length > 0 && !listener.kinds.includes(resource.kind)) {
    return `the listener ${listener.name?.text} (${listener.protocol}) takes ${listener.kinds.join(', ')}`;
  }
  if (listener.from === 'Same' && namespace !== gateway.namespace) {
    return `the listener ${listener.name?.text} takes routes of its own namespace ${gateway.namespace} only`;
  }
  if (listener.from !== 'Selector' || !listener.namespaceSelector) return undefined;
  const labels = namespaceLabels(cluster, namespace);
  if (!labels) return undefined;
  const missing = [...listener.namespaceSelector].find(([key, value]) => labels.get(key) !== value);
  return (
    missing &&
    `the listener ${listener.name?.text} asks for the namespace label ${missing.join('=')}`
  );
}

/** A namespace's labels, where its object is in the repository and nothing else adds some. */
function namespaceLabels(cluster: Cluster, name: string): ReadonlyMap<string, string> | undefined {
  const answer = cluster.resources.find({
    group: '',
    kind: 'Namespace',
    namespace: undefined,
    name,
  });
  if (answer.status !== 'found') return undefined;
  const managed = cluster.applications.some(
    ({ destination, value }) =>
      destination.namespace?.text === name &&
      stringMapAt(value, 'spec', 'syncPolicy', 'managedNamespaceMetadata', 'labels').size > 0,
  );
  if (managed) return undefined;
  return new Map([
    ...stringMapAt(answer.value.value, 'metadata', 'labels'),
    ['kubernetes.io/metadata.name', name],
  ]);
}
