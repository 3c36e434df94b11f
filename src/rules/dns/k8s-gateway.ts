import type { Cluster } from '../../model/cluster/cluster.ts';
import { type Forward, forwardsOf } from '../../model/cluster/dns/forwards.ts';
import { asksOthers, WATCHABLE, watchedBy } from '../../model/cluster/dns/k8s-gateway.ts';
import {
  urlHostsOfObject,
  urlHostsOfRelease,
} from '../../model/cluster/network/host-references.ts';
import type { ClusterResource } from '../../model/cluster/objects/owned.ts';
import type { HelmRelease } from '../../model/release.ts';
import { intersectHostnames, isInDomain } from '../../net/hostnames.ts';
import { code, codes } from '../../text/code.ts';
import { didYouMean } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import {
  asScalar,
  get,
  getScalar,
  getString,
  itemsAt,
  scalarsIn,
  textAt,
  textsAt,
} from '../../yaml/access.ts';
import { type LocatedScalar, oncePerPlace } from '../../yaml/located.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const k8sGateway: Rule = {
  id: 'dns/k8s-gateway',
  scope: 'cluster',
  severity: 'warning',
  summary:
    '`k8s_gateway` with a zone that no route has a name in, that does not watch the objects whose names are in it, or that is asked for other names of it.',
  rationale:
    'It answers for its zone alone, and only from what it watches: for all other names the LAN gets NXDOMAIN, with nothing in the log.',
  remedy:
    "Set `domain` to the routes' domain, and list their kinds among the watched resources: by default it watches Ingress and Service alone.",
  reference: 'https://github.com/k8s-gateway/k8s_gateway#configuration',
  check({ cluster, report }) {
    const releases = cluster.helmReleases
      .map(({ release }) => release)
      .filter(
        ({ chart, valuesIncomplete }) => /^k8s[-_]gateway$/.test(chart.text) && !valuesIncomplete,
      );
    const names = cluster.routes
      .flatMap(({ hostnames }) => hostnames)
      .filter(({ text }) => !isPlaceholder(text));
    // Names that can't be read may be those of the zone.
    const some = cluster.routes.every(({ hostnames }) =>
      hostnames.every(({ text }) => !isPlaceholder(text)),
    );
    const [first] = names;
    for (const release of releases) {
      for (const finding of [
        ...unknownWords(release),
        ...(first && some ? strayZone(cluster, release, names, first) : []),
        ...unwatched(cluster, release, releases.length > 1),
        ...(some && releases.length === 1 ? unanswered(cluster, release) : []),
      ])
        report(finding);
    }
  },
};

/** Several zones are separated by spaces. */
const zonesOf = (domain: LocatedScalar | undefined): string[] =>
  domain?.text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean) ?? [];

const isWithin = (zones: readonly string[], name: string): boolean =>
  zones.some(zone => isInDomain(name.toLowerCase(), zone));

function strayZone(
  { resources }: Cluster,
  { values }: HelmRelease,
  names: readonly LocatedScalar[],
  first: LocatedScalar,
): Report[] {
  const domain = getScalar(values, 'domain');
  const zones = zonesOf(domain);
  if (!domain || zones.length === 0 || zones.some(isPlaceholder)) return [];
  const watched = textsAt(values, 'watchedResources');
  const others = ['Ingress', 'VirtualServer', 'DNSEndpoint'].some(
    kind => (watched.length === 0 || watched.includes(kind)) && resources.ofKind(kind).length > 0,
  );
  if (others || names.some(({ text }) => isWithin(zones, text))) return [];
  return [
    {
      at: domain,
      message: `\`k8s_gateway\` answers for ${codes(zones)}, in which no route has a name`,
      help: `A route's name is \`${first.text}\`.`,
      related: [see(first, "a route's name")],
    },
  ];
}

/** What it does not know it leaves aside, with a line in its log. */
const unknownWords = ({ values }: HelmRelease): Report[] =>
  itemsAt(values, 'watchedResources').flatMap(item => {
    if (item.kind !== 'scalar' || WATCHABLE.includes(item.text) || isPlaceholder(item.text))
      return [];
    return [
      {
        at: item,
        message: `\`k8s_gateway\` knows no resource ${code(item.text)}: it watches none of them`,
        help: didYouMean(item.text, WATCHABLE) ?? `It knows ${codes(WATCHABLE)}.`,
      },
    ];
  });

/** An object that it would answer for if it watched its kind. */
interface Named {
  readonly kind: string;
  readonly name: LocatedScalar;
}

function unwatched(cluster: Cluster, release: HelmRelease, hasOthers: boolean): Report[] {
  const { values } = release;
  const watched = watchedBy(release);
  if (!watched || hasOthers || asksOthers(release)) return [];
  const { kinds, isWritten } = watched;
  // A misspelt kind may be any of those that are left out.
  if (kinds.some(kind => !WATCHABLE.includes(kind))) return [];
  const domain = getScalar(values, 'domain');
  const zones = zonesOf(domain);
  if (!domain || zones.some(isPlaceholder)) return [];
  const named = namedObjects(cluster);
  const answered = named.filter(({ kind }) => kinds.includes(kind));
  const list = isWritten ? get(values, 'watchedResources') : undefined;
  return ROUTED.flatMap((kind): Report[] => {
    if (kinds.includes(kind)) return [];
    const own = named.filter(each => each.kind === kind);
    const inZone = own.filter(
      ({ name }) =>
        isWithin(zones, name.text) &&
        !answered.some(each => intersectHostnames(each.name.text, name.text) !== undefined),
    );
    // Where a list leaves out the routes and the zone is another's, both are to be mended.
    const isOther = isWritten && kind === 'HTTPRoute' && !named.some(isOf(zones));
    const first = isOther ? own[0]?.name : inZone[0]?.name;
    if (!first || (!isOther && !isWritten && publishesElsewhere(cluster))) return [];
    return [
      {
        at: list ?? domain,
        message: `\`k8s_gateway\` watches ${codes(kinds)}${isWritten ? '' : ' where `watchedResources` names no others'}, but not ${kind}, by which ${code(first.text)} is served`,
        help: isWritten
          ? `Add ${kind}.`
          : `List ${codes([...kinds, kind])} under \`watchedResources\`.`,
        related: [see(first, kind === 'Ingress' ? "an Ingress' host" : "a route's name")],
      },
    ];
  });
}

/** The names of Services and Gateways that it answers for. */
const NAMED_BY = ['coredns.io/hostname', 'external-dns.alpha.kubernetes.io/hostname'];

/**
 * Names that somebody calls, and that nothing here has, of a zone that the cluster's own DNS asks for here. Without
 * that other servers may answer first: a router knows its own names.
 */
function unanswered(cluster: Cluster, release: HelmRelease): Report[] {
  const domain = getScalar(release.values, 'domain');
  const zones = zonesOf(domain);
  if (!domain || zones.length === 0 || zones.some(isPlaceholder) || asksOthers(release)) return [];
  const handed = handedTo(cluster, release);
  if (!handed) return [];
  const annotations = [
    ...cluster.services.flatMap(service => service.annotations),
    ...cluster.gateways.flatMap(({ service }) => service.annotations),
  ];
  const claimed = [
    ...namedObjects(cluster).map(({ name }) => name.text),
    ...annotations.flatMap(({ key, value }) =>
      NAMED_BY.includes(key.text) ? (asScalar(value)?.text.split(/\s*,\s*/) ?? []) : [],
    ),
  ];
  const called = [
    ...cluster.helmReleases.flatMap(item => urlHostsOfRelease(item.release)),
    ...cluster.resources.deployed.flatMap(urlHostsOfObject),
  ];
  const [first, ...others] = oncePerPlace(
    called.filter(
      ({ host }) =>
        isWithin(zones, host) &&
        (handed.zones.includes('') || isWithin(handed.zones, host)) &&
        !zones.includes(host) &&
        !claimed.some(name => intersectHostnames(name, host) !== undefined),
    ),
    ({ at }) => at,
  );
  if (!first) return [];
  return [
    {
      at: domain,
      message: `\`k8s_gateway\` answers for all of ${codes(zones)}, and nothing it watches has the name ${code(first.host)}, which is called`,
      help: 'Set `fallthrough.enabled` with a forwarder behind it that does not lead back here.',
      doubt: 'whoever calls it may ask another resolver',
      related: [
        ...[first, ...others].map(({ at, host }) => see(at, `calls ${code(host)}`)),
        see(handed.at, 'hands the zone over'),
      ],
    },
  ];
}

/** Where the cluster's DNS forwards to an address that the release asks for. */
function handedTo(cluster: Cluster, { values }: HelmRelease): Forward | undefined {
  const own = new Set(scalarsIn(values).map(({ text }) => text));
  const releases = cluster.helmReleases.map(({ release }) => release);
  return forwardsOf(releases, cluster.resources).find(({ to }) =>
    to.some(server => own.has(server)),
  );
}

/** Kinds whose objects have names of their own; Services have them by annotations that others read as well. */
const ROUTED = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'Ingress'];

const isOf =
  (zones: readonly string[]) =>
  ({ name }: Named): boolean =>
    isWithin(zones, name.text);

/** Names that may be answered for: objects with the label are left out on purpose. */
function namedObjects({ routes, resources }: Cluster): Named[] {
  const isIgnored = ({ value }: ClusterResource) =>
    textAt(value, 'metadata', 'labels', 'k8s-gateway.dns/ignore') === 'true';
  return [
    ...routes.flatMap(({ resource, hostnames }) =>
      isIgnored(resource) ? [] : hostnames.map(name => ({ kind: resource.kind, name })),
    ),
    ...resources
      .ofKind('Ingress', 'networking.k8s.io')
      .filter(object => !isIgnored(object))
      .flatMap(object =>
        itemsAt(object.value, 'spec', 'rules').flatMap(rule => {
          const name = getString(rule, 'host');
          return name ? [{ kind: 'Ingress', name }] : [];
        }),
      ),
    ...resources.ofKind('DNSEndpoint').flatMap(object =>
      itemsAt(object.value, 'spec', 'endpoints').flatMap(endpoint => {
        const name = getString(endpoint, 'dnsName');
        return name ? [{ kind: 'DNSEndpoint', name }] : [];
      }),
    ),
  ].filter(({ name }) => !isPlaceholder(name.text));
}

/** Providers that hold the public zone: the LAN still asks k8s_gateway. Others may be a server of the LAN. */
const PUBLIC = new Set(['aws', 'azure', 'cloudflare', 'digitalocean', 'google']);

const publishesElsewhere = ({ dnsControllers }: Cluster): boolean =>
  dnsControllers.some(({ provider }) => !provider || !PUBLIC.has(provider));
