import type { Cluster } from '../../model/cluster/cluster.ts';
import { ALPHA_PREFIX, STABLE_PREFIX } from '../../model/cluster/dns/controllers.ts';
import { dottedTargets, routeRecords } from '../../model/cluster/dns/records.ts';
import { type Annotation, annotationsAt } from '../../model/cluster/network/services.ts';
import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import { itemsAt, textAt } from '../../yaml/access.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import type { Report, Rule } from '../rule.ts';

/** Settings of a record: read from the object that makes it, a route or a Service. */
const RECORD_KEYS = new Set([
  'hostname',
  'ttl',
  'set-identifier',
  'alias',
  'record-type',
  'cloudflare-proxied',
  'cloudflare-custom-hostname',
  'cloudflare-region-key',
  'cloudflare-record-comment',
  'cloudflare-tags',
]);

export const target: Rule = {
  id: 'dns/target',
  scope: 'cluster',
  severity: 'warning',
  summary:
    'An external-dns annotation on the wrong object: target on a route, settings of records on a gateway.',
  rationale:
    'From a Gateway external-dns reads the target only, from a route everything but the target. An annotation on the other object does nothing, silently.',
  remedy: 'Move it: target to the Gateway, hostname, ttl and cloudflare-proxied to the route.',
  reference: 'https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/',
  check({ cluster, report }) {
    // What a controller chooses its objects by is read, whatever its name.
    const chosenBy = new Set(
      cluster.dnsControllers.flatMap(({ annotationFilter }) =>
        annotationFilter.map(({ key }) => key),
      ),
    );
    for (const { annotations, resource } of cluster.routes) {
      for (const { key } of annotations) {
        if (nameOf(key.text) !== 'target' || chosenBy.has(key.text)) continue;
        report({
          at: key,
          message: `external-dns does not read a \`target\` on ${describe(resource)}`,
          help: 'Put it on the Gateway that the route is attached to.',
        });
      }
    }
    for (const finding of loops(cluster)) report(finding);
    for (const finding of cluster.resources.ofKind('DNSEndpoint').flatMap(ofEndpoint))
      report(finding);
    for (const finding of dottedAddresses(cluster)) report(finding);
    for (const { annotations, resource, service } of cluster.gateways) {
      for (const { key } of annotations) {
        const name = nameOf(key.text);
        const isHandedOn = service.annotations.some(item => item.key === key);
        if (name === undefined || !RECORD_KEYS.has(name) || isHandedOn) continue;
        report({
          at: key,
          message: `external-dns does not read \`${name}\` on ${describe(resource)}`,
          help: 'Put it on the routes, whose records it is meant for.',
        });
      }
      for (const { key } of service.annotations.filter(isTarget)) {
        const onGateway = annotations.some(isTarget);
        if (!onGateway)
          report({
            at: key,
            message: `the target annotation under \`infrastructure\` of ${describe(resource)} reaches its Service only, not its routes`,
            help: "Put it into the Gateway's `metadata.annotations`.",
          });
      }
    }
  },
};

/**
 * Of a DNSEndpoint external-dns reads each endpoint's own fields; its annotations only choose it.
 *
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/sources/crd/
 */
function ofEndpoint(resource: ClusterResource): Report[] {
  const endpoints = itemsAt(resource.value, 'spec', 'endpoints');
  return annotationsAt(resource.value, 'metadata', 'annotations').flatMap(({ key }) => {
    const name = nameOf(key.text);
    if (name === undefined || !(RECORD_KEYS.has(name) || name === 'target')) return [];
    const says = (endpoint: LocatedValue) =>
      itemsAt(endpoint, 'providerSpecific').some(item => textAt(item, 'name') === key.text);
    if (endpoints.some(says)) return [];
    return [
      {
        at: key,
        message: `on ${describe(resource)} \`${name}\` sets nothing: external-dns reads the fields of each endpoint`,
        help:
          OF_ENDPOINTS[name] ??
          'Add it to the `providerSpecific` of the endpoints, by its whole name.',
      },
    ];
  });
}

const OF_ENDPOINTS: Readonly<Record<string, string>> = {
  hostname: "It is an endpoint's `dnsName`.",
  ttl: "It is an endpoint's `recordTTL`.",
  target: "It is an endpoint's targets.",
  'set-identifier': "It is an endpoint's `setIdentifier`.",
  'record-type': "It is an endpoint's `recordType`.",
};

const isTarget = ({ key }: Annotation): boolean => nameOf(key.text) === 'target';

const nameOf = (key: string): string | undefined =>
  [ALPHA_PREFIX, STABLE_PREFIX].flatMap(prefix =>
    key.startsWith(prefix) ? [key.slice(prefix.length)] : [],
  )[0];

/** Names whose CNAME would be themselves. */
const loops = (cluster: Cluster): Report[] =>
  cluster.dnsControllers.flatMap(controller =>
    routeRecords(cluster, controller)
      .filter(({ name, target: to }) => name === to)
      .map(({ name, at, resource }) => ({
        at,
        message: `\`${name}\` of ${describe(resource)} is its gateway's own target: the record would point at itself`,
        help: 'Attach the route to another gateway, or keep external-dns off it (`controller: none`).',
      })),
  );

const dottedAddresses = ({ resources }: Cluster): Report[] =>
  dottedTargets(resources).map(({ type, target: at }) => ({
    at,
    message: `external-dns drops the ${type} record: its target ends with a dot`,
    help: `Write \`${at.text.slice(0, -1)}\`.`,
  }));
