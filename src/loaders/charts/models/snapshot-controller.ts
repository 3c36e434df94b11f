import type { ChartModel, HelmRelease, RenderedObject, Rendering } from '../../../model/release.ts';
import { get, getMap, getString, itemsAt } from '../../../yaml/access.ts';
import type { LocatedValue } from '../../../yaml/located.ts';
import { renderingOf } from '../shared/completeness.ts';
import { kubernetesObject, whole } from '../shared/objects.ts';
import { component, NO_TRAFFIC_OR_STORAGE } from '../shared/operators.ts';
import { fullname, type Scope, scopeOf } from '../shared/scope.ts';

/** https://github.com/piraeusdatastore/helm-charts/tree/main/charts/snapshot-controller */
export const snapshotController: ChartModel = { charts: ['snapshot-controller'], render };

/** Classes stand under `controller`; older versions had them at the root. */
function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const items = [
    ...itemsAt(scope.values, 'controller', 'volumeSnapshotClasses'),
    ...itemsAt(scope.values, 'volumeSnapshotClasses'),
  ];
  const controller = component(scope, {
    name: fullname(scope, 'snapshot-controller'),
    path: ['controller'],
  });
  return renderingOf(scope, {
    objects: [controller, ...items.flatMap(item => snapshotClass(scope, item))],
    complete: [...NO_TRAFFIC_OR_STORAGE],
  });
}

function snapshotClass(scope: Scope, item: LocatedValue): RenderedObject[] {
  const name = getString(item, 'name');
  if (!name) return [];
  const annotations = getMap(item, 'annotations');
  const head = {
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshotClass',
    name,
    annotations: annotations && scope.tpl(annotations),
  };
  const fields = { driver: get(item, 'driver'), deletionPolicy: get(item, 'deletionPolicy') };
  return [whole(kubernetesObject(item.origin, head, fields))];
}
