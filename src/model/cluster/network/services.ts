import { misspelt } from '../../../text/nearest.ts';
import { entriesAt, get, itemsAt, numberAt, stringMapAt, textAt } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import { found, type Lookup, perhaps, unknowable } from '../../lookup.ts';
import { once } from '../../once.ts';
import type { ClusterResource } from '../objects/owned.ts';
import type { ResourceIndex } from '../objects/resources.ts';
import { makesOthers } from './service-makers.ts';

export interface ServicePort {
  readonly value: LocatedMap;
  readonly name: string | undefined;
  readonly port: number | undefined;
  readonly protocol: string;
  readonly targetPort: LocatedValue | undefined;
}

export interface Service {
  readonly resource: ClusterResource;
  readonly name: string;
  readonly namespace: string;
  /** `ClusterIP` when absent, as the API defaults it. */
  readonly type: string;
  readonly ports: readonly ServicePort[];
  /** Whether `ports` may not be the whole list. */
  readonly portsUnknown: boolean;
  readonly selector: ReadonlyMap<string, string>;
  readonly annotations: readonly Annotation[];
}

/** One annotation or label with the places of its key and its value. */
export interface Annotation {
  readonly key: LocatedScalar;
  readonly value: LocatedValue;
  /** The value as text: what the API would hold if it accepts it. */
  readonly text: string;
}

/** The entries of a map of strings, such as annotations or labels. */
export const annotationsAt = (
  value: LocatedValue,
  ...path: readonly string[]
): readonly Annotation[] =>
  entriesAt(value, ...path).map(({ key, value: entry }) => ({
    key,
    value: entry,
    text: entry.kind === 'scalar' ? entry.text : '',
  }));

export function toService(resource: ClusterResource): Service {
  const { value } = resource;
  return {
    resource,
    name: resource.name,
    namespace: resource.namespace ?? 'default',
    type: textAt(value, 'spec', 'type') ?? 'ClusterIP',
    ports: itemsAt(value, 'spec', 'ports').flatMap(port =>
      port.kind === 'map' ? [toPort(port)] : [],
    ),
    // The API asks for ports: one without them is a part that is laid over another one, as a server-side apply does.
    portsUnknown:
      get(value, 'spec', 'ports') === undefined &&
      (resource.partial || textAt(value, 'spec', 'clusterIP') !== 'None'),
    selector: stringMapAt(value, 'spec', 'selector'),
    annotations: annotationsAt(value, 'metadata', 'annotations'),
  };
}

const toPort = (value: LocatedMap): ServicePort => ({
  value,
  name: textAt(value, 'name'),
  port: numberAt(value, 'port'),
  protocol: textAt(value, 'protocol') ?? 'TCP',
  targetPort: get(value, 'targetPort'),
});

/** Whether there is a Service of that name; unknowable where an operator may make it. */
export function findService(
  index: ResourceIndex,
  namespace: string,
  name: string,
): Lookup<Service> {
  const sought = { group: '', kind: 'Service', namespace, name };
  const answer = index.find(sought);
  if (answer.status === 'found') return found(toService(answer.value));
  if (answer.status === 'unknowable') return answer;
  if (namespace === 'default' && name === 'kubernetes')
    return unknowable('the API server makes it');
  if (OUTPOST.test(name)) return unknowable('authentik makes the Services of its outposts');
  const open = (reason: string) => perhaps(reason, misspelt(name, index.names(sought)));
  const maker = makersIn(index).find(
    resource =>
      !makesOthers(resource, name) &&
      // Of a cluster-scoped object nobody knows the namespace, but what it makes bears its name.
      (resource.namespace === namespace ||
        (resource.namespace === undefined && name.includes(resource.name))),
  );
  if (maker) return open(`the operator of the ${maker.kind} \`${maker.name}\` may make it`);
  const gateways = index.ofKind('Gateway', 'gateway.networking.k8s.io');
  return gateways.some(gateway => gateway.name === name || name.includes(`-${gateway.name}`))
    ? open("a gateway's controller may make it")
    : answer;
}

/**
 * What authentik calls the Services of the outposts that it manages.
 *
 * @see https://docs.goauthentik.io/add-secure-apps/outposts/integrations/kubernetes/
 */
const OUTPOST = /^ak-outpost-/;

/** API groups of whose kinds no controller makes Services, Kubernetes' own among them. */
const WITHOUT_SERVICES =
  /^$|^[a-z]+$|\.k8s\.io$|^(.+\.)?(external-secrets\.io|cert-manager\.io|cilium\.io|argoproj\.io|volsync\.backube|gateway\.envoyproxy\.io|bitnami\.com|onepassword\.com|infisical\.com|kyverno\.io|keda\.sh|traefik\.(?:io|containo\.us)|metallb\.io|longhorn\.io|k8s-sigs\.io)$/;

/** Kinds that make no Services, or of random names only, of groups whose other kinds have some. */
export const KINDS_WITHOUT_SERVICES =
  /^(ServiceMonitor|PodMonitor|PrometheusRule|Probe|ScrapeConfig|AlertmanagerConfig|GrafanaDashboard|GrafanaDatasource|GrafanaFolder|ScheduledBackup|Backup|Database|ObjectStore|ImageCatalog|CephBlockPool|CephFilesystemSubVolumeGroup|Connector|ProxyClass|[A-Za-z]*Secret|(Cluster)?SecretStore)$/;

/** The objects whose operators may make Services: few in all, and asked for often. */
const makersIn = once((index: ResourceIndex) => index.deployed.filter(mayMakeServices));

/**
 * What may make Services in a namespace that the repository does not show, of whatever names: an operator of an object
 * there, or of one of the whole cluster, or a gateway's controller.
 */
export const serviceMakers = (
  index: ResourceIndex,
  namespace: string | undefined,
): readonly ClusterResource[] =>
  [...makersIn(index), ...index.ofKind('Gateway', 'gateway.networking.k8s.io')].filter(
    maker =>
      namespace === undefined || maker.namespace === undefined || maker.namespace === namespace,
  );

const mayMakeServices = ({ group, kind }: ClusterResource): boolean =>
  !WITHOUT_SERVICES.test(group) && !KINDS_WITHOUT_SERVICES.test(kind);

/**
 * Whether a Service has a port of that number. An ExternalName Service is a DNS alias: it needs no
 * ports for a connection to succeed.
 */
export function findPort(
  { ports, portsUnknown, type }: Service,
  port: number | string,
): Lookup<ServicePort> {
  const hit = ports.find(candidate => String(candidate.port) === String(port));
  if (hit) return found(hit);
  if (portsUnknown || type === 'ExternalName') return unknowable('its ports are not all known');
  return ports.some(candidate => candidate.port === undefined)
    ? unknowable('one of its ports is not a number')
    : { status: 'absent' };
}

/** Whether a Service has a port of that name. */
export function findNamedPort(
  { ports, portsUnknown, type }: Service,
  name: string,
): Lookup<ServicePort> {
  const hit = ports.find(candidate => candidate.name === name);
  if (hit) return found(hit);
  return portsUnknown || type === 'ExternalName'
    ? unknowable('its ports are not all known')
    : { status: 'absent' };
}

/** A Service's ports as a person names them: `80 (http)`. */
export const portNames = ({ ports }: Service): string[] =>
  ports.flatMap(({ port, name }) =>
    port === undefined ? [] : [name === undefined ? String(port) : `${port} (${name})`],
  );

/**
 * The Service that a name of the cluster's DNS means: `web.media.svc.cluster.local`,
 * `web.media.svc`; undefined for any other name, which may be anybody's.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#services
 */
export function serviceOfHost(host: string): { namespace: string; name: string } | undefined {
  const match = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.cluster\.local)?\.?$/.exec(host);
  const [, name, namespace] = match ?? [];
  return name === undefined || namespace === undefined ? undefined : { name, namespace };
}
