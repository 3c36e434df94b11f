import type { Policy } from '../../config/load.ts';
import { getString } from '../../model/access.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import { type DnsController, parseSelector } from '../../model/cluster/dns.ts';
import { type ClusterResource, describe } from '../../model/cluster/owned.ts';
import {
  isPublic,
  knownParents,
  ROUTE_SOURCES,
  watchesGateway,
} from '../../model/cluster/publication.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const controller: Rule = {
  id: 'dns/controller',
  severity: 'error',
  summary:
    'external-dns without the source or label filter that the repository’s own objects rely on; contradictory arguments.',
  rationale:
    'What no source watches is not published, and nothing is logged about it. Of an argument that is given twice only one counts.',
  remedy:
    'Add the source or filter to external-dns’ values, or remove the argument that is in the way.',
  reference: 'https://kubernetes-sigs.github.io/external-dns/latest/docs/flags/',
  check({ cluster, policy, report }) {
    const controllers = cluster.dnsControllers.filter(({ partial }) => !partial);
    for (const item of controllers) {
      for (const finding of [...repeated(item), ...againstPolicy(item, policy)]) report(finding);
    }
    const [first] = controllers;
    if (first) for (const finding of missingSources(cluster, controllers, first)) report(finding);
  },
};

/** Arguments of which external-dns takes one value. */
const SINGLE = new Set([
  'provider',
  'policy',
  'registry',
  'txt-owner-id',
  'txt-prefix',
  'txt-suffix',
  'interval',
  'log-level',
  'log-format',
  'label-filter',
  'annotation-filter',
  'annotation-prefix',
  'gateway-label-filter',
  'gateway-name',
  'gateway-namespace',
  'namespace',
  'ingress-class',
]);

function repeated({ args }: DnsController): Report[] {
  return args.flatMap((arg, i): Report[] => {
    if (!SINGLE.has(arg.name) || arg.name === 'ingress-class') return [];
    const earlier = args.slice(0, i).find(({ name }) => name === arg.name);
    return earlier && earlier.value !== arg.value
      ? [
          {
            at: arg.at,
            message: `--${arg.name} is given twice with different values`,
            related: [see(earlier.at, `first ${earlier.value}`)],
          },
        ]
      : [];
  });
}

function againstPolicy(item: DnsController, policy: Policy): Report[] {
  const wanted = parseSelector(policy.externalDns?.label)[0];
  const watchesRoutes = [...item.sources].some(source => source.startsWith('gateway-'));
  if (!wanted || !isPublic(item) || !watchesRoutes) return [];
  const filters = [...item.labelFilter, ...item.gatewayLabelFilter];
  if (filters.some(({ key, value }) => key === wanted.key && value === wanted.value)) return [];
  const written = [...item.valuesOf('gateway-label-filter'), ...item.valuesOf('label-filter')][0];
  const pinned = policy.place('externalDns', 'label');
  return [
    {
      at:
        written?.valueAt ??
        getString(item.resource.value, 'metadata', 'name') ??
        item.resource.value,
      message: `external-dns does not filter by ${policy.externalDns?.label}, as ${policy.source('externalDns', 'label')} wants`,
      help: `Add --gateway-label-filter=${policy.externalDns?.label}.`,
      related: pinned && [see(pinned, 'pinned here')],
    },
  ];
}

function missingSources(
  cluster: Cluster,
  controllers: readonly DnsController[],
  first: DnsController,
): Report[] {
  const has = (source: string) => controllers.some(({ sources }) => sources.has(source));
  const needs: { source: string; user: ClusterResource }[] = [];
  const [endpoint] = cluster.resources.ofKind('DNSEndpoint', 'externaldns.k8s.io');
  if (endpoint) needs.push({ source: 'crd', user: endpoint });
  for (const route of cluster.routes) {
    const source = ROUTE_SOURCES[route.resource.kind];
    const wanted = knownParents(route).some(({ gateway }) =>
      controllers.some(item => item.gatewayLabelFilter.length > 0 && watchesGateway(item, gateway)),
    );
    // TCP and UDP routes have no hostnames of their own: only an annotation asks for a record.
    if (source && wanted && !route.redirects && route.hostnames.length > 0)
      needs.push({ source, user: route.resource });
  }
  const missing = new Map(
    needs.filter(({ source }) => !has(source)).map(need => [need.source, need]),
  );
  return [...missing.values()].map(({ source, user }) => ({
    at: first.valuesOf('source')[0]?.at ?? first.resource.value,
    message: `external-dns has no source ${source}, which ${describe(user)} relies on`,
    help: `Add ${source} to its sources.`,
    related: [see(user.value, describe(user))],
  }));
}
