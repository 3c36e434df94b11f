import type { ChartModel, HelmRelease, RenderedObject, Rendering } from '../../../model/release.ts';
import { get, getMap, getString, itemsAt } from '../../../yaml/access.ts';
import { scalarFrom } from '../../../yaml/build.ts';
import type { LocatedMap } from '../../../yaml/located.ts';
import { renderingOf } from '../shared/completeness.ts';
import { kubernetesObject, partial } from '../shared/objects.ts';
import { NO_TRAFFIC_OR_STORAGE } from '../shared/operators.ts';
import { isOn, nearestKey, type Scope, scopeOf } from '../shared/scope.ts';
import { snapshotClass } from '../shared/storage-classes.ts';

/** https://github.com/kubernetes-csi/csi-driver-nfs/tree/master/charts */
export const csiDriverNfs: ChartModel = { charts: ['csi-driver-nfs'], render };

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const single = getMap(scope.values, 'storageClass');
  const listed = itemsAt(scope.values, 'storageClasses').flatMap(item => getMap(item) ?? []);
  const classes = [
    ...(single && isOn(scope, false, 'storageClass', 'create') ? [single] : []),
    ...listed,
  ];
  return renderingOf(scope, {
    objects: [...classes.map(item => classOf(item)), ...snapshots(scope)],
    complete: NO_TRAFFIC_OR_STORAGE,
  });
}

/** The default mark is an annotation of the user's. */
function classOf(item: LocatedMap): RenderedObject {
  const at = item.origin;
  const head = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    name: getString(item, 'name') ?? scalarFrom(at, 'nfs-csi', 'default'),
    annotations: getMap(item, 'annotations'),
  };
  return partial(
    kubernetesObject(at, head, {
      provisioner: 'nfs.csi.k8s.io',
      parameters: get(item, 'parameters'),
      reclaimPolicy: get(item, 'reclaimPolicy') ?? 'Delete',
      volumeBindingMode: get(item, 'volumeBindingMode') ?? 'Immediate',
      mountOptions: get(item, 'mountOptions'),
    }),
  );
}

function snapshots(scope: Scope): RenderedObject[] {
  if (!isOn(scope, false, 'volumeSnapshotClass', 'create')) return [];
  const at = nearestKey(scope, 'volumeSnapshotClass');
  const values = getMap(scope.values, 'volumeSnapshotClass');
  return [
    snapshotClass({
      name: getString(values, 'name') ?? scalarFrom(at, 'csi-nfs-snapclass', 'default'),
      at,
      isDefault: undefined,
      driver: 'nfs.csi.k8s.io',
      deletionPolicy: get(values, 'deletionPolicy') ?? 'Delete',
    }),
  ];
}
