import { parseAddress } from '../../../net/addresses.ts';
import type { Place } from '../../../source/text.ts';
import { isPlaceholder } from '../../../text/placeholder.ts';
import { get, getScalar, getString, itemsAt, stringMapAt, textAt } from '../../../yaml/access.ts';
import { type LocatedScalar, placeOf } from '../../../yaml/located.ts';
import { admitting, servedName } from '../gateways/attachment.ts';
import type { Gateway, Listener } from '../gateways/gateways.ts';
import type { ParentRef, Route } from '../gateways/routes.ts';
import type { ClusterFacts } from '../objects/facts.ts';
import type { ClusterResource } from '../objects/owned.ts';
import type { ResourceIndex } from '../objects/resources.ts';
import { type DnsController, satisfies } from './controllers.ts';
import { dnsAnnotation, knownParents, obstacle } from './publication.ts';

/** What records are made of. */
type Facts = Pick<ClusterFacts, 'resources' | 'applications'> & {
  readonly routes: readonly Route[];
};

/** One name that external-dns makes a record of. */
export interface RecordName {
  readonly name: string;
  /** The characters that ask for it: the route's hostname, its annotation or the listener's. */
  readonly at: Place;
}

/**
 * The names that external-dns publishes for a route by one parent: its hostnames and those of its
 * annotation; the listener's where it has none of its own. Each is narrowed to what the listener
 * serves.
 *
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/sources/gateway-api/#hostnames
 */
export function recordNames(
  facts: Facts,
  controller: DnsController,
  route: Route,
  parent: ParentRef,
): RecordName[] {
  const names = admitting(facts, route, parent).flatMap(listener =>
    wantedNames(controller, route, listener).flatMap(({ name, at }) => {
      const served = servedName(listener, name);
      return served === undefined || isPlaceholder(served) ? [] : [{ name: served, at }];
    }),
  );
  return [...new Map(names.map(name => [name.name, name])).values()];
}

function wantedNames(
  controller: DnsController,
  { hostnames, annotations }: Route,
  listener: Listener,
): RecordName[] {
  const source = dnsAnnotation(controller, annotations, 'gateway-hostname-source');
  const only = source?.text.toLowerCase();
  const own = hostnames.map(at => ({ name: at.text, at: placeOf(at) }));
  const written = dnsAnnotation(controller, annotations, 'hostname');
  const annotated = (written?.text ?? '').split(',').flatMap(part => {
    // external-dns removes every space, not only those around a name.
    const name = part.replaceAll(' ', '');
    return name === '' || !written ? [] : [{ name, at: placeOf(written.value) }];
  });
  if (only === 'annotation-only') return annotated;
  if (only === 'defined-hosts-only') return own;
  const inherited =
    own.length === 0 && listener.hostname
      ? [{ name: listener.hostname.text, at: placeOf(listener.hostname) }]
      : [];
  return [...own, ...inherited, ...annotated];
}

/** A route's names with the gateways that they are published through. */
export interface PublishedRoute {
  readonly route: Route;
  readonly gateway: Gateway;
  readonly parent: ParentRef;
  readonly names: readonly RecordName[];
}

/** What a controller publishes of the cluster's routes. */
export const publishedRoutes = (facts: Facts, controller: DnsController): PublishedRoute[] =>
  facts.routes.flatMap(route =>
    knownParents(route).flatMap(({ gateway, parent }) => {
      if (obstacle(controller, route, gateway) !== undefined) return [];
      const names = recordNames(facts, controller, route, parent);
      return names.length > 0 ? [{ route, gateway, parent, names }] : [];
    }),
  );

/** One record of a name with the target it points at. */
export interface DnsRecord extends RecordName {
  readonly target: string;
  readonly targetAt: Place;
  /** As written; undefined where nothing sets it. */
  readonly ttl: string | undefined;
  readonly resource: ClusterResource;
}

/**
 * Why two records of one name can't stand together. Addresses of one name are merged into one
 * record; a name has one CNAME, and nothing beside it.
 *
 * @see https://github.com/kubernetes-sigs/external-dns/blob/v0.20.0/endpoint/endpoint.go
 */
export function collide(a: DnsRecord, b: DnsRecord): 'target' | 'ttl' | undefined {
  const areAddresses = [a, b].every(({ target }) => parseAddress(target) !== undefined);
  if (a.target !== b.target && !areAddresses) return 'target';
  const differ = a.ttl !== undefined && b.ttl !== undefined && a.ttl !== b.ttl;
  return differ ? 'ttl' : undefined;
}

const target = (text: string): string => text.toLowerCase().replace(/\.$/, '');

/**
 * What DNSEndpoints publish by CNAME, A and AAAA; sets of records that belong together left out.
 *
 * @see https://github.com/kubernetes-sigs/external-dns/blob/v0.20.0/source/crd.go (filterByAnnotations)
 */
export function endpointRecords(
  { resources }: Pick<Facts, 'resources'>,
  controller: DnsController,
): DnsRecord[] {
  const watched = resources
    .ofKind('DNSEndpoint', 'externaldns.k8s.io')
    .filter(
      ({ value, namespace }) =>
        controller.sources.has('crd') &&
        satisfies(stringMapAt(value, 'metadata', 'labels'), controller.labelFilter) &&
        satisfies(stringMapAt(value, 'metadata', 'annotations'), controller.annotationFilter) &&
        (controller.namespace === undefined || controller.namespace === namespace),
    );
  return watched.flatMap(resource =>
    itemsAt(resource.value, 'spec', 'endpoints').flatMap(endpoint => {
      const name = getString(endpoint, 'dnsName');
      const first = getScalar(endpoint, 'targets', 0);
      const type = textAt(endpoint, 'recordType') ?? '';
      const isPlain =
        ['CNAME', 'A', 'AAAA'].includes(type) && get(endpoint, 'setIdentifier') === undefined;
      if (!name || !first || !isPlain || isPlaceholder(name.value)) return [];
      return [
        {
          name: name.value.toLowerCase().replace(/\.$/, ''),
          at: placeOf(name),
          target: target(first.text),
          targetAt: placeOf(first),
          ttl: getScalar(endpoint, 'recordTTL')?.text,
          resource,
        },
      ];
    }),
  );
}

/** What routes publish on gateways whose target is written, one record a target and name. */
export const routeRecords = (facts: Facts, controller: DnsController): DnsRecord[] =>
  publishedRoutes(facts, controller).flatMap(({ route, gateway, names }) => {
    const annotation = dnsAnnotation(controller, gateway.annotations, 'target');
    const isSet = dnsAnnotation(controller, route.annotations, 'set-identifier') !== undefined;
    if (!annotation?.text || isSet || isPlaceholder(annotation.text)) return [];
    const ttl = dnsAnnotation(controller, route.annotations, 'ttl')?.text;
    const resource = route.resource;
    return names.map(name => ({
      ...name,
      target: target(annotation.text),
      targetAt: placeOf(annotation.value),
      ttl,
      resource,
    }));
  });

/**
 * Targets of DNSEndpoints that external-dns drops because they end with a dot: it takes that for
 * names only.
 *
 * @see https://github.com/kubernetes-sigs/external-dns/blob/v0.20.0/source/crd.go
 */
export const dottedTargets = (
  index: ResourceIndex,
): { readonly type: string; readonly target: LocatedScalar }[] =>
  index.ofKind('DNSEndpoint', 'externaldns.k8s.io').flatMap(({ value }) =>
    itemsAt(value, 'spec', 'endpoints').flatMap(endpoint => {
      const type = textAt(endpoint, 'recordType') ?? '';
      if (!['A', 'AAAA', 'NS'].includes(type)) return [];
      return itemsAt(endpoint, 'targets').flatMap(target =>
        target.kind === 'scalar' && target.text.endsWith('.') ? [{ type, target }] : [],
      );
    }),
  );
