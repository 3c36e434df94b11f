import { booleanAt, getMap, getString, itemsAt, textAt } from '../../../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { Workload } from './workloads.ts';

/** An object of its own namespace that a pod refers to by name. */
export interface PodReference {
  readonly workload: Workload;
  readonly kind: 'ConfigMap' | 'Secret' | 'PersistentVolumeClaim' | 'ServiceAccount';
  readonly name: LocatedScalar;
  /** The keys that are asked for; none where all of it is taken. */
  readonly keys: readonly LocatedScalar[];
  /** Whether the pod starts without it. */
  readonly isOptional: boolean;
}

type Found = Omit<PodReference, 'workload'> | undefined;

/**
 * What the pods of a workload need before they can start: the ConfigMaps and Secrets of `envFrom`,
 * `valueFrom` and volumes (projected ones included), claims, and the service account.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 */
export function podReferences(workload: Workload): readonly PodReference[] {
  const { podSpec, containers, initContainers } = workload;
  const found = [
    ...[...initContainers, ...containers].flatMap(({ value }) => [
      ...itemsAt(value, 'envFrom').flatMap(fromSource),
      ...itemsAt(value, 'env').flatMap(fromVariable),
    ]),
    ...itemsAt(podSpec, 'volumes').flatMap(volume =>
      fromVolume(volume, subPaths(workload, textAt(volume, 'name'))),
    ),
    named('ServiceAccount', getString(podSpec, 'serviceAccountName')),
  ];
  return found.flatMap(item => (item ? [{ workload, ...item }] : []));
}

const fromSource = (item: LocatedValue): Found[] => [
  whole('ConfigMap', getMap(item, 'configMapRef')),
  whole('Secret', getMap(item, 'secretRef')),
];

const fromVariable = (item: LocatedValue): Found[] => [
  oneKey('ConfigMap', getMap(item, 'valueFrom', 'configMapKeyRef')),
  oneKey('Secret', getMap(item, 'valueFrom', 'secretKeyRef')),
];

/**
 * The files that containers mount out of a volume one by one: keys, where the volume doesn't rename them.
 * Of a key that isn't there the kubelet makes an empty directory.
 *
 * @see https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath
 */
const subPaths = (
  { containers, initContainers }: Workload,
  volume: string | undefined,
): readonly LocatedScalar[] =>
  [...initContainers, ...containers].flatMap(({ mounts }) =>
    mounts.flatMap(mount => {
      const subPath = textAt(mount, 'name') === volume ? getString(mount, 'subPath') : undefined;
      return subPath && !/[/$]/.test(subPath.text) ? [subPath] : [];
    }),
  );

const fromVolume = (item: LocatedValue, files: readonly LocatedScalar[]): Found[] => [
  items('ConfigMap', getMap(item, 'configMap'), 'name', files),
  items('Secret', getMap(item, 'secret'), 'secretName', files),
  named('PersistentVolumeClaim', getString(item, 'persistentVolumeClaim', 'claimName')),
  ...itemsAt(item, 'projected', 'sources').flatMap(source => [
    items('ConfigMap', getMap(source, 'configMap'), 'name'),
    items('Secret', getMap(source, 'secret'), 'name'),
  ]),
];

function named(
  kind: PodReference['kind'],
  name: LocatedScalar | undefined,
  source?: LocatedValue,
  keys: readonly LocatedScalar[] = [],
): Found {
  return name && { kind, name, keys, isOptional: booleanAt(source, 'optional') === true };
}

const whole = (kind: PodReference['kind'], source: LocatedValue | undefined): Found =>
  named(kind, getString(source, 'name'), source);

const oneKey = (kind: PodReference['kind'], source: LocatedValue | undefined): Found =>
  named(
    kind,
    getString(source, 'name'),
    source,
    [getString(source, 'key')].flatMap(key => key ?? []),
  );

const items = (
  kind: PodReference['kind'],
  source: LocatedValue | undefined,
  field: 'name' | 'secretName',
  files: readonly LocatedScalar[] = [],
): Found => {
  const picked = itemsAt(source, 'items');
  return named(
    kind,
    getString(source, field),
    source,
    picked.length > 0 ? picked.flatMap(item => getString(item, 'key') ?? []) : files,
  );
};
