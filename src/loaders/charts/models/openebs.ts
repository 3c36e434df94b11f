import type { ChartModel, HelmRelease, RenderedObject, Rendering } from '../../../model/release.ts';
import { get, getString } from '../../../yaml/access.ts';
import { scalarFrom } from '../../../yaml/build.ts';
import type { LocatedScalar } from '../../../yaml/located.ts';
import { ROUTE_KINDS, renderingOf, UNCOMMON_KINDS } from '../shared/completeness.ts';
import { isOn, nearestKey, type Scope, scopeOf, subchart, valueOr } from '../shared/scope.ts';
import { storageClass } from '../shared/storage-classes.ts';

/** The whole of OpenEBS. https://github.com/openebs/openebs/tree/v4.4.0/charts */
export const openebs: ChartModel = {
  charts: ['openebs'],
  render: renderAll,
  // Before, it was made of other parts.
  isFor: ({ version }) => Number(/^v?(\d+)/.exec(version?.text ?? '')?.[1] ?? 4) >= 4,
};

/** Its local volumes alone. https://github.com/openebs/dynamic-localpv-provisioner/tree/develop/deploy/helm/charts */
export const localpvProvisioner: ChartModel = {
  charts: ['localpv-provisioner'],
  render: renderLocal,
};

function renderLocal(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  return renderingOf(scope, {
    objects: hostpathClasses(scope),
    complete: [...UNCOMMON_KINDS, ...ROUTE_KINDS, 'Service', 'PersistentVolumeClaim'],
  });
}

/** The other engines and the log stack have classes of their own, under names not modelled here. */
function renderAll(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const hasHostpath = isOn(scope, true, 'engines', 'local', 'hostpath', 'enabled');
  const others =
    isOn(scope, true, 'engines', 'replicated', 'mayastor', 'enabled') ||
    isOn(scope, true, 'loki', 'enabled');
  const knowsClasses = hasHostpath && !others;
  const kinds = UNCOMMON_KINDS.filter(kind => knowsClasses || kind !== 'StorageClass');
  return renderingOf(scope, {
    objects: hasHostpath ? hostpathClasses(subchart(scope, 'localpv-provisioner')) : [],
    complete: [...kinds, ...ROUTE_KINDS],
  });
}

/** https://github.com/openebs/dynamic-localpv-provisioner/blob/develop/deploy/helm/charts/templates/hostpath-class.yaml */
function hostpathClasses(scope: Scope): RenderedObject[] {
  if (!isOn(scope, true, 'hostpathClass', 'enabled')) return [];
  const at = nearestKey(scope, 'hostpathClass');
  const path = basePath(scope);
  const made = storageClass({
    name:
      getString(scope.values, 'hostpathClass', 'name') ??
      scalarFrom(at, 'openebs-hostpath', 'default'),
    at,
    isDefault: get(scope.values, 'hostpathClass', 'isDefaultClass'),
    provisioner: 'openebs.io/local',
    annotations: [
      ['openebs.io/cas-type', scalarFrom(at, 'local', 'default')],
      ['cas.openebs.io/config', casConfig(path)],
    ],
    fields: {
      reclaimPolicy: valueOr(scope, 'Delete', 'hostpathClass', 'reclaimPolicy'),
      volumeBindingMode: scalarFrom(at, 'WaitForFirstConsumer', 'default'),
    },
  });
  return [made];
}

function basePath(scope: Scope): LocatedScalar {
  return (
    getString(scope.values, 'hostpathClass', 'basePath') ??
    getString(scope.values, 'localpv', 'basePath') ??
    scalarFrom(nearestKey(scope, 'hostpathClass'), '/var/openebs/local', 'default')
  );
}

/** The class's settings, which OpenEBS keeps as YAML in an annotation. */
const casConfig = (path: LocatedScalar): LocatedScalar =>
  scalarFrom(
    path.origin,
    `- name: StorageType\n  value: "hostpath"\n- name: BasePath\n  value: ${JSON.stringify(path.text)}\n`,
  );
