import { isAtLeast, parseVersion, satisfies } from '../template/go/semver.ts';

/**
 * The minor releases of Argo CD by the first version of its chart with one: `appVersion` in the history of
 * https://github.com/argoproj/argo-helm/blob/main/charts/argo-cd/Chart.yaml.
 */
const CHARTS: readonly (readonly [chart: string, argocd: string])[] = [
  ['3.13.0', '2.1'],
  ['3.29.0', '2.2'],
  ['4.0.0', '2.3'],
  ['4.9.0', '2.4'],
  ['5.8.0', '2.5'],
  ['5.20.0', '2.6'],
  ['5.30.0', '2.7'],
  ['5.43.0', '2.8'],
  ['5.51.0', '2.9'],
  ['5.55.0', '2.10'],
  ['6.8.0', '2.11'],
  ['7.4.0', '2.12'],
  ['7.7.0', '2.13'],
  ['7.8.0', '2.14'],
  ['8.0.0', '3.0'],
  ['8.3.0', '3.1'],
  ['9.1.0', '3.2'],
  ['9.4.0', '3.3'],
  ['9.5.12', '3.4'],
];

/**
 * The minor release of Argo CD that a version of its chart installs, such as `3.3`.
 * @param version one version, or a range: then of the newest known that is in it
 * @returns undefined where the chart is older than all that are known, or the range fits none
 */
export function argoCdOfChart(version: string): string | undefined {
  const fits = parseVersion(version)
    ? (first: string) => isAtLeast(version, first)
    : (first: string) => isIn(version, first);
  return CHARTS.findLast(([first]) => fits(first))?.[1];
}

function isIn(range: string, version: string): boolean {
  try {
    return satisfies(range, version);
  } catch {
    return false;
  }
}
