import { booleanAt, getString } from '../../../yaml/access.ts';
import type { LocatedValue } from '../../../yaml/located.ts';
import type { HelmRelease } from '../../release.ts';
import {
  ADDED_BY_PROJECTS,
  type AddedByProject,
  REMOVED_FROM_KUBERNETES,
  REMOVED_FROM_PROJECTS,
  type RemovedApi,
  type RemovedFromProject,
} from '../../schema/removed-apis.ts';
import { type TalosModel, talosVersion } from '../../talos.ts';
import { isAtLeast } from '../network/cilium.ts';
import type { ClusterResource } from '../objects/owned.ts';

/** What every cluster has left behind: 1.25 is out of support since October 2023. */
const OLDEST_KUBERNETES = 25;

/** Talos 1.N supports six releases of Kubernetes, the oldest of them 1.(N + 18). */
const TALOS_OFFSET = 18;

/**
 * The minor release of Kubernetes 1 that a cluster has at least: what Talos' configuration pins, else
 * the oldest that its Talos version supports, else what every cluster has.
 *
 * @see https://docs.siderolabs.com/talos/v1.12/getting-started/support-matrix
 */
export function oldestKubernetes({ talos }: { readonly talos: TalosModel }): number {
  const images = talos.patches.flatMap(({ value }) => [
    minorOf(getString(value, 'machine', 'kubelet', 'image')?.value),
    minorOf(getString(value, 'cluster', 'apiServer', 'image')?.value),
  ]);
  const pinned = images.flatMap(minor => minor ?? []);
  if (pinned.length > 0) return Math.min(...pinned);
  const version = talosVersion(talos, undefined);
  return version ? Math.max(OLDEST_KUBERNETES, version.minor + TALOS_OFFSET) : OLDEST_KUBERNETES;
}

/** The minor of an image's tag: 34 of `ghcr.io/siderolabs/kubelet:v1.34.2`. */
function minorOf(image: string | undefined): number | undefined {
  const minor = /:v1\.(\d+)\.\d/.exec(image ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}

/** An object that asks for an API version that is gone, or not there yet. */
export interface UnservedUse {
  readonly at: LocatedValue;
  readonly resource: ClusterResource;
  /** The release that stopped to serve it, or is the first to. */
  readonly release: string;
  readonly isNew: boolean;
  readonly instead: string | undefined;
}

interface Facts {
  readonly talos: TalosModel;
  readonly resources: { readonly deployed: readonly ClusterResource[] };
  readonly helmReleases: readonly { readonly release: HelmRelease }[];
}

/** Every deployed object whose API version the cluster certainly does not serve. */
export function unservedUses({ talos, resources, helmReleases }: Facts): UnservedUse[] {
  const oldest = oldestKubernetes({ talos });
  const releases = helmReleases.map(({ release }) => release);
  const unserved = [
    ...REMOVED_FROM_KUBERNETES.filter(({ since }) => since <= oldest).map(api => ({
      ...api,
      release: `Kubernetes 1.${api.since}`,
      isNew: false,
    })),
    ...REMOVED_FROM_PROJECTS.filter(api => isGone(api, releases)).map(api => ({
      ...api,
      isNew: false,
    })),
    ...ADDED_BY_PROJECTS.filter(api => isToCome(api, releases)).map(api => ({
      ...api,
      isNew: true,
    })),
  ];
  return resources.deployed.flatMap(resource => {
    const at = resource.value.entries.get('apiVersion')?.value;
    const api = unserved.find(candidate => isOf(resource, candidate));
    if (!at || at.origin.made || !api) return [];
    return [{ at, resource, release: api.release, isNew: api.isNew, instead: api.instead }];
  });
}

const isOf = ({ group, version, kind }: ClusterResource, api: RemovedApi): boolean =>
  group === api.group && version === api.version && api.kinds.includes(kind);

/** Long ago, or from a version of the chart that all installations have. */
function isGone({ chart, keptBy }: RemovedFromProject, releases: readonly HelmRelease[]): boolean {
  if (!chart) return true;
  const own = releases.filter(release => release.chart.text === chart.name);
  return (
    own.length > 0 &&
    own.every(({ version, values, valuesIncomplete }) => {
      const actual = minorRelease(version?.text);
      const isKept = keptBy && (valuesIncomplete || booleanAt(values, ...keptBy));
      return isAtLeast(actual, ...chart.since) && !isKept;
    })
  );
}

/** Every release of the chart that there is comes before it. */
function isToCome({ chart }: AddedByProject, releases: readonly HelmRelease[]): boolean {
  const own = releases.filter(release => release.chart.text === chart.name);
  return (
    own.length > 0 &&
    own.every(({ version }) => {
      const actual = minorRelease(version?.text);
      return actual !== undefined && !isAtLeast(actual, ...chart.since);
    })
  );
}

function minorRelease(version: string | undefined): readonly [number, number] | undefined {
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(version ?? '') ?? [];
  return major && minor ? [Number(major), Number(minor)] : undefined;
}
