import { type IpAddress, parseAddress } from '../../../net/addresses.ts';
import type { Place } from '../../../source/text.ts';
import { nearest } from '../../../text/nearest.ts';
import { asScalar, getString, itemsAt, stringMapAt, textAt } from '../../../yaml/access.ts';
import {
  type LocatedScalar,
  type LocatedValue,
  placeOf,
  placeWithin,
} from '../../../yaml/located.ts';
import type { Gateway } from '../gateways/gateways.ts';
import type { Annotation, Service } from '../network/services.ts';
import type { ClusterResource } from '../objects/owned.ts';

/** The annotation keys Cilium reads; the second name of each is the old one. */
export const LB_IPAM = {
  ips: ['lbipam.cilium.io/ips', 'io.cilium/lb-ipam-ips'],
  sharingKey: ['lbipam.cilium.io/sharing-key', 'io.cilium/lb-ipam-sharing-key'],
  sharingCrossNamespace: [
    'lbipam.cilium.io/sharing-cross-namespace',
    'io.cilium/lb-ipam-sharing-cross-namespace',
  ],
  sharingOtherPods: ['lbipam.cilium.io/sharing-permit-different-pods'],
} as const;

const LB_IPAM_KEYS: readonly string[] = Object.values(LB_IPAM).flat();

/**
 * The annotation key that a misspelt one was meant to be; undefined for those that Cilium reads, and
 * for all that don't look like one of LB-IPAM's.
 */
export const meantLbIpam = (key: string): string | undefined =>
  !LB_IPAM_KEYS.includes(key) && /lb-?ipam/i.test(key) ? nearest(key, LB_IPAM_KEYS) : undefined;

/** Whether a key is one of LB-IPAM's by its prefix, and Cilium doesn't read it. */
export const isUnknownLbIpam = (key: string): boolean =>
  !LB_IPAM_KEYS.includes(key) && /^(?:lbipam\.cilium\.io\/|io\.cilium\/lb-ipam-)/.test(key);

/** One address that somebody asks for. */
export interface AddressRequest {
  readonly at: Place;
  readonly text: string;
  /** Undefined when it is no address. */
  readonly address: IpAddress | undefined;
}

/** A Service of type LoadBalancer, written or made by a gateway's controller. */
export interface LoadBalancer {
  /** The Service, or the Gateway that its Service is made for. */
  readonly resource: ClusterResource;
  readonly name: string;
  readonly namespace: string;
  readonly requests: readonly AddressRequest[];
  /**
   * A chart, or parameters that are not in the repository, may ask for other addresses; or a misspelt
   * annotation was to do so.
   */
  readonly requestsUnknown: boolean;
  /** Port and protocol pairs; undefined when they can't be known. */
  readonly ports: ReadonlySet<string> | undefined;
  readonly labels: ReadonlyMap<string, string>;
  readonly sharingKey: string | undefined;
  /** As written: Cilium splits it at commas and trims nothing. */
  readonly sharingNamespaces: readonly string[];
  /** Under the policy Local, an address is shared with a Service of other pods only if both allow it. */
  readonly permitsOtherPods: boolean;
  /** The pods that the Service leads to; undefined where a controller chooses them. */
  readonly selector: ReadonlyMap<string, string> | undefined;
  readonly loadBalancerClass: string | undefined;
  /** Who gives the address, where the Service says so. */
  readonly server: 'cilium' | 'another' | undefined;
  /** The value that says Local, when traffic stays on the node it reached. */
  readonly localTrafficPolicy: LocatedValue | undefined;
  /** `IPv4` or `IPv6` where the Service says that it has no other. */
  readonly onlyFamily: string | undefined;
}

const SINGLE_FAMILY = 'SingleStack';

/** The load balancer that a Service is; undefined for other types. */
export function ofService(service: Service): LoadBalancer | undefined {
  if (service.type !== 'LoadBalancer') return undefined;
  const { resource, name, namespace, annotations } = service;
  const { value } = resource;
  const written = getString(value, 'spec', 'loadBalancerIP');
  const loadBalancerClass = textAt(value, 'spec', 'loadBalancerClass');
  const policy = getString(value, 'spec', 'externalTrafficPolicy');
  return {
    resource,
    name,
    namespace,
    requests: [
      ...requestsOf(annotations),
      ...(written ? [toRequest(placeOf(written), written.value)] : []),
    ],
    requestsUnknown: resource.partial || annotations.some(isMisspeltRequest),
    ports: service.portsUnknown
      ? undefined
      : new Set(service.ports.map(({ port, protocol }) => `${port}/${protocol}`)),
    labels: stringMapAt(value, 'metadata', 'labels'),
    ...sharing(annotations),
    selector: resource.partial ? undefined : service.selector,
    loadBalancerClass,
    server: serverOf(loadBalancerClass, annotations),
    localTrafficPolicy: policy?.value === 'Local' ? policy : undefined,
    onlyFamily:
      textAt(value, 'spec', 'ipFamilyPolicy') === SINGLE_FAMILY
        ? textAt(value, 'spec', 'ipFamilies', 0)
        : undefined,
  };
}

/** The load balancer that a gateway's controller makes for it; undefined for other service types. */
export function ofGateway(gateway: Gateway): LoadBalancer | undefined {
  const { service, isAtTheEdge } = gateway;
  if (service.type !== 'LoadBalancer' || service.isShared || isAtTheEdge) return undefined;
  const asked = requestsOf(service.annotations);
  return {
    resource: gateway.resource,
    name: gateway.name,
    namespace: service.namespace,
    requests: [
      ...asked,
      // Where the Service asks for another one, this is how the network outside knows it.
      ...(asked.length > 0 ? [] : claimedAddresses(gateway)),
      ...(service.loadBalancerIp
        ? [toRequest(placeOf(service.loadBalancerIp), service.loadBalancerIp.text)]
        : []),
    ],
    requestsUnknown:
      service.uncertain || gateway.resource.partial || service.annotations.some(isMisspeltRequest),
    ports: new Set(
      gateway.listeners.map(
        ({ port, protocol }) => `${port?.value}/${protocol === 'UDP' ? 'UDP' : 'TCP'}`,
      ),
    ),
    labels: service.labels,
    ...sharing(service.annotations),
    selector: undefined,
    loadBalancerClass: service.loadBalancerClass,
    server: serverOf(service.loadBalancerClass, service.annotations),
    localTrafficPolicy: service.localTrafficPolicy,
    onlyFamily: undefined,
  };
}

/** `spec.addresses` of type IPAddress: not a request to LB-IPAM, but an address that is claimed, and the one in the status. */
export function claimedAddresses(gateway: Gateway): AddressRequest[] {
  return itemsAt(gateway.resource.value, 'spec', 'addresses').flatMap(item => {
    const value = getString(item, 'value');
    const isAddress = (textAt(item, 'type') ?? 'IPAddress') === 'IPAddress';
    return value && isAddress ? [toRequest(placeOf(value), value.value)] : [];
  });
}

/** The annotation that counts: the new name wins where it is present, even when empty. */
export function lbIpamAnnotation(
  annotations: readonly Annotation[],
  keys: readonly string[],
): Annotation | undefined {
  for (const key of keys) {
    const hit = annotations.find(annotation => annotation.key.text === key);
    if (hit) return hit;
  }
  return undefined;
}

/**
 * Where MetalLB and kube-vip are told the addresses.
 *
 * @see https://metallb.io/usage/#requesting-specific-ips
 * @see https://kube-vip.io/docs/usage/kubernetes-services/
 */
const OTHER_IPS = [
  'metallb.io/loadBalancerIPs',
  'metallb.universe.tf/loadBalancerIPs',
  'kube-vip.io/loadbalancerIPs',
];

function requestsOf(annotations: readonly Annotation[]): AddressRequest[] {
  const annotation = lbIpamAnnotation(annotations, [...LB_IPAM.ips, ...OTHER_IPS]);
  const scalar = asScalar(annotation?.value);
  return scalar ? splitRequests(scalar) : [];
}

const isMisspeltRequest = ({ key }: Annotation): boolean => {
  const meant: string | undefined = meantLbIpam(key.text);
  return LB_IPAM.ips.some(name => name === meant);
};

/** Who gives the address, as far as the Service says so: by its class, or by whose annotation it asks. */
function serverOf(
  loadBalancerClass: string | undefined,
  annotations: readonly Annotation[],
): LoadBalancer['server'] {
  if (loadBalancerClass !== undefined)
    return loadBalancerClass.startsWith('io.cilium/') ? 'cilium' : 'another';
  const isOfCloud = annotations.some(({ key }) => CLOUD.test(key.text));
  return isOfCloud || lbIpamAnnotation(annotations, OTHER_IPS) ? 'another' : undefined;
}

/**
 * What the controllers of clouds read of a Service of theirs: AWS, Azure, DigitalOcean, Linode, OCI and Scaleway
 * under Kubernetes' own names, the others under theirs.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#internal-load-balancer
 */
const CLOUD =
  /^(?:service\.beta\.kubernetes\.io|load-balancer\.hetzner\.cloud|cloud\.google\.com|networking\.gke\.io|kubernetes\.digitalocean\.com|loadbalancer\.openstack\.org|oci(?:-network-load-balancer)?\.oraclecloud\.com|service\.kubernetes\.io\/(?:ibm|qcloud|tke|cloud)[\w.-]*)(?:\/|$|[\w.-]*$)/;

/** A comma list of addresses, each with the characters it is written in. */
function splitRequests(scalar: LocatedScalar): AddressRequest[] {
  let offset = 0;
  return scalar.text.split(',').map(part => {
    const text = part.trim();
    const start = offset + (part.length - part.trimStart().length);
    offset += part.length + 1;
    return toRequest(placeWithin(scalar, start, start + text.length), text);
  });
}

const toRequest = (at: Place, text: string): AddressRequest => ({
  at,
  text,
  address: parseAddress(text),
});

/**
 * What MetalLB reads instead; it asks for no word of the other's namespace.
 *
 * @see https://metallb.io/usage/#ip-address-sharing
 */
const METALLB_SHARING = ['metallb.io/allow-shared-ip', 'metallb.universe.tf/allow-shared-ip'];

function sharing(annotations: readonly Annotation[]) {
  const namespaces = lbIpamAnnotation(annotations, LB_IPAM.sharingCrossNamespace)?.text;
  const own = lbIpamAnnotation(annotations, LB_IPAM.sharingKey)?.text;
  const metallb = own ? undefined : lbIpamAnnotation(annotations, METALLB_SHARING)?.text;
  return {
    sharingKey: own || metallb || undefined,
    sharingNamespaces: metallb ? ['*'] : namespaces ? namespaces.split(',') : [],
    permitsOtherPods: lbIpamAnnotation(annotations, LB_IPAM.sharingOtherPods) !== undefined,
  };
}
