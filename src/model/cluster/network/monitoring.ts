import { own } from '../../../text/own.ts';
import {
  booleanAt,
  entriesAt,
  get,
  itemsAt,
  stringMapAt,
  textAt,
  textsAt,
} from '../../../yaml/access.ts';
import type { LocatedValue } from '../../../yaml/located.ts';
import type { HelmRelease } from '../../release.ts';
import type { ClusterResource } from '../objects/owned.ts';

/** The kinds that Prometheus selects, with the word for them in its spec. */
export const MONITORS: Readonly<Record<string, string>> = {
  PodMonitor: 'podMonitor',
  Probe: 'probe',
  PrometheusRule: 'rule',
  ScrapeConfig: 'scrapeConfig',
  ServiceMonitor: 'serviceMonitor',
};

/** A Prometheus of the chart kube-prometheus-stack, by what its values select. */
export interface MonitoringStack {
  readonly release: HelmRelease;
  /** Why an object is skipped: the labels that are asked for. Undefined where it is selected, or may be. */
  readonly skips: (object: ClusterResource) => string | undefined;
}

/** Charts whose programs read such objects by rules of their own. */
const OTHER_READERS =
  /^(?:victoria-metrics-.+|vm-operator|alloy|grafana-agent.*|k8s-monitoring|opentelemetry-.+|prometheus-operator|prometheus-agent|kube-prometheus|grafana-operator|datadog|newrelic.*)$/;

/** Undefined where others read monitors, too. */
export function monitoringStacks(
  releases: readonly HelmRelease[],
  resources: readonly ClusterResource[],
): MonitoringStack[] | undefined {
  const stacks = releases.filter(({ chart }) => chart.text === 'kube-prometheus-stack');
  const isAlone =
    !releases.some(({ chart }) => OTHER_READERS.test(chart.text)) &&
    !resources.some(
      ({ kind, group, release }) =>
        release?.chart.text !== 'kube-prometheus-stack' &&
        ((kind === 'Prometheus' && group === 'monitoring.coreos.com') ||
          kind === 'PrometheusAgent' ||
          kind === 'VMAgent'),
    );
  if (stacks.length === 0 || !isAlone || stacks.some(({ valuesIncomplete }) => valuesIncomplete))
    return undefined;
  return stacks.map(release => ({ release, skips: object => skippedBy(release, object) }));
}

/**
 * https://github.com/prometheus-community/helm-charts/blob/main/charts/kube-prometheus-stack/templates/prometheus/prometheus.yaml:
 * a selector that is written and not empty counts; without one, what has the release's label, unless the
 * values say that nothing written means everything.
 */
function skippedBy(
  { values, name }: HelmRelease,
  { kind, value }: ClusterResource,
): string | undefined {
  const word = own(MONITORS, kind);
  const spec = get(values, 'prometheus', 'prometheusSpec');
  if (word === undefined || booleanAt(values, 'prometheus', 'enabled') === false) return undefined;
  const labels = stringMapAt(value, 'metadata', 'labels');
  const selector = get(spec, `${word}Selector`);
  if (selector && entriesAt(selector).length > 0) return unmet(selector, labels);
  if (booleanAt(spec, `${word}SelectorNilUsesHelmValues`) === false || name === undefined)
    return undefined;
  return labels.get('release') === name ? undefined : `release: ${name}`;
}

/** The first requirement of a label selector that labels don't meet. */
function unmet(selector: LocatedValue, labels: ReadonlyMap<string, string>): string | undefined {
  for (const [key, wanted] of stringMapAt(selector, 'matchLabels'))
    if (labels.get(key) !== wanted) return `${key}: ${wanted}`;
  for (const item of itemsAt(selector, 'matchExpressions')) {
    const key = textAt(item, 'key') ?? '';
    const values = textsAt(item, 'values');
    const has = labels.get(key);
    const operator = textAt(item, 'operator');
    const isMet =
      operator === 'In'
        ? has !== undefined && values.includes(has)
        : operator === 'NotIn'
          ? has === undefined || !values.includes(has)
          : operator === 'Exists'
            ? has !== undefined
            : has === undefined;
    if (!isMet) return `${key} ${operator}${values.length > 0 ? ` ${values.join(', ')}` : ''}`;
  }
  return undefined;
}

/** What the sidecar of a Grafana takes for dashboards. */
export interface DashboardSidecar {
  readonly release: HelmRelease;
  readonly label: string;
  /** Undefined where any value will do. */
  readonly labelValue: string | undefined;
  /** Undefined where all namespaces are searched. */
  readonly namespace: string | undefined;
}

/**
 * The sidecars of all Grafanas; undefined where one of them isn't known.
 *
 * @see https://github.com/grafana-community/helm-charts/blob/main/charts/grafana/values.yaml
 * @see https://github.com/prometheus-community/helm-charts/blob/main/charts/kube-prometheus-stack/values.yaml
 */
export function dashboardSidecars(
  releases: readonly HelmRelease[],
): DashboardSidecar[] | undefined {
  const found: DashboardSidecar[] = [];
  for (const release of releases) {
    const isStack = release.chart.text === 'kube-prometheus-stack';
    if (!isStack && release.chart.text !== 'grafana') {
      if (/grafana/.test(release.chart.text)) return undefined;
      continue;
    }
    if (release.valuesIncomplete) return undefined;
    const grafana = isStack ? get(release.values, 'grafana') : release.values;
    if (isStack && booleanAt(grafana, 'enabled') === false) continue;
    const sidecar = get(grafana, 'sidecar', 'dashboards');
    if (!(booleanAt(sidecar, 'enabled') ?? isStack)) continue;
    const search = textAt(sidecar, 'searchNamespace') ?? (isStack ? 'ALL' : release.namespace);
    if (search === undefined || itemsAt(sidecar, 'searchNamespace').length > 0) return undefined;
    found.push({
      release,
      label: textAt(sidecar, 'label') ?? 'grafana_dashboard',
      labelValue: textAt(sidecar, 'labelValue') ?? (isStack ? '1' : undefined),
      namespace: search === 'ALL' ? undefined : search,
    });
  }
  return found;
}
