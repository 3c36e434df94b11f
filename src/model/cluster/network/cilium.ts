import { booleanAt, get, getScalar, nearestEntry, textAt } from '../../../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { HelmRelease } from '../../release.ts';

/** One installation of the Cilium chart: bootstrap and GitOps copies are two of one cluster. */
export interface Cilium {
  readonly release: HelmRelease;
  /** `major.minor` as a number pair; undefined when the version is not written as such. */
  readonly version: readonly [number, number] | undefined;
  readonly l2Announcements: boolean;
  readonly bgp: boolean;
  /** Where to point for a value: the value, its nearest written parent's key, or the chart's name. */
  at(...path: readonly string[]): LocatedValue;
  value(...path: readonly string[]): LocatedScalar | undefined;
  /** `kubeProxyReplacement` as a boolean: true may be written as a string. */
  readonly replacesKubeProxy: boolean;
}

export function toCilium(release: HelmRelease): Cilium {
  const { values } = release;
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(release.version?.text ?? '') ?? [];
  return {
    release,
    version:
      major === undefined || minor === undefined ? undefined : [Number(major), Number(minor)],
    l2Announcements: booleanAt(values, 'l2announcements', 'enabled') ?? false,
    bgp: booleanAt(values, 'bgpControlPlane', 'enabled') ?? false,
    at: (...path) => nearestWritten(release, path),
    value: (...path) => getScalar(values, ...path),
    replacesKubeProxy:
      (booleanAt(values, 'kubeProxyReplacement') ?? false) ||
      textAt(values, 'kubeProxyReplacement') === 'true',
  };
}

function nearestWritten({ values, chart }: HelmRelease, path: readonly string[]): LocatedValue {
  const whole = get(values, ...path);
  if (whole && whole.kind === 'scalar') return whole;
  return nearestEntry(values, ...path)?.key ?? chart;
}

/** Whether a version is known to be at least this one. */
export const isAtLeast = (
  version: readonly [number, number] | undefined,
  major: number,
  minor: number,
): boolean =>
  version !== undefined && (version[0] > major || (version[0] === major && version[1] >= minor));
