import type { Policy } from '../../config/load.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import type { DnsController, LabelRequirement } from '../../model/cluster/dns/controllers.ts';
import { requirementText } from '../../model/cluster/dns/controllers.ts';
import {
  hasOtherWord,
  isPublic,
  knownParents,
  obstacle,
  unmet,
  watchesGateway,
} from '../../model/cluster/dns/publication.ts';
import { recordNames } from '../../model/cluster/dns/records.ts';
import type { Gateway } from '../../model/cluster/gateways/gateways.ts';
import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import { code } from '../../text/code.ts';
import { getEntry, getString } from '../../yaml/access.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const label: Rule = {
  id: 'dns/label',
  scope: 'cluster',
  severity: 'error',
  summary:
    "A gateway or route that external-dns' label filters would skip though it is to be published, or the reverse.",
  rationale:
    "external-dns drops what its filters don't match without a word: the name never resolves. A private gateway with the label has its names in public DNS.",
  remedy: 'Set or remove the label that the filter asks for.',
  reference: 'https://kubernetes-sigs.github.io/external-dns/latest/docs/sources/gateway-api/',
  check({ cluster, policy, report }) {
    const controllers = cluster.dnsControllers.filter(
      controller => isPublic(controller) && !controller.partial,
    );
    for (const gateway of cluster.gateways) {
      const publish = policy.gateways?.[gateway.name]?.publish;
      const finding =
        publish === true
          ? skippedGateway(policy, controllers, gateway)
          : publish === false && publishedGateway(policy, controllers, gateway);
      if (finding) report(finding);
    }
    for (const finding of skippedRoutes(cluster, policy, controllers)) report(finding);
    for (const finding of labelledRoutes(cluster, policy, controllers)) report(finding);
  },
};

function skippedGateway(
  policy: Policy,
  controllers: readonly DnsController[],
  gateway: Gateway,
): Report | undefined {
  const [controller] = controllers;
  if (!controller || gateway.resource.partial) return undefined;
  if (controllers.some(candidate => watchesGateway(candidate, gateway))) return undefined;
  const missing = unmet(gateway, controller.gatewayLabelFilter);
  // dns/label-value reports a label that is there with another word for the value.
  if (missing && hasOtherWord(gateway, missing)) return undefined;
  const filter = controller.valuesOf('gateway-label-filter').at(-1);
  const pinned = policy.place('gateways', gateway.name, 'publish');
  return {
    at: labelPlace(gateway.resource, missing?.key),
    message: `${describe(gateway.resource)} is to be published, but external-dns skips it`,
    help: missing && adviceFor(missing),
    related: [
      ...(filter ? [see(filter.valueAt, 'the filter')] : []),
      ...(pinned ? [see(pinned, 'pinned here')] : []),
    ],
  };
}

function publishedGateway(
  policy: Policy,
  controllers: readonly DnsController[],
  gateway: Gateway,
): Report | undefined {
  const watching = controllers.find(
    controller =>
      watchesGateway(controller, gateway) &&
      [...controller.sources].some(source => source.startsWith('gateway-')),
  );
  if (!watching) return undefined;
  const key = watching.gatewayLabelFilter[0]?.key;
  const pinned = policy.place('gateways', gateway.name, 'publish');
  return {
    at: gateway.labels.find(item => item.key.text === key)?.key ?? labelPlace(gateway.resource),
    message: `${describe(gateway.resource)} must stay private, but external-dns publishes what is attached to it`,
    help:
      key === undefined ? 'Give external-dns a `--gateway-label-filter`.' : `Remove \`${key}\`.`,
    related: pinned && [see(pinned, 'pinned here')],
  };
}

const staysPrivate = (policy: Policy, { name }: Gateway): boolean =>
  policy.gateways?.[name]?.publish === false;

/** Routes with the label on gateways that are all to stay private. */
const labelledRoutes = (
  { routes }: Cluster,
  policy: Policy,
  controllers: readonly DnsController[],
): Report[] =>
  routes.flatMap(route => {
    const gateways = knownParents(route).map(({ gateway }) => gateway);
    const [first] = gateways;
    if (!first || gateways.length < route.parents.length) return [];
    if (!gateways.every(gateway => staysPrivate(policy, gateway))) return [];
    const mark = controllers
      .flatMap(({ labelFilter }) => labelFilter)
      .filter(({ operator }) => operator === '=')
      .flatMap(({ key, values }) =>
        route.labels.filter(item => item.key.text === key && values.includes(item.text)),
      )[0];
    const pinned = policy.place('gateways', first.name, 'publish');
    return mark
      ? [
          {
            at: mark.key,
            message: `${describe(route.resource)} is labelled to be published, but \`${first.name}\` must stay private`,
            help: `Remove \`${mark.key.text}\`.`,
            related: pinned && [see(pinned, 'pinned here')],
          },
        ]
      : [];
  });

/** Routes on published gateways that the label filter of every controller skips. */
const skippedRoutes = (
  cluster: Cluster,
  policy: Policy,
  controllers: readonly DnsController[],
): Report[] =>
  cluster.routes.flatMap(route => {
    // Without names of its own it stands in for others, as one that redirects to HTTPS.
    if (route.hostnames.length === 0) return [];
    const verdicts = controllers.flatMap(controller =>
      knownParents(route)
        // The label of such a gateway is what is wrong, not what its routes lack.
        .filter(({ gateway }) => !staysPrivate(policy, gateway))
        .filter(({ parent }) => recordNames(cluster, controller, route, parent).length > 0)
        .map(({ gateway }) => ({ controller, why: obstacle(controller, route, gateway) })),
    );
    const skipped = verdicts.find(({ why }) => why === 'route-filter');
    const missing = skipped && unmet(route, skipped.controller.labelFilter);
    if (!missing || hasOtherWord(route, missing) || verdicts.some(({ why }) => why === undefined))
      return [];
    const filter = skipped.controller.valuesOf('label-filter').at(-1);
    return [
      {
        at: labelPlace(route.resource, missing.key),
        message: `external-dns skips ${describe(route.resource)} on a published gateway: its label filter asks for \`${requirementText(missing)}\``,
        help: adviceFor(missing),
        related: filter && [see(filter.valueAt, 'the filter')],
      },
    ];
  });

const adviceFor = ({ key, operator, values }: LabelRequirement): string =>
  operator === '=' || operator === 'exists'
    ? `Set the label ${code(`${key}: "${values[0] ?? 'true'}"`)}.`
    : `Remove the label \`${key}\`.`;

/** The label itself where it is there with another value, else where labels or the name are. */
const labelPlace = ({ value }: ClusterResource, key?: string) =>
  (key === undefined ? undefined : getEntry(value, 'metadata', 'labels', key)?.value) ??
  getEntry(value, 'metadata', 'labels')?.key ??
  getString(value, 'metadata', 'name') ??
  value;
