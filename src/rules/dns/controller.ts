import type { Policy } from '../../config/load.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import {
  type DnsController,
  type LabelRequirement,
  parseSelector,
} from '../../model/cluster/dns/controllers.ts';
import { flagFlaws } from '../../model/cluster/dns/flags.ts';
import {
  isPublic,
  knownParents,
  ROUTE_SOURCES,
  watchesGateway,
} from '../../model/cluster/dns/publication.ts';
import type { Route } from '../../model/cluster/gateways/routes.ts';
import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import { code } from '../../text/code.ts';
import { own } from '../../text/own.ts';
import { getString } from '../../yaml/access.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const controller: Rule = {
  id: 'dns/controller',
  scope: 'cluster',
  severity: 'error',
  summary:
    "external-dns without the source or label filter that the repository's own objects rely on; arguments that it refuses.",
  rationale:
    'What no source watches is not published, and nothing is logged about it. With a flag that its version does not have, a switch with a value, or an argument repeated that takes one value, external-dns does not start.',
  remedy:
    "Add the source or filter to external-dns' values, or correct the argument that is in the way.",
  reference: 'https://kubernetes-sigs.github.io/external-dns/latest/docs/flags/',
  check({ cluster, policy, report }) {
    const controllers = cluster.dnsControllers.filter(({ partial }) => !partial);
    for (const item of controllers) {
      for (const { at, earlier, message, help } of flagFlaws(item.args, item.minor)) {
        report({ at, message, help, related: earlier && [see(earlier, 'the first one')] });
      }
      const finding = withoutFilter(item, policy);
      if (finding) report(finding);
    }
    // What one controller does not watch, another may that can't be read.
    if (controllers.length < cluster.dnsControllers.length || cluster.hasUnreadDns) return;
    const finding = otherProvider(controllers, policy);
    if (finding) report(finding);
    for (const gap of missingSources(cluster)) report(gap);
  },
};

function withoutFilter(item: DnsController, policy: Policy): Report | undefined {
  const label = policy.externalDns?.label;
  const [wanted] = parseSelector(label);
  const watchesRoutes = [...item.sources].some(source => source.startsWith('gateway-'));
  if (!wanted || !isPublic(item) || !watchesRoutes) return undefined;
  const has = (filters: readonly LabelRequirement[]) =>
    filters.some(({ key, values }) => key === wanted.key && values[0] === wanted.values[0]);
  const [ofGateways, ofRoutes] = [has(item.gatewayLabelFilter), has(item.labelFilter)];
  if (policy.externalDns?.both ? ofGateways && ofRoutes : ofGateways || ofRoutes) return undefined;
  const hasOne = ofGateways || ofRoutes;
  const what = hasOne ? (ofGateways ? ' routes' : ' gateways') : '';
  const path = hasOne ? (['externalDns', 'both'] as const) : (['externalDns', 'label'] as const);
  const pinned = policy.place(...path);
  const written = [...item.valuesOf('gateway-label-filter'), ...item.valuesOf('label-filter')][0];
  const { value } = item.resource;
  return {
    at: written?.valueAt ?? getString(value, 'metadata', 'name') ?? value,
    severity: hasOne ? policy.weight(...path) : undefined,
    message: `external-dns does not filter${what} by \`${label}\`, as ${policy.source(...path)} wants`,
    help: `Add ${code(`--${ofGateways ? '' : 'gateway-'}label-filter=${label}`)}.`,
    related: pinned && [see(pinned, 'pinned here')],
  };
}

/** Nobody writes where the policy has the public zone. */
function otherProvider(controllers: readonly DnsController[], policy: Policy): Report | undefined {
  const wanted = policy.externalDns?.provider;
  const found = controllers.filter(isPublic).flatMap(item => item.valuesOf('provider').slice(-1));
  const [first] = found;
  if (wanted === undefined || !first || found.some(({ value }) => value === wanted))
    return undefined;
  const pinned = policy.place('externalDns', 'provider');
  return {
    at: first.valueAt,
    severity: policy.weight('externalDns', 'provider'),
    message: `external-dns writes to \`${first.value}\`, but ${policy.source('externalDns', 'provider')} has its zone at \`${wanted}\``,
    help: `Set the provider to \`${wanted}\`, or correct the policy.`,
    related: pinned && [see(pinned, 'pinned here')],
  };
}

/** A source of records, and who relies on it. */
interface Wanted {
  readonly source: string;
  readonly user: ClusterResource;
  /** The controller that is to have it. */
  readonly controller: DnsController;
}

function missingSources({ dnsControllers: controllers, resources, routes }: Cluster): Report[] {
  const endpoints = resources.ofKind('DNSEndpoint', 'externaldns.k8s.io');
  const wanted: Wanted[] = [
    ...controllers
      .slice(0, 1)
      .flatMap(controller => endpoints.map(user => ({ source: 'crd', user, controller }))),
    ...routes.flatMap(route => wantedBy(route, controllers)),
  ];
  const reported = new Set<string>();
  return wanted.flatMap(({ source, user, controller: item }) => {
    if (reported.has(source) || controllers.some(({ sources }) => sources.has(source))) return [];
    reported.add(source);
    return [
      {
        at: item.valuesOf('source')[0]?.at ?? item.resource.value,
        message: `external-dns has no source \`${source}\`, which ${describe(user)} relies on`,
        help: `Add \`${source}\` to its sources.`,
        related: [see(user.value, describe(user))],
      },
    ];
  });
}

/** The source of a route that a label on its gateway asks to publish. */
function wantedBy(route: Route, controllers: readonly DnsController[]): Wanted[] {
  const source = own(ROUTE_SOURCES, route.resource.kind);
  // TCP and UDP routes have no hostnames of their own: only an annotation asks for a record.
  if (!source || route.redirects || route.hostnames.length === 0) return [];
  const controller = controllers.find(
    item =>
      item.gatewayLabelFilter.length > 0 &&
      knownParents(route).some(({ gateway }) => watchesGateway(item, gateway)),
  );
  return controller ? [{ source, user: route.resource, controller }] : [];
}
