import { compareVersions, parseVersion } from '../../../template/go/semver.ts';
import { get, getScalar, itemsAt, textAt, textsAt } from '../../../yaml/access.ts';
import type { HelmRelease } from '../../release.ts';

/** What k8s_gateway watches where it is told nothing: the plugin from 1.5.2 on, its chart from 3.2.0 on. */
const BY_DEFAULT = ['Ingress', 'Service'] as const;

/** @see https://github.com/k8s-gateway/k8s_gateway/blob/v1.5.2/setup.go (DefaultResources) */
const PLUGIN_SINCE = '1.5.2';

/** @see https://github.com/k8s-gateway/k8s_gateway/blob/v1.2.1/charts/k8s-gateway/values.yaml (watchedResources) */
const CHART_SINCE = '3.2.0';

/** The first chart that surely has such a plugin in its own image. */
const CHART_WITH_PLUGIN_SINCE = '3.3.0';

/**
 * The kinds that some version answers for: others it leaves aside with a line in its log. VirtualServers were up
 * to 1.0, Nodes are from 1.8 on.
 *
 * @see https://github.com/k8s-gateway/k8s_gateway/blob/v1.8.0/gateway.go (staticResources)
 */
export const WATCHABLE: readonly string[] = [
  'DNSEndpoint',
  'GRPCRoute',
  'HTTPRoute',
  'Ingress',
  'Node',
  'Service',
  'TLSRoute',
  'VirtualServer',
];

export interface Watched {
  readonly kinds: readonly string[];
  /** Whether they are written in the values. */
  readonly isWritten: boolean;
}

/** What a release watches; undefined where its version does not say. */
export function watchedBy({ values, version, layers }: HelmRelease): Watched | undefined {
  const kinds = textsAt(values, 'watchedResources');
  if (kinds.length > 0)
    return kinds.length === itemsAt(values, 'watchedResources').length
      ? { kinds, isWritten: true }
      : undefined;
  const isEmpty = get(values, 'watchedResources') ?? get(layers, 'watchedResources');
  const tag = textAt(values, 'image', 'tag');
  const tells =
    isEmpty === undefined
      ? isFrom(version?.text, CHART_SINCE)
      : tag === undefined
        ? isFrom(version?.text, CHART_WITH_PLUGIN_SINCE)
        : isFrom(tag, PLUGIN_SINCE);
  return tells ? { kinds: BY_DEFAULT, isWritten: false } : undefined;
}

/** Whether something else may answer for a name of the zone: the plugins that follow, or a file. */
export function asksOthers({ values }: HelmRelease): boolean {
  const falls = getScalar(values, 'fallthrough', 'enabled');
  const isOff = falls === undefined || falls.text === 'false';
  return !isOff || itemsAt(values, 'zoneFiles').length > 0;
}

function isFrom(version: string | undefined, first: string): boolean {
  const [own, since] = [parseVersion(version ?? ''), parseVersion(first)];
  // A range stands for whatever is newest.
  const isOne = /^v?\d+\.\d+\.\d+$/.test(version ?? '');
  return isOne && own !== undefined && since !== undefined && compareVersions(own, since) >= 0;
}
