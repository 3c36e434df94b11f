import { own } from '../../../text/own.ts';
import {
  asScalar,
  entriesAt,
  get,
  getMap,
  getString,
  itemsAt,
  stringMapAt,
  textAt,
} from '../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import { type Annotation, annotationsAt } from '../network/services.ts';
import type { ClusterResource } from '../objects/owned.ts';
import type { ResourceIndex } from '../objects/resources.ts';

export const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/** `spec.controllerName` of GatewayClasses that Envoy Gateway serves. */
export const ENVOY_CONTROLLER = 'gateway.envoyproxy.io/gatewayclass-controller';

export interface Listener {
  readonly value: LocatedMap;
  readonly name: LocatedScalar | undefined;
  /** What messages call it: its name, which the API requires. */
  readonly label: string;
  readonly port: LocatedScalar | undefined;
  readonly protocol: string;
  readonly hostname: LocatedScalar | undefined;
  /** `allowedRoutes.namespaces.from`, `Same` when absent. */
  readonly from: string;
  /** Selector labels, undefined when there is none that is written as matchLabels only. */
  readonly namespaceSelector: ReadonlyMap<string, string> | undefined;
  /** Route kinds it takes: those listed, or those its protocol implies. */
  readonly kinds: readonly string[];
  readonly certificates: readonly CertificateRef[];
}

export interface CertificateRef {
  readonly value: LocatedMap;
  readonly name: LocatedScalar;
  readonly namespace: string;
  readonly kind: string;
}

/**
 * Whether cert-manager makes the Secrets that a gateway's listeners name, from its annotations.
 *
 * @see https://cert-manager.io/docs/usage/gateway/
 */
export const hasIssuer = ({ annotations }: Gateway): boolean =>
  annotations.some(({ key }) =>
    /^cert-manager\.io\/(issuer|cluster-issuer|issuer-kind)$/.test(key.text),
  );

/** The Service that the gateway's controller makes for it. */
export interface GatewayService {
  /** Whether it is one of many gateways, which nothing of this one is said to. */
  readonly isShared: boolean;
  readonly type: string;
  readonly namespace: string;
  readonly annotations: readonly Annotation[];
  readonly labels: ReadonlyMap<string, string>;
  readonly loadBalancerClass: string | undefined;
  /** `loadBalancerIP` of the EnvoyProxy. */
  readonly loadBalancerIp: LocatedScalar | undefined;
  /** Parameters that are not in the repository, or a patch, may change any of this. */
  readonly uncertain: boolean;
  readonly localTrafficPolicy: LocatedValue | undefined;
}

export interface Gateway {
  readonly resource: ClusterResource;
  readonly name: string;
  readonly namespace: string;
  readonly className: LocatedScalar | undefined;
  /** The class's controller; undefined when the class is not in the repository. */
  readonly controller: string | undefined;
  /** Whether a tunnel leads to it from the edge of a provider, where its address and certificates are. */
  readonly isAtTheEdge: boolean;
  readonly listeners: readonly Listener[];
  readonly labels: readonly Annotation[];
  readonly annotations: readonly Annotation[];
  readonly service: GatewayService;
}

/**
 * Controllers that serve all their Gateways from one Service of their own: an address or an annotation of a
 * Gateway reaches none.
 *
 * @see https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/gateway-api/
 * @see https://developer.konghq.com/kubernetes-ingress-controller/gateway-api/#unmanaged-gateways
 * @see https://www.haproxy.com/documentation/kubernetes-ingress/gateway-api/
 */
const SHARED = /^(?:traefik\.io|konghq\.com|haproxy\.org)\//;

/**
 * Istio copies what a Gateway has no `spec.infrastructure` for from its metadata.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#automated-deployment
 */
const COPIES_METADATA = 'istio.io/gateway-controller';

/** What serves classes of these names where they are not in the repository: their programs make them. */
const MADE_CLASSES: Readonly<Record<string, string>> = {
  istio: COPIES_METADATA,
  traefik: 'traefik.io/gateway-controller',
};

/** The controller that serves a gateway, as far as its class or the name of it tells. */
const serverOf = (controller: string | undefined, className: string | undefined) =>
  controller ?? own(MADE_CLASSES, className ?? '');

/** Whether Traefik serves a gateway, whose listeners are then its entry points by their port. */
export const isOfTraefik = ({ controller, className }: Gateway): boolean =>
  serverOf(controller, className?.text) === MADE_CLASSES.traefik;

/** Route kinds by listener protocol, where the listener lists none. */
const KINDS_BY_PROTOCOL: Readonly<Record<string, readonly string[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  TLS: ['TLSRoute'],
  TCP: ['TCPRoute'],
  UDP: ['UDPRoute'],
};

/**
 * Classes and controllers that make tunnels.
 *
 * @see https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/
 * @see https://ngrok.com/docs/k8s/
 */
const TUNNELS = /tunnel|cloudflare|ngrok|tailscale/i;

export function toGateway(resource: ClusterResource, index: ResourceIndex): Gateway {
  const { value } = resource;
  const namespace = resource.namespace ?? 'default';
  const className = getString(value, 'spec', 'gatewayClassName');
  const gatewayClass = index
    .ofKind('GatewayClass', GATEWAY_GROUP)
    .find(({ name }) => name === className?.value);
  const controller = textAt(gatewayClass?.value, 'spec', 'controllerName');
  const server = serverOf(controller, className?.text);
  return {
    resource,
    name: resource.name,
    namespace,
    className,
    controller,
    isAtTheEdge: [className?.text, controller].some(name => name && TUNNELS.test(name)),
    listeners: itemsAt(value, 'spec', 'listeners').flatMap(item =>
      item.kind === 'map' ? [toListener(item, namespace)] : [],
    ),
    labels: annotationsAt(value, 'metadata', 'labels'),
    annotations: annotationsAt(value, 'metadata', 'annotations'),
    service: serviceOf(value, { namespace, gatewayClass, server, index }),
  };
}

function toListener(value: LocatedMap, namespace: string): Listener {
  const protocol = textAt(value, 'protocol') ?? '';
  const kinds = itemsAt(value, 'allowedRoutes', 'kinds').flatMap(
    item => textAt(item, 'kind') ?? [],
  );
  const name = getString(value, 'name');
  const selector = get(value, 'allowedRoutes', 'namespaces', 'selector');
  return {
    value,
    name,
    label: name?.text ?? 'without name',
    port: asScalar(get(value, 'port')),
    protocol,
    hostname: getString(value, 'hostname'),
    from: textAt(value, 'allowedRoutes', 'namespaces', 'from') ?? 'Same',
    namespaceSelector:
      getMap(selector, 'matchLabels') && !get(selector, 'matchExpressions')
        ? stringMapAt(selector, 'matchLabels')
        : undefined,
    kinds: kinds.length > 0 ? kinds : impliedKinds(protocol, textAt(value, 'tls', 'mode')),
    certificates: itemsAt(value, 'tls', 'certificateRefs').flatMap(item =>
      toCertificateRef(item, namespace),
    ),
  };
}

/** A TLS listener that terminates hands plain TCP on; its mode is Terminate unless it says otherwise. */
const impliedKinds = (protocol: string, mode: string | undefined): readonly string[] => [
  ...(own(KINDS_BY_PROTOCOL, protocol) ?? []),
  ...(protocol === 'TLS' && mode !== 'Passthrough' ? ['TCPRoute'] : []),
];

function toCertificateRef(value: LocatedValue, namespace: string): CertificateRef[] {
  const name = getString(value, 'name');
  if (value.kind !== 'map' || !name) return [];
  return [
    {
      value,
      name,
      namespace: textAt(value, 'namespace') ?? namespace,
      kind: textAt(value, 'kind') ?? 'Secret',
    },
  ];
}

interface ServedBy {
  readonly namespace: string;
  readonly gatewayClass: ClusterResource | undefined;
  /** The class's controller, also of classes that their programs make. */
  readonly server: string | undefined;
  readonly index: ResourceIndex;
}

/**
 * What reaches the Service: `spec.infrastructure`, then the EnvoyProxy's own settings, which win.
 * Envoy Gateway's default is a LoadBalancer with externalTrafficPolicy Local
 * (https://gateway.envoyproxy.io/docs/api/extension_types/#kubernetesservicespec).
 */
function serviceOf(
  gateway: LocatedMap,
  { namespace, gatewayClass, server, index }: ServedBy,
): GatewayService {
  const infrastructure = getMap(gateway, 'spec', 'infrastructure');
  const own = get(infrastructure, 'parametersRef');
  const common = get(gatewayClass?.value, 'spec', 'parametersRef');
  const proxy = envoyProxy(own, namespace, index) ?? envoyProxy(common, undefined, index);
  const service = getMap(proxy?.value, 'spec', 'provider', 'kubernetes', 'envoyService');
  const overridden = new Set(entriesAt(service, 'annotations').map(({ key }) => key.text));
  const isEnvoy = server === ENVOY_CONTROLLER;
  const copied = server === COPIES_METADATA ? getMap(gateway, 'metadata') : undefined;
  const handedOn = (name: 'annotations' | 'labels') =>
    getMap(infrastructure, name) ? infrastructure : (copied ?? infrastructure);
  const policy = getString(service, 'externalTrafficPolicy');
  const annotated = handedOn('annotations');
  return {
    isShared: server !== undefined && SHARED.test(server),
    type: textAt(service, 'type') ?? 'LoadBalancer',
    namespace,
    annotations: [
      ...(annotated ? annotationsAt(annotated, 'annotations') : []).filter(
        ({ key }) => !overridden.has(key.text),
      ),
      ...(service ? annotationsAt(service, 'annotations') : []),
    ],
    labels: stringMapAt(handedOn('labels'), 'labels'),
    loadBalancerClass: textAt(service, 'loadBalancerClass'),
    loadBalancerIp: getString(service, 'loadBalancerIP'),
    uncertain: ((own ?? common) !== undefined && !proxy) || get(service, 'patch') !== undefined,
    localTrafficPolicy: policy
      ? policy.value === 'Local'
        ? policy
        : undefined
      : isEnvoy
        ? gateway
        : undefined,
  };
}

function envoyProxy(
  reference: LocatedValue | undefined,
  namespace: string | undefined,
  index: ResourceIndex,
): ClusterResource | undefined {
  const name = textAt(reference, 'name');
  if (name === undefined || textAt(reference, 'kind') !== 'EnvoyProxy') return undefined;
  const where = textAt(reference, 'namespace') ?? namespace;
  return index
    .ofKind('EnvoyProxy')
    .find(proxy => proxy.name === name && (where === undefined || proxy.namespace === where));
}
