import type { ChartModel, HelmRelease, Rendering } from '../../../model/release.ts';
import { getMap, getString } from '../../../yaml/access.ts';
import { renderingOf } from '../shared/completeness.ts';
import { kubernetesObject, partial } from '../shared/objects.ts';
import { component, NO_TRAFFIC_OR_STORAGE } from '../shared/operators.ts';
import { portAt, serviceObject } from '../shared/parts.ts';
import { fullname, nearestKey, scopeOf } from '../shared/scope.ts';

/** The operator. https://github.com/cloudnative-pg/charts/tree/main/charts/cloudnative-pg */
export const cloudnativePg: ChartModel = { charts: ['cloudnative-pg'], render };

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const settings = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name: getString(scope.values, 'config', 'name') ?? 'cnpg-controller-manager-config',
    namespace: scope.namespace,
  };
  const data = getMap(scope.values, 'config', 'data');
  const webhook = serviceObject(scope, {
    name: getString(scope.values, 'service', 'name') ?? 'cnpg-webhook-service',
    at: nearestKey(scope, 'service'),
    values: getMap(scope.values, 'service'),
    ports: [{ name: 'webhook-server', port: portAt(scope.values, 443, 'service', 'port') }],
  });
  return renderingOf(scope, {
    objects: [
      component(scope, { name: fullname(scope, 'cloudnative-pg') }),
      partial(kubernetesObject(nearestKey(scope, 'config'), settings, { data })),
      webhook,
    ],
    complete: NO_TRAFFIC_OR_STORAGE,
  });
}
