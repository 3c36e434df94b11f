import { booleanAt, entriesAt, get, getString, itemsAt, textAt } from '../../../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { HelmRelease } from '../../release.ts';
import { type HostReference, placesOf } from '../network/host-references.ts';
import type { ClusterResource } from '../objects/owned.ts';
import type { Workload } from './workloads.ts';

/** `http://name:port` or `http://name.namespace:port`, whatever stands before the host. */
const URL =
  /\b[a-z][a-z0-9+]*:\/\/(?:[^\s/@"']*@)?(?<host>(?<name>[a-z][a-z0-9-]*)(?:\.(?<namespace>[a-z][a-z0-9-]*))?)(?![\w.${}-])(?::(?<port>\d{2,5})(?!\d))?(?=[/?\s"',;)]|$)/g;

/** A variable whose value is a host, with or without a port. */
const HOST_VARIABLE = /(?:_HOST|_HOSTNAME|_SERVER|_ADDR|_ADDRESS|_ENDPOINT)$/;
const HOST =
  /^(?<host>(?<name>[a-z][a-z0-9-]*)(?:\.(?<namespace>[a-z][a-z0-9-]*))?)(?::(?<port>\d{2,5}))?$/;

/** Last parts of names that are domains of a network or of the world before they are a namespace. */
const DOMAINS =
  /^(?:home|lan|local|localdomain|internal|intranet|corp|arpa|com|net|org|io|dev|app|ai|cloud)$/;

/** Sections of values whose names are not called from the release's own pods. */
const NOT_CALLED =
  /^(?:dnsNames|sans?|alt_?names|annotations|labels|description|comment|image|images|repository)$/i;

/**
 * The Services that a pod calls by names which the cluster's DNS completes: with the pod's own namespace, or
 * as `name.namespace`. A machine of the network may have such a name too, so only those are taken of which
 * the cluster has a Service somewhere.
 */
export function shortHostsOfWorkload(
  { podSpec, namespace, hostNetwork, containers, initContainers, resource }: Workload,
  services: ReadonlySet<string>,
): HostReference[] {
  // Another resolver, or names that are completed otherwise; what a chart makes up is left to the chart.
  if (resource.release !== undefined || hostNetwork || get(podSpec, 'dnsConfig')) return [];
  return [...containers, ...initContainers].flatMap(({ value }) => [
    ...itemsAt(value, 'env').flatMap(variable => {
      const text = getString(variable, 'value');
      return text ? inText(text, namespace, services, textAt(variable, 'name')) : [];
    }),
    ...['command', 'args'].flatMap(field =>
      itemsAt(value, field).flatMap(item => inValue(item, namespace, services)),
    ),
  ]);
}

/** The same for the entries of ConfigMaps that its containers get as variables. */
export function shortHostsOfMaps(
  { namespace, hostNetwork, podSpec, resource }: Workload,
  maps: readonly ClusterResource[],
  services: ReadonlySet<string>,
): HostReference[] {
  if (resource.release !== undefined || hostNetwork || get(podSpec, 'dnsConfig')) return [];
  return maps
    .filter(({ release }) => release === undefined)
    .flatMap(({ value }) => entriesAt(value, 'data'))
    .flatMap(({ key, value }) =>
      value.kind === 'scalar' ? inText(value, namespace, services, key.text) : [],
    );
}

/** The same for what the values of a release give to its pods. */
export function shortHostsOfRelease(
  { values, namespace }: HelmRelease,
  services: ReadonlySet<string>,
): HostReference[] {
  if (namespace === undefined || hasOtherDns(values)) return [];
  return inValue(values, namespace, services);
}

function hasOtherDns(value: LocatedValue): boolean {
  if (value.kind === 'scalar') return false;
  if (value.kind === 'sequence') return value.items.some(hasOtherDns);
  return [...value.entries].some(
    ([key, entry]) =>
      /^(?:dnsConfig|dnsPolicy)$/.test(key) ||
      (key === 'hostNetwork' && entry.value.kind === 'scalar' && entry.value.value === true) ||
      hasOtherDns(entry.value),
  );
}

function inValue(
  value: LocatedValue,
  namespace: string,
  services: ReadonlySet<string>,
  key = '',
): HostReference[] {
  if (value.kind === 'scalar') return inText(value, namespace, services, key);
  if (value.kind === 'sequence')
    return value.items.flatMap(item => inValue(item, namespace, services));
  if (booleanAt(value, 'enabled') === false) return [];
  return [...value.entries].flatMap(([name, entry]) =>
    NOT_CALLED.test(name) ? [] : inValue(entry.value, namespace, services, name),
  );
}

function inText(
  scalar: LocatedScalar,
  own: string,
  services: ReadonlySet<string>,
  variable = '',
): HostReference[] {
  if (typeof scalar.value !== 'string') return [];
  const matches = [...scalar.text.matchAll(URL)];
  const whole = HOST_VARIABLE.test(variable) ? HOST.exec(scalar.text) : null;
  return [...matches, ...(whole ? [whole] : [])].flatMap(match => {
    const { name = '', namespace = own, port } = match.groups ?? {};
    if (!services.has(name) || (match.groups?.namespace && DOMAINS.test(namespace))) return [];
    return placesOf(scalar, match).map(places => ({ namespace, name, port, ...places }));
  });
}
