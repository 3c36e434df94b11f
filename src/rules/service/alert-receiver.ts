import type { Cluster } from '../../model/cluster/cluster.ts';
import { alertRoutes, stackConfig } from '../../model/cluster/network/alert-routes.ts';
import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import type { HelmRelease } from '../../model/release.ts';
import { code } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { booleanAt, get, getEntry } from '../../yaml/access.ts';
import type { LocatedMap, LocatedValue } from '../../yaml/located.ts';
import { type Report, type Rule, toPlace } from '../rule.ts';

export const alertReceiver: Rule = {
  id: 'service/alert-receiver',
  scope: 'cluster',
  severity: 'error',
  summary:
    'A route of Alertmanager to a receiver that is not defined, or to none that sends anything.',
  rationale:
    'The operator refuses a configuration with an undefined receiver, and Alertmanager keeps the one it had, or never starts. Where no receiver sends anything, alerts fire and reach nobody.',
  remedy:
    "Define every receiver that a route names; what a values file writes replaces the chart's list of receivers, its `null` included.",
  reference: 'https://prometheus.io/docs/alerting/latest/configuration/#receiver',
  check({ cluster, report }) {
    for (const { release } of cluster.helmReleases)
      for (const finding of ofStack(cluster, release)) report(finding);
    for (const config of cluster.resources.ofKind('AlertmanagerConfig', 'monitoring.coreos.com'))
      for (const finding of ofObject(config)) report(finding);
  },
};

/** The chart's own receiver, which its own route names. */
const NULL = 'null';

function ofStack(
  { resources }: Cluster,
  { chart, values, valuesIncomplete }: HelmRelease,
): Report[] {
  if (chart.text !== 'kube-prometheus-stack' || valuesIncomplete) return [];
  const alertmanager = get(values, 'alertmanager');
  if (booleanAt(alertmanager, 'enabled') === false) return [];
  const config = stackConfig(values);
  if (config) return ofConfig(config, chart.text);
  const isElsewhere =
    ELSEWHERE.some(path => get(alertmanager, ...path) !== undefined) ||
    resources.ofKind('AlertmanagerConfig').length > 0 ||
    resources.others({
      group: 'monitoring.coreos.com',
      kind: 'AlertmanagerConfig',
      namespace: undefined,
    }).status === 'unknowable';
  if (isElsewhere) return [];
  // Who writes nothing about it may not even know that it is there.
  const key = getEntry(values, 'alertmanager')?.key;
  if (!key) return [];
  return [
    {
      at: key,
      severity: 'warning',
      message: `Alertmanager of ${code(chart.text)} has no receiver but the chart's own, which sends nothing: no alert reaches anyone`,
      help: 'Give `alertmanager.config` a receiver that sends, or set `alertmanager.enabled` to `false`.',
    },
  ];
}

/** Other places where its configuration may be. */
const ELSEWHERE: readonly (readonly string[])[] = [
  ['stringConfig'],
  ['tplConfig'],
  ['alertmanagerSpec', 'configSecret'],
  ['alertmanagerSpec', 'useExistingSecret'],
  ['alertmanagerSpec', 'alertmanagerConfiguration'],
  ['alertmanagerSpec', 'alertmanagerConfigSelector'],
];

/**
 * A list of receivers replaces the chart's, whose route and route of the Watchdog stay where nothing is written in
 * their place.
 *
 * @see https://github.com/prometheus-community/helm-charts/blob/kube-prometheus-stack-79.1.0/charts/kube-prometheus-stack/values.yaml
 */
function ofConfig(config: LocatedMap, chart: string): Report[] {
  const receivers = config.entries.get('receivers');
  if (!receivers) return [];
  const own = undefinedIn(config, chart);
  const route = get(config, 'route');
  const isLeft = !get(route, 'receiver') || !get(route, 'routes');
  const { defined } = alertRoutes(config);
  if (own.length > 0 || !isLeft || defined.includes(NULL) || defined.length === 0) return own;
  if (receivers.key.origin.made) return own;
  return [
    {
      at: receivers.key,
      message: `the list of receivers replaces the one of ${code(chart)}, and the receiver \`${NULL}\` is not in it: the chart's own ${get(route, 'receiver') ? 'route of the Watchdog' : 'route'} leads there`,
      help: `Add \`- name: "${NULL}"\` to it, or write \`routes\` of your own.`,
    },
  ];
}

function ofObject(object: ClusterResource): Report[] {
  const spec = get(object.value, 'spec');
  return spec && !object.release && !object.partial ? undefinedIn(spec, describe(object)) : [];
}

function undefinedIn(config: LocatedValue | undefined, whose: string): Report[] {
  if (!config) return [];
  const { undefinedReceivers, defined } = alertRoutes(config);
  return undefinedReceivers.flatMap(name => {
    if (name.origin.made || isPlaceholder(name.text)) return [];
    const meant = nearest(name.text, defined);
    return {
      at: toPlace(name),
      message: `a route of ${whose} leads to the receiver \`${name.text}\`, which is not defined`,
      help: meant
        ? `Did you mean ${code(meant)}?`
        : name.text === NULL
          ? 'Add `- name: "null"` to the receivers: the list replaces the chart\'s.'
          : undefined,
    };
  });
}
