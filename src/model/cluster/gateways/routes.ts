import { intersectHostnames } from '../../../net/hostnames.ts';
import { isPlaceholder } from '../../../text/placeholder.ts';
import { asScalar, asString, get, getString, itemsAt, textAt } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import { found, type Lookup, unknowable } from '../../lookup.ts';
import { type Annotation, annotationsAt } from '../network/services.ts';
import { type ClusterResource, isMadeWith } from '../objects/owned.ts';
import type { ResourceIndex } from '../objects/resources.ts';
import { GATEWAY_GROUP, type Gateway, type Listener } from './gateways.ts';

export const ROUTE_KINDS = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'] as const;

export interface ParentRef {
  readonly value: LocatedMap;
  readonly name: LocatedScalar;
  readonly namespace: string;
  readonly kind: string;
  readonly sectionName: LocatedScalar | undefined;
  readonly port: LocatedScalar | undefined;
  readonly gateway: Lookup<Gateway>;
  /** The gateway's listeners that sectionName and port select; empty when the gateway is not found. */
  readonly listeners: readonly Listener[];
}

export interface BackendRef {
  readonly value: LocatedMap;
  readonly name: LocatedScalar;
  readonly namespace: string;
  readonly kind: string;
  readonly group: string;
  readonly port: LocatedScalar | undefined;
}

export interface Route {
  readonly resource: ClusterResource;
  readonly namespace: string;
  readonly parents: readonly ParentRef[];
  readonly hostnames: readonly LocatedScalar[];
  readonly rules: readonly LocatedMap[];
  readonly backends: readonly BackendRef[];
  /** Every rule only redirects: the route serves no application. */
  readonly redirects: boolean;
  readonly labels: readonly Annotation[];
  readonly annotations: readonly Annotation[];
}

export function toRoute(
  resource: ClusterResource,
  gateways: readonly Gateway[],
  index: ResourceIndex,
): Route {
  const { value } = resource;
  const namespace = resource.namespace ?? 'default';
  const rules = itemsAt(value, 'spec', 'rules').flatMap(rule =>
    rule.kind === 'map' ? [rule] : [],
  );
  const hostnames = itemsAt(value, 'spec', 'hostnames').flatMap(item => asString(item) ?? []);
  const suits = (gateway: Gateway, listeners: readonly Listener[]): number =>
    (isMadeWith(gateway.resource, resource) ? 2 : 0) +
    (listeners.some(listener => mayServe(listener, hostnames)) ? 1 : 0);
  return {
    resource,
    namespace,
    parents: itemsAt(value, 'spec', 'parentRefs').flatMap(item =>
      toParent(item, namespace, gateways, index, suits),
    ),
    hostnames,
    rules,
    backends: rules.flatMap(rule =>
      [...itemsAt(rule, 'backendRefs'), ...mirrors(rule)].flatMap(item =>
        toBackend(item, namespace),
      ),
    ),
    redirects: rules.length > 0 && rules.every(onlyRedirects),
    labels: annotationsAt(value, 'metadata', 'labels'),
    annotations: annotationsAt(value, 'metadata', 'annotations'),
  };
}

const mayServe = ({ hostname }: Listener, hostnames: readonly LocatedScalar[]): boolean =>
  hostname === undefined ||
  hostnames.length === 0 ||
  hostnames.some(({ text }) => intersectHostnames(hostname.text, text) !== undefined);

/** What RequestMirror filters send copies to: references like any other. */
const mirrors = (rule: LocatedMap): LocatedValue[] =>
  itemsAt(rule, 'filters').flatMap(filter => get(filter, 'requestMirror', 'backendRef') ?? []);

/** Whether a rule answers with a redirect. */
export const isRedirect = (rule: LocatedMap): boolean =>
  itemsAt(rule, 'filters').some(filter => textAt(filter, 'type') === 'RequestRedirect');

const onlyRedirects = (rule: LocatedMap): boolean =>
  itemsAt(rule, 'backendRefs').length === 0 && isRedirect(rule);

function toParent(
  value: LocatedValue,
  routeNamespace: string,
  gateways: readonly Gateway[],
  index: ResourceIndex,
  suits: Fit,
): ParentRef[] {
  const name = getString(value, 'name');
  if (value.kind !== 'map' || !name) return [];
  const kind = textAt(value, 'kind') ?? 'Gateway';
  const group = textAt(value, 'group') ?? GATEWAY_GROUP;
  const namespace = textAt(value, 'namespace') ?? routeNamespace;
  const sectionName = getString(value, 'sectionName');
  const port = asScalar(get(value, 'port'));
  const select = ({ listeners }: Gateway) =>
    listeners.filter(
      listener =>
        (!sectionName || listener.name?.value === sectionName.value) &&
        (!port || port.value === null || listener.port?.text === port.text),
    );
  const key = { kind, group, namespace, name: name.value };
  const gateway =
    sectionName && isPlaceholder(sectionName.value)
      ? unknowable('its `sectionName` is a placeholder')
      : findGateway(key, gateways, index, select, suits);
  const listeners = gateway.status === 'found' ? select(gateway.value) : [];
  return [{ value, name, namespace, kind, sectionName, port, gateway, listeners }];
}

/** How well a Gateway suits a route, by itself and by those of its listeners that the route names. */
type Fit = (gateway: Gateway, listeners: readonly Listener[]) => number;

/**
 * A gateway may be declared several times, for bootstrap and by an Application, or by overlays that are not told
 * apart: the one that fits counts, first the one that is made with the route.
 */
function findGateway(
  key: { kind: string; group: string; namespace: string; name: string },
  gateways: readonly Gateway[],
  index: ResourceIndex,
  select: (gateway: Gateway) => readonly Listener[],
  suits: Fit,
): Lookup<Gateway> {
  if (key.group !== GATEWAY_GROUP || key.kind !== 'Gateway') {
    return unknowable(`parents of kind ${key.kind} are not modelled`);
  }
  if (isPlaceholder(key.namespace)) return unknowable('its namespace is a placeholder');
  const named = gateways.filter(
    ({ name, namespace }) => name === key.name && namespace === key.namespace,
  );
  const deployed = named.filter(({ resource }) => resource.owner.type === 'application');
  const [fitting] = named
    .map(candidate => ({ candidate, listeners: select(candidate) }))
    .filter(({ listeners }) => listeners.length > 0)
    .map(({ candidate, listeners }) => ({ candidate, points: suits(candidate, listeners) }))
    .sort((a, b) => b.points - a.points);
  const hit = fitting?.candidate ?? deployed[0] ?? named[0];
  if (hit?.resource.partial && hit.listeners.length === 0)
    return unknowable('a chart decides about its listeners');
  if (hit) return found(hit);
  const answer = index.find(key);
  // A gateway that lies in the repository without being deployed exists, but is not modelled.
  return answer.status === 'found'
    ? unknowable('the gateway is not deployed by an Application')
    : answer;
}

function toBackend(value: LocatedValue, routeNamespace: string): BackendRef[] {
  const name = getString(value, 'name');
  if (value.kind !== 'map' || !name) return [];
  return [
    {
      value,
      name,
      namespace: textAt(value, 'namespace') ?? routeNamespace,
      kind: textAt(value, 'kind') ?? 'Service',
      group: textAt(value, 'group') ?? '',
      port: asScalar(get(value, 'port')),
    },
  ];
}
