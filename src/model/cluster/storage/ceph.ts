import {
  booleanAt,
  entriesAt,
  get,
  getScalar,
  getString,
  itemsAt,
  numberAt,
  textAt,
} from '../../../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { TalosNode } from '../../talos.ts';
import type { ClusterResource } from '../objects/owned.ts';

/** The machines that a CephCluster names for its disks. */
export const cephNodes = (cluster: LocatedValue): readonly LocatedScalar[] =>
  itemsAt(cluster, 'spec', 'storage', 'nodes').flatMap(item => getString(item, 'name') ?? []);

/** Whether a Node object's name is a machine's: its hostname, where that is written. */
export const isNode = (node: TalosNode, name: string): boolean =>
  name === node.name || name === node.hostname?.text || name === node.hostname?.text.split('.')[0];

/** A disk that Ceph is to take, and the machine that it is in. */
export interface CephDevice {
  readonly node: string;
  /** A path below `/dev`, or the kernel's name alone. */
  readonly at: LocatedScalar;
}

export const cephDevices = (cluster: LocatedValue): readonly CephDevice[] =>
  itemsAt(cluster, 'spec', 'storage', 'nodes').flatMap(item => {
    const node = textAt(item, 'name');
    if (node === undefined) return [];
    return itemsAt(item, 'devices').flatMap(device => {
      const at = getString(device, 'name');
      return at ? [{ node, at }] : [];
    });
  });

/**
 * On how many machines a cluster may keep copies: those that it names, where it takes no others.
 *
 * @see https://rook.io/docs/rook/latest-release/CRDs/Cluster/ceph-cluster-crd/#storage-selection-settings
 */
export function cephHosts({ value }: ClusterResource): number | undefined {
  if (booleanAt(value, 'spec', 'storage', 'useAllNodes') !== false) return undefined;
  // Claims of another class stand in for disks.
  if (itemsAt(value, 'spec', 'storage', 'storageClassDeviceSets').length > 0) return undefined;
  if (entriesAt(value, 'spec', 'external').length > 0) return undefined;
  const names = new Set(cephNodes(value).map(({ text }) => text));
  return names.size === 0 ? undefined : names.size;
}

/** How many copies of every block a pool keeps, and what they are apart. */
export interface CephCopies {
  readonly size: number;
  readonly at: LocatedScalar;
  readonly failureDomain: string;
}

/** Undefined for erasure-coded pools, and where the size isn't written. */
export function cephCopies(spec: LocatedValue | undefined): CephCopies | undefined {
  const size = numberAt(spec, 'replicated', 'size');
  const at = getScalar(spec, 'replicated', 'size');
  if (size === undefined || !at) return undefined;
  return { size, at, failureDomain: textAt(spec, 'failureDomain') ?? 'host' };
}

/** The pools of an object of Rook's: a block pool is one, a file system and an object store have several. */
export function cephPools({ kind, value }: ClusterResource): readonly LocatedValue[] {
  const at = (...path: string[]) => get(value, 'spec', ...path) ?? [];
  switch (kind) {
    case 'CephBlockPool':
      return [at()].flat();
    case 'CephFilesystem':
      return [at('metadataPool'), ...itemsAt(value, 'spec', 'dataPools')].flat();
    case 'CephObjectStore':
      return [at('metadataPool'), at('dataPool')].flat();
    default:
      return [];
  }
}
