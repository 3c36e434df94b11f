import { contains, type IpRange, parseAddress, parseRange } from '../../../net/addresses.ts';
import { own } from '../../../text/own.ts';
import type { Gateway } from '../gateways/gateways.ts';
import type { ParentRef, Route } from '../gateways/routes.ts';
import type { Annotation } from '../network/services.ts';
import { isTunnelName } from '../network/tunnels.ts';
import {
  ALPHA_PREFIX,
  type DnsController,
  isOtherWord,
  type LabelRequirement,
  STABLE_PREFIX,
  satisfies,
} from './controllers.ts';

/** external-dns' source for each route kind. */
export const ROUTE_SOURCES: Readonly<Record<string, string>> = {
  HTTPRoute: 'gateway-httproute',
  GRPCRoute: 'gateway-grpcroute',
  TLSRoute: 'gateway-tlsroute',
  TCPRoute: 'gateway-tcproute',
  UDPRoute: 'gateway-udproute',
};

/** What keeps external-dns from publishing a route by one of its parents. */
export type Obstacle = 'source' | 'gateway-filter' | 'route-filter' | 'controller-annotation';

export const labelMap = (labels: readonly Annotation[]): ReadonlyMap<string, string> =>
  new Map(labels.map(({ key, text }) => [key.text, text]));

type Labelled = Pick<Gateway, 'labels'>;

/** The first requirement of a filter that an object's labels don't meet. */
export const unmet = (
  { labels }: Labelled,
  filter: readonly LabelRequirement[],
): LabelRequirement | undefined =>
  filter.find(requirement => !satisfies(labelMap(labels), [requirement]));

/** Whether an object has the label of a requirement with another word for its value. */
export const hasOtherWord = ({ labels }: Labelled, { key, values }: LabelRequirement): boolean =>
  labels.some(item => item.key.text === key && values.some(value => isOtherWord(item.text, value)));

/** Whether a gateway passes a controller's filters: without that no route on it is published. */
export function watchesGateway(controller: DnsController, gateway: Gateway): boolean {
  const { gatewayName, gatewayNamespace, gatewayLabelFilter } = controller;
  return (
    (gatewayName === undefined || gatewayName === gateway.name) &&
    (gatewayNamespace === undefined || gatewayNamespace === gateway.namespace) &&
    satisfies(labelMap(gateway.labels), gatewayLabelFilter)
  );
}

/** The first obstacle on the way from a route to its record; undefined when it is published. */
export function obstacle(
  controller: DnsController,
  route: Route,
  gateway: Gateway,
): Obstacle | undefined {
  const source = own(ROUTE_SOURCES, route.resource.kind);
  if (source === undefined || !controller.sources.has(source)) return 'source';
  if (!watchesGateway(controller, gateway)) return 'gateway-filter';
  if (controller.namespace !== undefined && controller.namespace !== route.namespace)
    return 'route-filter';
  if (!satisfies(labelMap(route.labels), controller.labelFilter)) return 'route-filter';
  if (!satisfies(labelMap(route.annotations), controller.annotationFilter)) return 'route-filter';
  const owner = dnsAnnotation(controller, route.annotations, 'controller');
  return owner && owner.text !== 'dns-controller' ? 'controller-annotation' : undefined;
}

/** An external-dns annotation under the prefix that the controller reads. */
export const dnsAnnotation = (
  controller: DnsController,
  annotations: readonly Annotation[],
  name: string,
): Annotation | undefined =>
  annotations.find(({ key }) => key.text === controller.annotationPrefix + name);

/** The target annotation of a gateway, under whichever prefix. */
export const targetOf = ({ annotations }: Gateway): Annotation | undefined =>
  annotations.find(
    ({ key }) => key.text === `${ALPHA_PREFIX}target` || key.text === `${STABLE_PREFIX}target`,
  );

/**
 * Whether records of a gateway's routes may point at a tunnel: not where its target is known to be
 * another name.
 *
 * @param tunnels the names that are known to point at a tunnel
 */
export function leadsToTunnel(gateway: Gateway, tunnels: ReadonlySet<string>): boolean {
  const target = targetOf(gateway)?.text;
  return target === undefined || tunnels.size === 0 || tunnels.has(target) || isTunnelName(target);
}

/** The parents of a route whose gateway is known. */
export const knownParents = (route: Route): { parent: ParentRef; gateway: Gateway }[] =>
  route.parents.flatMap(parent =>
    parent.gateway.status === 'found' ? [{ parent, gateway: parent.gateway.value }] : [],
  );

/** DNS that the internet sees; with others (a router, CoreDNS) private addresses are the point. */
const PUBLIC_PROVIDERS = new Set([
  'akamai',
  'alibabacloud',
  'aws',
  'azure',
  'civo',
  'cloudflare',
  'digitalocean',
  'dnsimple',
  'exoscale',
  'gandi',
  'godaddy',
  'google',
  'linode',
  'ns1',
  'oci',
  'ovh',
  'scaleway',
  'transip',
]);

/** RFC 1918, RFC 6598 and unique local addresses. */
const PRIVATE = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
].flatMap(text => parseRange(text) ?? []);

/** Whether a text is an address that the internet does not route. */
export function isPrivateAddress(text: string): boolean {
  const address = parseAddress(text);
  return address !== undefined && PRIVATE.some(range => contains(range, address));
}

/**
 * Whether external-dns publishes an address at all: it may be told to leave out the targets of some networks, or
 * to publish those of some only.
 *
 * @see https://github.com/kubernetes-sigs/external-dns/blob/master/endpoint/target_filter.go
 */
export function isTargetTaken({ valuesOf }: DnsController, text: string): boolean {
  const address = parseAddress(text);
  const ranges = (flag: string) =>
    valuesOf(flag).flatMap(({ value }) => value.split(',').flatMap(net => parseRange(net) ?? []));
  const holds = (nets: readonly IpRange[]) =>
    address !== undefined && nets.some(net => contains(net, address));
  const only = ranges('target-net-filter');
  return !holds(ranges('exclude-target-net')) && (only.length === 0 || holds(only));
}

export const isPublic = ({ provider }: DnsController): boolean =>
  provider !== undefined && PUBLIC_PROVIDERS.has(provider);

/** Whether a name falls within external-dns' domain filters (endpoint/domain_filter.go). */
export function inDomainFilters(controller: DnsController, hostname: string): boolean {
  if (controller.args.some(({ name }) => name.startsWith('regex-domain-'))) return true;
  if (isExcluded(controller, hostname)) return false;
  const included = controller.domainFilters
    .flatMap(({ value }) => value.split(','))
    .filter(Boolean);
  return included.length === 0 || included.some(domain => isInDomain(domain, hostname));
}

/** Whether a name is in a domain that external-dns is told to leave alone. */
export const isExcluded = ({ excludedDomains }: DnsController, hostname: string): boolean =>
  excludedDomains.some(domain => isInDomain(domain, hostname));

function isInDomain(filter: string, hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '');
  const domain = filter.toLowerCase().replace(/\.$/, '');
  return domain.startsWith('.')
    ? name.endsWith(domain)
    : name === domain || name.endsWith(`.${domain}`);
}
