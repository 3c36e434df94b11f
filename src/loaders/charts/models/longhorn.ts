import type { ChartModel, HelmRelease, RenderedObject, Rendering } from '../../../model/release.ts';
import { getMap, getString, itemsAt } from '../../../yaml/access.ts';
import { scalarFrom } from '../../../yaml/build.ts';
import { renderingOf } from '../shared/completeness.ts';
import { NO_TRAFFIC_OR_STORAGE } from '../shared/operators.ts';
import { serviceObject } from '../shared/parts.ts';
import { ingressObject } from '../shared/routes.ts';
import { isOn, nearestKey, type Scope, scopeOf, valueOr } from '../shared/scope.ts';
import { storageClass } from '../shared/storage-classes.ts';

/** https://github.com/longhorn/charts/tree/master/charts/longhorn */
export const longhorn: ChartModel = { charts: ['longhorn'], render };

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const ui = serviceObject(scope, {
    name: 'longhorn-frontend',
    at: nearestKey(scope, 'service', 'ui'),
    values: getMap(scope.values, 'service', 'ui'),
    ports: [{ name: 'http', port: 80 }],
  });
  return renderingOf(scope, {
    objects: [volumeClass(scope), ...staticClass(scope), ui, ...ingress(scope)],
    complete: NO_TRAFFIC_OR_STORAGE,
  });
}

/** The class that the chart has the manager make. */
const CLASS = 'longhorn';

function volumeClass(scope: Scope): RenderedObject {
  const at = nearestKey(scope, 'persistence');
  const made = storageClass({
    name: scalarFrom(at, CLASS, 'default'),
    at,
    isDefault: valueOr(scope, true, 'persistence', 'defaultClass'),
    provisioner: 'driver.longhorn.io',
    fields: {
      reclaimPolicy: valueOr(scope, 'Delete', 'persistence', 'reclaimPolicy'),
      volumeBindingMode: valueOr(scope, 'Immediate', 'persistence', 'volumeBindingMode'),
      allowVolumeExpansion: true,
    },
  });
  return { ...made, partial: true };
}

/**
 * The class of restored and imported volumes, which the manager makes by itself.
 * https://longhorn.io/docs/1.10.1/references/settings/#default-longhorn-static-storageclass-name
 */
function staticClass(scope: Scope): RenderedObject[] {
  const at = nearestKey(scope, 'defaultSettings');
  const written = getString(scope.values, 'defaultSettings', 'defaultLonghornStaticStorageClass');
  // It takes a class of that name that is there.
  if (written?.text === CLASS) return [];
  const made = storageClass({
    name: written ?? scalarFrom(at, 'longhorn-static', 'default'),
    at,
    isDefault: scalarFrom(at, false, 'default'),
    provisioner: 'driver.longhorn.io',
    fields: {},
  });
  return [{ ...made, partial: true }];
}

function ingress(scope: Scope): RenderedObject[] {
  const values = getMap(scope.values, 'ingress');
  if (!values || !isOn(scope, false, 'ingress', 'enabled')) return [];
  const host = getString(values, 'host');
  const more = itemsAt(values, 'extraHosts').flatMap(item => getString(item) ?? []);
  const backend = { name: 'longhorn-frontend', port: 80 };
  const hosts = host ? [host, ...more] : more;
  return [ingressObject(scope, { name: 'longhorn-ingress', values, backend, hosts })];
}
