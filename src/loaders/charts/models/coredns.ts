import type { ChartModel, HelmRelease, Rendering } from '../../../model/release.ts';
import { getMap, getScalar, getString } from '../../../yaml/access.ts';
import { without } from '../../../yaml/build.ts';
import { renderingOf } from '../shared/completeness.ts';
import { component, NO_TRAFFIC_OR_STORAGE } from '../shared/operators.ts';
import { serviceObject } from '../shared/parts.ts';
import { fullname, isOn, nearestKey, scopeOf, suffixed } from '../shared/scope.ts';

/** https://github.com/coredns/helm/tree/master/charts/coredns */
export const coredns: ChartModel = { charts: ['coredns'], render };

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const name = fullname(scope, 'coredns');
  const values = getMap(scope.values, 'service');
  const service = serviceObject(scope, {
    name: getString(values, 'name') ?? name,
    at: nearestKey(scope, 'service'),
    // The type is read from another key.
    values: values && without(values, 'type'),
    type: getScalar(scope.values, 'serviceType'),
  });
  const metrics = serviceObject(scope, {
    name: suffixed(name, '-metrics'),
    at: nearestKey(scope, 'prometheus', 'service'),
    ports: [{ name: 'metrics', port: 9153 }],
  });
  return renderingOf(scope, {
    objects: [
      component(scope, { name }),
      service,
      ...(isOn(scope, false, 'prometheus', 'service', 'enabled') ? [metrics] : []),
    ],
    complete: [...NO_TRAFFIC_OR_STORAGE, 'Service'],
  });
}
