import { matchGobwas } from '../../../glob/gobwas.ts';
import { get, getString, itemsAt, textsAt } from '../../../yaml/access.ts';
import { parseEmbedded } from '../../../yaml/embedded.ts';
import type { LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { HelmRelease } from '../../release.ts';
import { isAtLeast } from '../network/cilium.ts';
import type { ClusterResource } from '../objects/owned.ts';

/** What an Argo CD leaves out of everything it deploys. */
export interface Exclusions {
  /** Where it is said: the setting, or the chart whose default it is. */
  readonly at: LocatedValue;
  readonly isDefault: boolean;
  has(object: Pick<ClusterResource, 'group' | 'kind'>): boolean;
}

/** Groups and kinds, as one entry of `resource.exclusions` lists them; globs, an empty list is any. */
interface Entry {
  readonly groups: readonly string[];
  readonly kinds: readonly string[];
}

/**
 * What the chart argo-cd excludes since 8.0.0, of what people write by hand; reports, reviews and what Cilium keeps
 * are left out here.
 *
 * @see https://github.com/argoproj/argo-cd/blob/v3.0.0/manifests/base/config/argocd-cm.yaml
 * @see https://github.com/argoproj/argo-helm/blob/argo-cd-8.0.0/charts/argo-cd/values.yaml
 */
const DEFAULT: readonly Entry[] = [
  { groups: ['', 'discovery.k8s.io'], kinds: ['Endpoints', 'EndpointSlice'] },
  { groups: ['coordination.k8s.io'], kinds: ['Lease'] },
  { groups: ['certificates.k8s.io'], kinds: ['CertificateSigningRequest'] },
  { groups: ['cert-manager.io'], kinds: ['CertificateRequest'] },
  { groups: ['cilium.io'], kinds: ['CiliumIdentity', 'CiliumEndpoint', 'CiliumEndpointSlice'] },
];

/** The chart's version with Argo CD 3.0, the first that excludes them. */
const SINCE = [8, 0] as const;

const SETTING = 'resource.exclusions';

/**
 * What each Argo CD that the repository sets up excludes. A setting replaces the default as a whole.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#resource-exclusioninclusion
 */
export function exclusionsOf(
  releases: readonly HelmRelease[],
  resources: readonly ClusterResource[],
): Exclusions[] {
  return [
    ...releases.flatMap(release => ofRelease(release) ?? []),
    ...resources.flatMap(({ kind, name, value, release }) => {
      const setting = getString(value, 'data', SETTING);
      return kind === 'ConfigMap' && name === 'argocd-cm' && !release && setting
        ? [ofSetting(setting)]
        : [];
    }),
  ];
}

function ofRelease({ chart, version, values, valuesIncomplete }: HelmRelease) {
  if (chart.text !== 'argo-cd' || valuesIncomplete) return undefined;
  const setting = get(values, 'configs', 'cm', SETTING);
  if (setting)
    return setting.kind === 'scalar' && setting.text !== '' ? ofSetting(setting) : undefined;
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(version?.text ?? '') ?? [];
  const isNew = isAtLeast(major ? [Number(major), Number(minor)] : undefined, ...SINCE);
  return isNew ? exclusions(chart, true, DEFAULT) : undefined;
}

function ofSetting(setting: LocatedScalar): Exclusions {
  const list = parseEmbedded(setting).documents[0]?.value;
  const entries = itemsAt(list).flatMap(item => {
    const clusters = textsAt(item, 'clusters');
    // Which cluster another URL is, is not known here.
    if (clusters.length > 0 && !clusters.includes('*')) return [];
    return [{ groups: textsAt(item, 'apiGroups'), kinds: textsAt(item, 'kinds') }];
  });
  return exclusions(setting, false, entries);
}

const exclusions = (
  at: LocatedValue,
  isDefault: boolean,
  entries: readonly Entry[],
): Exclusions => ({
  at,
  isDefault,
  has: ({ group, kind }) =>
    entries.some(
      ({ groups, kinds }) =>
        (groups.length === 0 || groups.some(glob => matchGobwas(glob, group) === 'match')) &&
        (kinds.length === 0 || kinds.includes(kind) || kinds.includes('*')),
    ),
});
