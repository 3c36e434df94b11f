import type { ChartModel, HelmRelease, Rendering } from '../../../model/release.ts';
import { getMap, getString } from '../../../yaml/access.ts';
import { renderingOf } from '../shared/completeness.ts';
import { NO_TRAFFIC_OR_STORAGE } from '../shared/operators.ts';
import { portAt, serviceObject, workloadObject } from '../shared/parts.ts';
import { ingressObject } from '../shared/routes.ts';
import { fullname, isOn, nearestKey, scopeOf, valueOr } from '../shared/scope.ts';

/** https://github.com/fluent/helm-charts/tree/main/charts/fluent-bit */
export const fluentBit: ChartModel = { charts: ['fluent-bit'], render };

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const name = fullname(scope, 'fluent-bit');
  const isDeployment = getString(scope.values, 'kind')?.value === 'Deployment';
  const port = portAt(scope.values, 2020, 'service', 'port');
  const ingress = getMap(scope.values, 'ingress');
  const backend = { name, port };
  return renderingOf(scope, {
    objects: [
      workloadObject(scope, {
        kind: isDeployment ? 'Deployment' : 'DaemonSet',
        name,
        replicas: isDeployment ? valueOr(scope, 1, 'replicaCount') : undefined,
      }),
      serviceObject(scope, {
        name,
        at: nearestKey(scope, 'service'),
        values: getMap(scope.values, 'service'),
        ports: [{ name: 'http', port }],
      }),
      ...(ingress && isOn(scope, false, 'ingress', 'enabled')
        ? [ingressObject(scope, { name, values: ingress, backend })]
        : []),
    ],
    complete: NO_TRAFFIC_OR_STORAGE,
  });
}
