import type { RenderedObject } from '../../../model/release.ts';
import { asMap, get, getMap, getScalar, getString, itemsAt } from '../../../yaml/access.ts';
import { mapFrom, scalarFrom, sequenceFrom } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import { kubernetesObject, partial } from '../shared/objects.ts';
import { serviceObject } from '../shared/parts.ts';
import { ingressObject, routeObject } from '../shared/routes.ts';
import type { Scope } from '../shared/scope.ts';
import { isTruthy } from '../shared/truth.ts';
import { isObject, type Visit } from './walk.ts';

/** Finds the objects of one kind that a map of values stands for. */
export type Shape = (scope: Scope, visit: Visit) => RenderedObject | undefined;

/** A name that says where the object comes from; what the chart really calls it is not known. */
function nameOf(scope: Scope, { path, map }: Visit): LocatedScalar {
  const name = [scope.releaseName, ...path]
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9.{} -]+/g, '-');
  return scalarFrom(map.origin, name);
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/grpc-?route/i, 'GRPCRoute'],
  [/tcp-?route/i, 'TCPRoute'],
  [/tls-?route/i, 'TLSRoute'],
  [/udp-?route/i, 'UDPRoute'],
];

const lastKey = ({ path }: Visit): string => path.findLast(key => !/^\d+$/.test(key)) ?? '';

function kindOf(visit: Visit): string {
  const written = getString(visit.map, 'kind')?.value;
  if (written?.endsWith('Route')) return written;
  return KINDS.find(([pattern]) => pattern.test(lastKey(visit)))?.[1] ?? 'HTTPRoute';
}

/** A map with `parentRefs`, or a route's map with a `gateway`. A key named `route` proves nothing. */
export const route: Shape = (scope, visit) => {
  const { map } = visit;
  const parentRefs = namedParents(map) ?? gatewayParent(visit);
  if (!parentRefs) return undefined;
  const hostname = getString(map, 'hostname') ?? getString(map, 'host');
  return routeObject(scope, {
    name: nameOf(scope, visit),
    values: map,
    kind: kindOf(visit),
    parentRefs,
    ...(get(map, 'hostnames') === undefined && hostname && { hostnames: [hostname] }),
  });
};

function namedParents(map: LocatedMap): LocatedValue | undefined {
  const written = get(map, 'parentRefs');
  return written && itemsAt(written).some(item => getString(item, 'name')) ? written : undefined;
}

function gatewayParent({ map, path }: Visit): LocatedValue | undefined {
  const isRoute = path.some(key => /^(http|grpc|tcp|tls|udp)-?route$/i.test(key));
  const gateway = getMap(map, 'gateway');
  return isRoute && gateway && getString(gateway, 'name')
    ? sequenceFrom(gateway.origin, [gateway])
    : undefined;
}

const SERVICE_TYPES = new Set(['ClusterIP', 'LoadBalancer', 'NodePort', 'ExternalName']);
const ADDRESS_KEY = /^(lbipam\.cilium\.io|io\.cilium|metallb\.io|metallb\.universe\.tf)\//;
const DNS_KEY = /^external-dns\./;

const serviceType = (value: LocatedScalar | undefined): LocatedScalar | undefined =>
  value && SERVICE_TYPES.has(value.text) ? value : undefined;

/**
 * The map under a `service` key, or one port group below it, that asks for an address, a name or
 * another type than ClusterIP. A type may also stand beside it as `serviceType`.
 */
export const service: Shape = (scope, visit) => {
  const { map, path, parent } = visit;
  const [above, last] = [path.at(-2), path.at(-1)];
  const isService = last === 'service' || above === 'service' || last === 'ssh';
  const beside = last === 'service' ? serviceType(getScalar(parent, 'serviceType')) : undefined;
  const own = isService ? serviceType(getScalar(map, 'type')) : undefined;
  const alone = getMap(map, 'service') ? undefined : serviceType(getScalar(map, 'serviceType'));
  const type = own ?? beside ?? alone;
  const keys = isService ? [...(getMap(map, 'annotations')?.entries.keys() ?? [])] : [];
  const hasAddress = keys.some(key => ADDRESS_KEY.test(key));
  const isInteresting =
    hasAddress || keys.some(key => DNS_KEY.test(key)) || (type && type.text !== 'ClusterIP');
  if (!isInteresting || (!isService && !alone)) return undefined;
  return serviceObject(scope, {
    name: nameOf(scope, visit),
    values: isService ? map : undefined,
    at: map.origin,
    type,
    // An address is only asked for where the chart's default is a load balancer.
    defaultType: hasAddress ? 'LoadBalancer' : 'ClusterIP',
  });
};

/** The map under an `ingress` key that is switched on. */
export const ingress: Shape = (scope, visit) => {
  const { map, isSwitchedOn } = visit;
  if (lastKey(visit) !== 'ingress' || !isSwitchedOn) return undefined;
  const className = getString(map, 'className') ?? getString(map, 'ingressClassName');
  const hosts = ingressHosts(map);
  if (!className && hosts.length === 0) return undefined;
  return ingressObject(scope, { name: nameOf(scope, visit), values: map, hosts });
};

/** Hosts as a list of strings or maps, as keys of a map, or as a single `hostname` or `host`. */
function ingressHosts(map: LocatedMap): LocatedScalar[] {
  const hosts = get(map, 'hosts');
  if (hosts?.kind === 'map') return [...hosts.entries.values()].map(({ key }) => key);
  const listed = itemsAt(hosts).flatMap(item => {
    const host =
      item.kind === 'scalar' ? item : (getScalar(item, 'host') ?? getScalar(item, 'name'));
    return host && isTruthy(host) ? [host] : [];
  });
  const single = getString(map, 'hostname') ?? getString(map, 'host');
  return [...listed, ...(single ? [single] : [])];
}

const STORAGE_KEY =
  /^(persistence|persistent.*|pvc|volumeclaim.*|volumes?|storage|storageSpec|data)$/i;

/** A claim of a class: `storageClass` or `storageClassName` in a map that is about a volume. */
export const claim: Shape = (scope, visit) => {
  const { map } = visit;
  const className = getScalar(map, 'storageClassName') ?? getScalar(map, 'storageClass');
  const hasClaim = isTruthy(get(map, 'existingClaim')) || isTruthy(get(map, 'claimName'));
  if (!className || !isTruthy(className) || hasClaim || visit.isReferenceOnly) return undefined;
  if (!STORAGE_KEY.test(lastKey(visit)) && !isAboutVolume(map)) return undefined;
  // Of a disk on a node the chart makes the volume as well, and the two find each other by any name of a class.
  if (lastKey(visit).startsWith('local') && get(map, 'path')) return undefined;
  const size = getScalar(map, 'size') ?? getScalar(map, 'resources', 'requests', 'storage');
  const mode = getString(map, 'accessMode');
  const at = map.origin;
  const spec = mapFrom(at, {
    accessModes: get(map, 'accessModes') ?? (mode && sequenceFrom(mode.origin, [mode])),
    resources: size && mapFrom(size.origin, { requests: mapFrom(size.origin, { storage: size }) }),
    storageClassName: className.text === '-' ? scalarFrom(className.origin, '') : className,
  });
  const head = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    name: nameOf(scope, visit),
    namespace: scope.namespace,
  };
  return partial(kubernetesObject(at, head, { spec }));
};

const isAboutVolume = (map: LocatedMap): boolean =>
  ['size', 'accessMode', 'accessModes'].some(key => map.entries.has(key)) ||
  get(map, 'resources', 'requests', 'storage') !== undefined;

/** A whole object with a name; a map that only looks like one is somebody's configuration. */
export const raw: Shape = (_scope, { map }) => {
  const object = asMap(map);
  return object && isObject(object) ? partial(object) : undefined;
};
