import { compareVersions, parseVersion } from '../template/go/semver.ts';
import { own } from '../text/own.ts';
import { get } from '../yaml/access.ts';
import { type LocatedValue, oncePerPlace } from '../yaml/located.ts';
import type { AppBuild } from './app-build.ts';
import type { FalseText, HelmRelease, PrintedMap, ValuesCheck } from './release.ts';

/** What a chart's templates do with a value, by which another type is wrong. */
type Wanted = 'boolean' | 'list';

interface ValueUse {
  readonly path: readonly string[];
  readonly wanted: Wanted;
  /** The first version whose templates use it so. */
  readonly since: string;
}

/** A value of a type that its chart takes for something else. */
export interface MistypedValue {
  readonly value: LocatedValue;
  /** Dotted, for messages. */
  readonly path: string;
  readonly wanted: Wanted;
}

const uses = (wanted: Wanted, since: string, ...paths: readonly string[]): ValueUse[] =>
  paths.map(path => ({ path: path.split('.'), wanted, since }));

/** Values that templates test (`if`) or walk through (`range`) before they print anything of them. */
const CHARTS: Readonly<Record<string, readonly ValueUse[]>> = {
  // https://github.com/grafana-community/helm-charts/blob/main/charts/grafana/templates/_pod.tpl
  grafana: [
    ...uses('list', '6.16.5', 'envFromSecrets'),
    ...uses('list', '6.25.0', 'envFromConfigMaps'),
    ...uses('list', '6.0.0', 'extraSecretMounts', 'extraVolumeMounts', 'extraEmptyDirMounts'),
    ...uses('boolean', '6.0.0', 'ingress.enabled'),
    ...uses('boolean', '6.0.0', 'sidecar.dashboards.enabled', 'sidecar.datasources.enabled'),
  ],
  // https://github.com/prometheus-community/helm-charts/blob/main/charts/kube-prometheus-stack/templates/prometheus/prometheus.yaml
  'kube-prometheus-stack': [
    ...uses(
      'boolean',
      '12.0.0',
      'prometheus.prometheusSpec.serviceMonitorSelectorNilUsesHelmValues',
      'prometheus.prometheusSpec.podMonitorSelectorNilUsesHelmValues',
      'prometheus.prometheusSpec.ruleSelectorNilUsesHelmValues',
      'prometheus.prometheusSpec.probeSelectorNilUsesHelmValues',
      'alertmanager.enabled',
      'grafana.enabled',
      'prometheus.enabled',
      'nodeExporter.enabled',
    ),
    ...uses('boolean', '47.0.0', 'prometheus.prometheusSpec.scrapeConfigSelectorNilUsesHelmValues'),
  ],
};

/**
 * Values that a release gives in a type by which its chart does something else: a text that is `false`
 * where the chart asks whether there is anything, a text where it walks through a list.
 *
 * @see https://pkg.go.dev/text/template#hdr-Actions
 */
export function mistypedValues({ chart, version, values }: HelmRelease): readonly MistypedValue[] {
  const used = own(CHARTS, chart.text) ?? [];
  const has = parseVersion(version?.text ?? '');
  return used.flatMap(({ path, wanted, since }) => {
    const first = parseVersion(since);
    const value = get(values, ...path);
    if (!value || !has || !first || compareVersions(has, first) < 0) return [];
    return isWrong(value, wanted) ? [{ value, path: path.join('.'), wanted }] : [];
  });
}

/** What charts at hand take for true though it says false; a value that several releases share once. */
export const falseTexts = (builds: readonly AppBuild[]): readonly (FalseText & OfChart)[] =>
  oncePerPlace(
    checked(builds, check => check.falseTexts()),
    ({ value }) => value.origin,
  );

/** Maps that charts at hand print as a text; a value that several releases share once. */
export const printedMaps = (builds: readonly AppBuild[]): readonly (PrintedMap & OfChart)[] =>
  oncePerPlace(
    checked(builds, check => check.printedMaps()),
    ({ key }) => key.origin,
  );

interface OfChart {
  readonly chart: string;
}

function checked<T>(
  builds: readonly AppBuild[],
  find: (check: ValuesCheck) => readonly T[],
): (T & OfChart)[] {
  const checks = builds.flatMap(({ check, releases }) => [
    ...(check ? [check] : []),
    ...releases.flatMap(({ rendering }) => rendering.check ?? []),
  ]);
  return [...new Set(checks)].flatMap(check =>
    find(check).map(found => ({ ...found, chart: check.chart })),
  );
}

/** Any text but the empty one is true; only a list or map can be walked through. */
function isWrong(value: LocatedValue, wanted: Wanted): boolean {
  if (value.kind !== 'scalar' || typeof value.value !== 'string') return false;
  if (wanted === 'boolean') return /^(?:false|no|off)$/i.test(value.value);
  return value.value !== '' && !value.value.includes('{{');
}
