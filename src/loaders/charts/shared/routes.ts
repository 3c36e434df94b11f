import type { RenderedObject } from '../../../model/release.ts';
import { asMap, get, getMap, getScalar, getString, itemsAt } from '../../../yaml/access.ts';
import { mapFrom, scalarFrom, sequenceFrom } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue, Origin } from '../../../yaml/located.ts';
import { kubernetesObject, partial } from './objects.ts';
import { evaluated } from './parts.ts';
import type { Scope } from './scope.ts';
import { isTruthy } from './truth.ts';

/** The Service that a chart's route or ingress leads to. */
export interface Backend {
  readonly name: LocatedScalar | string;
  readonly port: LocatedScalar | number | undefined;
}

interface RouteSpec {
  readonly name: LocatedScalar | string;
  /** `parentRefs`, `hostnames`, `kind`, `labels`, `annotations` under these names. */
  readonly values: LocatedMap;
  readonly kind?: string;
  readonly backend?: Backend | undefined;
  readonly hostnames?: readonly LocatedScalar[];
  readonly parentRefs?: LocatedValue | undefined;
}

/** The Gateway API route that a chart makes of a map of values. */
export function routeObject(scope: Scope, route: RouteSpec): RenderedObject {
  const { values, name, backend } = route;
  const at = values.origin;
  const kind = getString(values, 'kind')?.value ?? route.kind ?? 'HTTPRoute';
  const parentRefs = route.parentRefs ?? get(values, 'parentRefs');
  const hostnames = route.hostnames ? sequenceFrom(at, route.hostnames) : get(values, 'hostnames');
  const backendRefs = backend && sequenceFrom(at, [backendRef(at, backend)]);
  const spec = mapFrom(at, {
    parentRefs: parentRefs && scope.tpl(parentRefs),
    hostnames: hostnames && isTruthy(hostnames) ? scope.tpl(hostnames) : undefined,
    rules: backendRefs && sequenceFrom(at, [mapFrom(at, { backendRefs })]),
  });
  const version = kind === 'HTTPRoute' || kind === 'GRPCRoute' ? 'v1' : 'v1alpha2';
  const head = {
    apiVersion: `gateway.networking.k8s.io/${version}`,
    kind,
    name,
    namespace: scope.namespace,
    labels: evaluated(scope, values, 'labels') ?? evaluated(scope, values, 'additionalLabels'),
    annotations: evaluated(scope, values, 'annotations'),
  };
  return partial(kubernetesObject(at, head, { spec }));
}

const backendRef = (at: Origin, { name, port }: Backend): LocatedMap => mapFrom(at, { name, port });

/**
 * Routes under keys of the user's choice, as grafana and kube-prometheus-stack have them:
 * `route.main` is named after the chart, any other key is appended. They are off unless enabled.
 */
export function keyedRoutes(
  scope: Scope,
  path: readonly string[],
  name: LocatedScalar,
  backend: Backend,
): RenderedObject[] {
  return [...(getMap(scope.values, ...path)?.entries ?? [])].flatMap(([key, { value }]) => {
    const route = asMap(value);
    if (!route || !isTruthy(get(route, 'enabled'))) return [];
    const own = key === 'main' ? name : scalarFrom(name.origin, `${name.text}-${key}`);
    return [routeObject(scope, { name: own, values: route, backend })];
  });
}

interface IngressSpec {
  readonly name: LocatedScalar | string;
  /** `className`/`ingressClassName`, `hosts`, `tls`, `annotations`. */
  readonly values: LocatedMap;
  readonly backend?: Backend | undefined;
  /** Hosts where they stand elsewhere than in `hosts`. */
  readonly hosts?: readonly LocatedScalar[];
}

/** The Ingress that a chart makes of a map of values. */
export function ingressObject(scope: Scope, ingress: IngressSpec): RenderedObject {
  const { values, name, backend } = ingress;
  const at = values.origin;
  const className = getString(values, 'ingressClassName') ?? getString(values, 'className');
  const hosts = ingress.hosts ?? itemsAt(values, 'hosts').flatMap(hostOf);
  const tls = get(values, 'tls');
  const spec = mapFrom(at, {
    ingressClassName: className && scope.tpl(className),
    tls: tls?.kind === 'sequence' ? scope.tpl(tls) : undefined,
    rules: sequenceFrom(
      at,
      hosts.map(host =>
        mapFrom(host.origin, {
          host: scope.tpl(host),
          http: backend && http(host.origin, backend),
        }),
      ),
    ),
  });
  const head = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    name,
    namespace: scope.namespace,
    labels: evaluated(scope, values, 'labels'),
    annotations: evaluated(scope, values, 'annotations'),
  };
  return partial(kubernetesObject(at, head, { spec }));
}

function http(at: Origin, { name, port }: Backend): LocatedMap {
  const service = mapFrom(at, {
    name,
    port: port === undefined ? undefined : mapFrom(at, { number: port }),
  });
  const path = mapFrom(at, { path: '/', pathType: 'Prefix', backend: mapFrom(at, { service }) });
  return mapFrom(at, { paths: sequenceFrom(at, [path]) });
}

/** Charts list hosts as strings or as maps with a `host`. */
function hostOf(item: LocatedValue): LocatedScalar[] {
  const host = item.kind === 'scalar' ? item : (getScalar(item, 'host') ?? getScalar(item, 'name'));
  return host && isTruthy(host) ? [host] : [];
}
