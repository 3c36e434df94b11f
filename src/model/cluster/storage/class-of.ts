import { isPlaceholder } from '../../../text/placeholder.ts';
import { absent, found, type Lookup, unknowable } from '../../lookup.ts';
import type { ResourceIndex } from '../objects/resources.ts';
import type { StorageClass, VolumeClaim } from './storage.ts';

/** What a provisioner can do; undefined for those nobody here knows. */
export interface Provisioner {
  readonly name: string;
  /** Modes of volumes with a file system; `Block` volumes may allow more. */
  readonly accessModes: readonly string[];
  readonly blockAccessModes: readonly string[];
  /** Attached to one node at a time, wherever that is. */
  readonly attaches: boolean;
  /** The volume lives on one node's disk. */
  readonly local: boolean;
}

const ALL = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];

/** https://docs.ceph.com, https://openebs.io/docs, kubernetes-csi drivers, by provisioner suffix. */
const PROVISIONERS: readonly { suffix: string; provisioner: Provisioner }[] = [
  {
    suffix: 'rbd.csi.ceph.com',
    provisioner: {
      name: 'Ceph RBD',
      accessModes: ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteOncePod'],
      blockAccessModes: ALL,
      attaches: true,
      local: false,
    },
  },
  {
    suffix: 'cephfs.csi.ceph.com',
    provisioner: {
      name: 'CephFS',
      accessModes: ALL,
      blockAccessModes: [],
      attaches: false,
      local: false,
    },
  },
  {
    suffix: 'openebs.io/local',
    provisioner: {
      name: 'OpenEBS hostpath',
      accessModes: ['ReadWriteOnce'],
      blockAccessModes: [],
      attaches: false,
      local: true,
    },
  },
  {
    suffix: 'driver.longhorn.io',
    provisioner: {
      name: 'Longhorn',
      accessModes: ALL,
      blockAccessModes: ALL,
      attaches: true,
      local: false,
    },
  },
  {
    suffix: 'nfs.csi.k8s.io',
    provisioner: {
      name: 'NFS',
      accessModes: ALL,
      blockAccessModes: [],
      attaches: false,
      local: false,
    },
  },
  {
    suffix: 'rancher.io/local-path',
    provisioner: {
      name: 'local-path',
      accessModes: ['ReadWriteOnce', 'ReadWriteOncePod'],
      blockAccessModes: [],
      attaches: false,
      local: true,
    },
  },
];

export const provisionerOf = ({ provisioner }: StorageClass): Provisioner | undefined =>
  PROVISIONERS.find(({ suffix }) => provisioner === suffix || provisioner?.endsWith(`.${suffix}`))
    ?.provisioner;

/**
 * The class that a claim gets: the one it names, else the default. Absent when it names one that
 * nothing provides; unknowable where that can't be told.
 */
export function classOf(
  claim: VolumeClaim,
  classes: readonly StorageClass[],
  index: ResourceIndex,
): Lookup<StorageClass> {
  if (claim.className === undefined) {
    const defaults = classes.filter(({ defaultMark }) => defaultMark);
    const [only, ...others] = defaults;
    return only && others.length === 0
      ? found(only)
      : unknowable('no class, or several, are the default');
  }
  const name = claim.className.text;
  // The empty class asks for a volume that exists already.
  if (name === '') return unknowable('it binds an existing volume');
  if (isPlaceholder(name)) return unknowable('its class is a placeholder');
  const hit = classes.find(candidate => candidate.name === name);
  if (hit) return found(hit);
  if (hasStaticVolume(index, name)) return unknowable('a PersistentVolume of that class exists');
  const answer = index.find({
    group: 'storage.k8s.io',
    kind: 'StorageClass',
    namespace: undefined,
    name,
  });
  return answer.status === 'found'
    ? unknowable('the class is not deployed by an Application')
    : answer.status === 'absent'
      ? absent
      : answer;
}

/** The name of the class that a claim gets, as far as it is known; undefined also where it asks for none. */
export function classNameOf(
  claim: VolumeClaim,
  classes: readonly StorageClass[],
  index: ResourceIndex,
): string | undefined {
  if (claim.className) return claim.className.text || undefined;
  const answer = classOf(claim, classes, index);
  return answer.status === 'found' ? answer.value.name : undefined;
}

const hasStaticVolume = (index: ResourceIndex, className: string): boolean =>
  index.ofKind('PersistentVolume', '').some(({ value }) => {
    const spec = value.entries.get('spec')?.value;
    const written = spec?.kind === 'map' ? spec.entries.get('storageClassName')?.value : undefined;
    return written?.kind === 'scalar' && written.text === className;
  });
