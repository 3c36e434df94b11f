import type { Cluster } from '../../model/cluster/cluster.ts';
import { isOfPlatform } from '../../model/cluster/delivery/landing.ts';
import {
  addressesOf,
  type ControlPlaneEndpoints,
  controlPlaneEndpoints,
  endpointMismatch,
} from '../../model/cluster/network/control-plane-endpoints.ts';
import { serviceMakers } from '../../model/cluster/network/services.ts';
import { type ClusterResource, describe, isMadeWith } from '../../model/cluster/objects/owned.ts';
import { matchesSelector } from '../../model/cluster/objects/selectors.ts';
import { missing } from '../../model/lookup.ts';
import { code, codes } from '../../text/code.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { listing } from '../../text/plural.ts';
import {
  booleanAt,
  entriesAt,
  getMap,
  getString,
  itemsAt,
  stringMapAt,
  textAt,
  textsAt,
} from '../../yaml/access.ts';
import { oncePerPlace } from '../../yaml/located.ts';
import { type Report, type Rule, see, toPlace } from '../rule.ts';

export const monitorTarget: Rule = {
  id: 'service/monitor-target',
  scope: 'cluster',
  severity: 'warning',
  summary:
    'A ServiceMonitor whose namespaces and labels select no Service, or no port of those that they select, or endpoints of the control plane in the values of the monitoring stack that are not those of its machines.',
  rationale:
    'Prometheus takes the monitor and finds nothing to scrape: no metric, no alert, and no error anywhere. Without a `namespaceSelector` only the namespace of the monitor itself is searched, and it is the labels of the Service that count, not those that it selects pods by. A list of endpoints is kept by hand: a control plane that it leaves out is not watched, and an address where none is gives an alert for good.',
  remedy:
    'Write labels that the Service has in its metadata, name its namespace under `namespaceSelector.matchNames`, and its port by the name that the Service gives it.',
  limits:
    'Endpoints are compared with Talos machines whose static addresses and roles are written, and of which the list names one at least.',
  reference:
    'https://github.com/prometheus-operator/prometheus-operator/blob/main/Documentation/platform/troubleshooting.md',
  check({ cluster, report }) {
    for (const monitor of cluster.resources.ofKind('ServiceMonitor', 'monitoring.coreos.com')) {
      const finding = targetless(cluster, monitor);
      for (const each of finding ? [finding] : portless(cluster, monitor)) report(each);
    }
    const lists = cluster.helmReleases.flatMap(({ release }) => controlPlaneEndpoints(release));
    const findings = lists.flatMap(list => misdirected(list, cluster));
    for (const finding of oncePerPlace(findings, ({ at }) => toPlace(at))) report(finding);
  },
};

function misdirected(list: ControlPlaneEndpoints, { talos }: Cluster): Report[] {
  const { strangers, left } = endpointMismatch(list, talos) ?? { strangers: [], left: [] };
  const missed = left.map(node => `\`${addressesOf(node)[0]}\` of \`${node.name}\``);
  const related = left.flatMap(node => {
    const [at] = node.addresses;
    return at ? [see(at, `the address of \`${node.name}\``)] : [];
  });
  const last = list.items.at(-1);
  if (strangers.length === 0 && last && left.length > 0) {
    return [
      {
        at: last,
        message: `the endpoints of \`${list.component}\` leave out ${codes(left.map(({ name }) => name))}, which ${left.length === 1 ? 'is a control plane' : 'are control planes'} too`,
        help: `Add ${listing(missed)}.`,
        related,
      },
    ];
  }
  return strangers.map(at => ({
    at,
    message: `\`${at.text}\` of \`${list.component}\` is not an address of a control plane`,
    help: missed.length > 0 ? `It leaves out ${listing(missed)}.` : 'Take it out of the list.',
    related,
  }));
}

function targetless(cluster: Cluster, monitor: ClusterResource): Report | undefined {
  const selector = getMap(monitor.value, 'spec', 'selector');
  // What a chart selects by is the chart's business; an empty selector takes every Service.
  if (!selector || selector.origin.made || monitor.partial || monitor.release) return undefined;
  if (entriesAt(selector).every(({ value }) => value.kind === 'map' && value.entries.size === 0))
    return undefined;
  const namespaces = namespacesOf(monitor);
  const fits = ({ resource }: Cluster['services'][number]) =>
    matchesSelector(selector, labelsOf(resource), resource.partial);
  const isSearched = (namespace: string) => namespaces?.includes(namespace) ?? true;
  if (cluster.services.some(item => isSearched(item.namespace) && fits(item) !== false))
    return undefined;
  const gone = (namespaces ?? [undefined]).map(namespace => noOther(cluster, namespace));
  const elsewhere = cluster.services.find(item => fits(item) === true);
  if (gone.some(item => item === undefined) && !isMeant(monitor, namespaces, elsewhere))
    return undefined;
  const where = namespaces ? ` in ${codes(namespaces, 'or')}` : '';
  const wanted = [...stringMapAt(selector, 'matchLabels')].map(([key, value]) => `${key}=${value}`);
  const labels = wanted.length > 0 ? `has the labels ${codes(wanted)}` : 'fits its selector';
  return {
    at: toPlace(getMap(selector, 'matchLabels') ?? selector),
    message: `${describe(monitor)} selects no Service: none${where} ${labels}`,
    help: elsewhere
      ? `${describe(elsewhere.resource)} does: name its namespace under \`namespaceSelector.matchNames\`.`
      : undefined,
    related: elsewhere ? [see(elsewhere.resource.value, describe(elsewhere.resource))] : [],
    doubt: gone.includes(undefined)
      ? 'not all Services there are known'
      : gone.find(item => item?.doubt)?.doubt,
  };
}

/** Whether all Services of a namespace are seen, for sure. */
function isAlone(cluster: Cluster, namespace: string | undefined): boolean {
  const others = noOther(cluster, namespace);
  return others !== undefined && others.doubt === undefined;
}

/**
 * Endpoints whose port has a name that no selected Service gives: Prometheus compares it with the names of their
 * ports, not with those of the pods. Without a selector a Service has the ports of Endpoints that others write.
 *
 * @see https://github.com/prometheus-operator/prometheus-operator/blob/main/Documentation/api-reference/api.md (Endpoint.port)
 */
function portless(cluster: Cluster, monitor: ClusterResource): Report[] {
  const selector = getMap(monitor.value, 'spec', 'selector');
  if (!selector || selector.origin.made || monitor.partial || monitor.release) return [];
  if (entriesAt(selector).every(({ value }) => value.kind === 'map' && value.entries.size === 0))
    return [];
  const namespaces = namespacesOf(monitor);
  const selected = cluster.services.filter(
    ({ namespace, resource }) =>
      (namespaces?.includes(namespace) ?? true) &&
      matchesSelector(selector, labelsOf(resource), resource.partial) !== false,
  );
  const isKnown = selected.every(
    ({ resource, portsUnknown }) =>
      !resource.partial &&
      !portsUnknown &&
      entriesAt(resource.value, 'spec', 'selector').length > 0 &&
      (isMadeWith(resource, monitor) || isAlone(cluster, resource.namespace)),
  );
  const [first] = selected;
  if (!first || !isKnown) return [];
  const ports = selected.flatMap(({ resource }) => itemsAt(resource.value, 'spec', 'ports'));
  const names = ports.map(port => textAt(port, 'name') ?? '');
  if (ports.length === 0 || names.some(isPlaceholder)) return [];
  return itemsAt(monitor.value, 'spec', 'endpoints').flatMap((endpoint): Report[] => {
    const port = getString(endpoint, 'port');
    if (!port || port.origin.made || names.includes(port.text) || isPlaceholder(port.text))
      return [];
    const given = names.filter(Boolean);
    return [
      {
        at: port,
        message: `${describe(monitor)} scrapes the port ${code(port.text)}, and ${describe(first.resource)}${selected.length > 1 ? ' and others that it selects have' : ' has'} none of that name`,
        help:
          given.length > 0
            ? `Named there: ${codes(new Set(given))}.`
            : 'Give the port of the Service a name.',
        related: [see(first.resource.value, describe(first.resource))],
      },
    ];
  });
}

/** Whether the monitor is written with the only Services that fit, and does not search where they are. */
const isMeant = (
  monitor: ClusterResource,
  namespaces: readonly string[] | undefined,
  elsewhere: Cluster['services'][number] | undefined,
): boolean =>
  elsewhere !== undefined &&
  isMadeWith(elsewhere.resource, monitor) &&
  namespaces?.length === 1 &&
  namespaces[0] === monitor.namespace;

/** Whether no Service can be there that is not seen; undefined where one may be. */
function noOther({ resources, services }: Cluster, namespace: string | undefined) {
  const isForeign =
    namespace !== undefined &&
    (isOfPlatform(namespace) ||
      isPlaceholder(namespace) ||
      !services.some(service => service.namespace === namespace));
  if (isForeign || serviceMakers(resources, namespace).length > 0) return undefined;
  return missing(resources.others({ group: '', kind: 'Service', namespace }));
}

/** The namespaces that it searches; undefined: all. */
function namespacesOf({ value, namespace }: ClusterResource): readonly string[] | undefined {
  const selector = getMap(value, 'spec', 'namespaceSelector');
  if (booleanAt(selector, 'any') === true) return undefined;
  const names = textsAt(selector, 'matchNames');
  return names.length > 0 ? names : [namespace ?? 'default'];
}

const labelsOf = ({ value }: ClusterResource): ReadonlyMap<string, string> =>
  stringMapAt(value, 'metadata', 'labels');
