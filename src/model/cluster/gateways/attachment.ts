import { intersectHostnames } from '../../../net/hostnames.ts';
import { code } from '../../../text/code.ts';
import { isPlaceholder } from '../../../text/placeholder.ts';
import { listing } from '../../../text/plural.ts';
import { stringMapAt } from '../../../yaml/access.ts';
import type { ClusterFacts } from '../objects/facts.ts';
import type { Gateway, Listener } from './gateways.ts';
import type { ParentRef, Route } from './routes.ts';

/** Where the labels of namespaces are written. */
type Facts = Pick<ClusterFacts, 'resources' | 'applications'>;

/**
 * Why a listener refuses a route by kind, protocol or namespace; undefined when it takes it, or that
 * can't be known.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#allowedroutes
 */
export function refusal(
  facts: Facts,
  gateway: Gateway,
  listener: Listener,
  { resource, namespace }: Route,
): string | undefined {
  const name = listener.label;
  if (listener.kinds.length > 0 && !listener.kinds.includes(resource.kind)) {
    return `the listener \`${name}\` (${listener.protocol}) takes ${listing(listener.kinds)}`;
  }
  if (listener.from === 'Same' && namespace !== gateway.namespace) {
    return `the listener \`${name}\` takes routes of its own namespace \`${gateway.namespace}\` only`;
  }
  if (listener.from !== 'Selector' || !listener.namespaceSelector) return undefined;
  const labels = namespaceLabels(facts, namespace);
  if (!labels) return undefined;
  const missing = [...listener.namespaceSelector].find(([key, value]) => labels.get(key) !== value);
  return (
    missing && `the listener \`${name}\` asks for the namespace label ${code(missing.join('='))}`
  );
}

/** A namespace's labels, where its object is in the repository and nothing else adds some. */
function namespaceLabels(
  { resources, applications }: Facts,
  name: string,
): ReadonlyMap<string, string> | undefined {
  const key = { group: '', kind: 'Namespace', namespace: undefined, name };
  const answer = resources.find(key);
  if (answer.status !== 'found') return undefined;
  const managed = applications.some(
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

/** The listeners of a parent that take a route, whatever its hostnames. */
export const admitting = (facts: Facts, route: Route, parent: ParentRef): Listener[] => {
  const { gateway, listeners } = parent;
  if (gateway.status !== 'found') return [];
  return listeners.filter(listener => refusal(facts, gateway.value, listener, route) === undefined);
};

/**
 * The name that a listener serves for one of a route's; undefined when they don't intersect. A hostname that
 * something fills in later may serve any.
 */
export const servedName = (
  { hostname: own }: Pick<Listener, 'hostname'>,
  hostname: string,
): string | undefined =>
  own && !isPlaceholder(own.text) ? intersectHostnames(own.text, hostname) : hostname.toLowerCase();

/** Whether a listener serves some of a route's names: all of its own where the route has none. */
export const servesRoute = (listener: Listener, { hostnames }: Route): boolean =>
  hostnames.length === 0 || hostnames.some(({ text }) => servedName(listener, text) !== undefined);
