import type { ChartModel, HelmRelease, Rendering } from '../../../model/release.ts';
import { getMap } from '../../../yaml/access.ts';
import { renderingOf } from '../shared/completeness.ts';
import { component, NO_TRAFFIC_OR_STORAGE } from '../shared/operators.ts';
import { portAt, serviceObject } from '../shared/parts.ts';
import { fullname, nearestKey, scopeOf } from '../shared/scope.ts';

/** https://github.com/kubernetes-sigs/metrics-server/tree/master/charts/metrics-server */
export const metricsServer: ChartModel = { charts: ['metrics-server'], render };

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const name = fullname(scope, 'metrics-server');
  const service = serviceObject(scope, {
    name,
    at: nearestKey(scope, 'service'),
    values: getMap(scope.values, 'service'),
    ports: [{ name: 'https', port: portAt(scope.values, 443, 'service', 'port') }],
  });
  return renderingOf(scope, {
    objects: [
      component(scope, { name, replicas: 'replicas', strategy: 'updateStrategy' }),
      service,
    ],
    complete: [...NO_TRAFFIC_OR_STORAGE, 'Service'],
  });
}
