import type { Cluster } from '../../model/cluster/cluster.ts';
import type { HelmRelease } from '../../model/release.ts';
import { codes } from '../../text/code.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { get, getScalar, textsAt } from '../../yaml/access.ts';
import type { LocatedScalar } from '../../yaml/located.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const k8sGateway: Rule = {
  id: 'dns/k8s-gateway',
  scope: 'cluster',
  severity: 'warning',
  summary:
    '`k8s_gateway` with a zone that no route has a name in, or that does not watch the routes.',
  rationale:
    'It answers for its zone alone, and only from what it watches: for all other names the LAN gets NXDOMAIN, with nothing in the log.',
  remedy: "Set `domain` to the routes' domain, and list HTTPRoute among the watched resources.",
  reference: 'https://github.com/k8s-gateway/k8s_gateway#configuration',
  check({ cluster, report }) {
    const names = cluster.routes
      .flatMap(({ hostnames }) => hostnames)
      .filter(({ text }) => !isPlaceholder(text));
    // Names that can't be read may be those of the zone.
    const some = cluster.routes.every(({ hostnames }) =>
      hostnames.every(({ text }) => !isPlaceholder(text)),
    );
    const [first] = names;
    if (!first || !some) return;
    for (const { release } of cluster.helmReleases) {
      if (!/^k8s[-_]gateway$/.test(release.chart.text) || release.valuesIncomplete) continue;
      for (const finding of [
        ...strayZone(cluster, release, names, first),
        ...unwatched(cluster, release, first),
      ])
        report(finding);
    }
  },
};

function strayZone(
  { resources }: Cluster,
  { values }: HelmRelease,
  names: readonly LocatedScalar[],
  first: LocatedScalar,
): Report[] {
  const domain = getScalar(values, 'domain');
  // Several zones are separated by spaces.
  const zones =
    domain?.text
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean) ?? [];
  if (!domain || zones.length === 0 || zones.some(isPlaceholder)) return [];
  const isWithin = (name: string) => zones.some(zone => name === zone || name.endsWith(`.${zone}`));
  const watched = textsAt(values, 'watchedResources');
  const others = ['Ingress', 'VirtualServer', 'DNSEndpoint'].some(
    kind => (watched.length === 0 || watched.includes(kind)) && resources.ofKind(kind).length > 0,
  );
  if (others || names.some(({ text }) => isWithin(text.toLowerCase()))) return [];
  return [
    {
      at: domain,
      message: `\`k8s_gateway\` answers for ${codes(zones)}, in which no route has a name`,
      help: `A route's name is \`${first.text}\`.`,
      related: [see(first, "a route's name")],
    },
  ];
}

function unwatched({ routes }: Cluster, { values }: HelmRelease, first: LocatedScalar): Report[] {
  const list = get(values, 'watchedResources');
  const watched = textsAt(values, 'watchedResources');
  const kinds = new Set(routes.map(({ resource }) => resource.kind));
  // Empty, it watches whatever it knows.
  if (!list || watched.length === 0 || !kinds.has('HTTPRoute') || watched.includes('HTTPRoute'))
    return [];
  return [
    {
      at: list,
      message: `\`k8s_gateway\` watches ${codes(watched)}, but not HTTPRoute, by which \`${first.text}\` is served`,
      help: 'Add HTTPRoute.',
      related: [see(first, "a route's name")],
    },
  ];
}
