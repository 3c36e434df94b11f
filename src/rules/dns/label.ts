import type { Policy } from '../../config/load.ts';
import { getEntry, getString } from '../../model/access.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import type { DnsController } from '../../model/cluster/dns.ts';
import { satisfies } from '../../model/cluster/dns.ts';
import type { Gateway } from '../../model/cluster/gateways.ts';
import type { ClusterResource } from '../../model/cluster/owned.ts';
import { describe } from '../../model/cluster/owned.ts';
import {
  isPublic,
  knownParents,
  labelMap,
  obstacle,
  watchesGateway,
} from '../../model/cluster/publication.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const label: Rule = {
  id: 'dns/label',
  severity: 'error',
  summary:
    'A gateway or route that external-dns’ label filters would skip though it is to be published, or the reverse.',
  rationale:
    'external-dns drops what its filters don’t match without a word: the name never resolves. A private gateway with the label has its names in public DNS.',
  remedy: 'Set or remove the label that the filter asks for.',
  reference: 'https://kubernetes-sigs.github.io/external-dns/latest/docs/sources/gateway-api/',
  check({ cluster, policy, report }) {
    const controllers = cluster.dnsControllers.filter(
      controller => isPublic(controller) && !controller.partial,
    );
    if (controllers.length === 0) return;
    for (const gateway of cluster.gateways) {
      const finding = gatewayProblem(policy, controllers, gateway);
      if (finding) report(finding);
    }
    for (const finding of routeProblems(cluster, controllers)) report(finding);
  },
};

function gatewayProblem(
  policy: Policy,
  controllers: readonly DnsController[],
  gateway: Gateway,
): Report | undefined {
  const wanted = policy.gateways?.[gateway.name]?.publish;
  const watching = controllers.find(controller => watchesGateway(controller, gateway));
  const pinned = policy.place('gateways', gateway.name, 'publish');
  const because = pinned && [see(pinned, 'pinned here')];
  if (wanted === true && !watching) {
    const [controller] = controllers;
    const filter = controller?.valuesOf('gateway-label-filter')[0];
    const missing = controller?.gatewayLabelFilter.find(
      requirement => !satisfies(labelMap(gateway.labels), [requirement]),
    );
    return {
      at: labelPlace(gateway.resource, missing?.key),
      message: `${describe(gateway.resource)} is to be published, but external-dns skips it`,
      help: missing && `Add the label ${missing.key}: "${missing.value || 'true'}".`,
      related: [...(filter ? [see(filter.valueAt, 'the filter')] : []), ...(because ?? [])],
    };
  }
  if (wanted === false && watching) {
    const key = watching.gatewayLabelFilter[0]?.key;
    return {
      at:
        gateway.labels.find(({ key: name }) => name.text === key)?.key ??
        labelPlace(gateway.resource, undefined),
      message: `${describe(gateway.resource)} must stay private, but external-dns publishes what is attached to it`,
      help:
        key === undefined
          ? 'Give external-dns a --gateway-label-filter.'
          : `Remove the label ${key}.`,
      related: because,
    };
  }
  return undefined;
}

/** Routes on a published gateway that the route filter of every controller skips. */
function routeProblems(cluster: Cluster, controllers: readonly DnsController[]): Report[] {
  return cluster.routes.flatMap(route => {
    if (route.redirects || route.hostnames.length === 0) return [];
    const gateways = knownParents(route).map(({ gateway }) => gateway);
    const verdicts = controllers.flatMap(controller =>
      gateways.map(gateway => ({ controller, why: obstacle(controller, route, gateway) })),
    );
    const skipped = verdicts.find(({ why }) => why === 'route-filter');
    if (!skipped || verdicts.some(({ why }) => why === undefined)) return [];
    const labels = labelMap(route.labels);
    const missing = skipped.controller.labelFilter.find(
      requirement => !satisfies(labels, [requirement]),
    );
    const filter = skipped.controller.valuesOf('label-filter')[0];
    if (!missing) return [];
    return [
      {
        at: labelPlace(route.resource, missing.key),
        message: `external-dns skips ${describe(route.resource)} on a published gateway: its label filter asks for ${missing.key}${missing.value ? `=${missing.value}` : ''}`,
        help: `Add the label ${missing.key}: "${missing.value || 'true'}".`,
        related: filter && [see(filter.valueAt, 'the filter')],
      },
    ];
  });
}

/** The label itself where it is there with another value, else where labels or the name are. */
const labelPlace = ({ value }: ClusterResource, key: string | undefined) =>
  (key === undefined ? undefined : getEntry(value, 'metadata', 'labels', key)?.value) ??
  getEntry(value, 'metadata', 'labels')?.key ??
  getString(value, 'metadata', 'name') ??
  value;
