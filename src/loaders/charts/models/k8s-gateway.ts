import type { ChartModel, HelmRelease, Rendering } from '../../../model/release.ts';
import { getMap } from '../../../yaml/access.ts';
import { renderingOf } from '../shared/completeness.ts';
import { component, NO_TRAFFIC_OR_STORAGE } from '../shared/operators.ts';
import { portAt, serviceObject } from '../shared/parts.ts';
import { fullname, isOn, nearestKey, scopeOf } from '../shared/scope.ts';

/** A DNS server for what the cluster exposes. https://github.com/k8s-gateway/k8s_gateway/tree/master/charts/k8s-gateway */
export const k8sGateway: ChartModel = { charts: ['k8s-gateway'], render };

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const name = fullname(scope, 'k8s-gateway');
  const port = portAt(scope.values, 53, 'service', 'port');
  const tcp = { name: 'dns-tcp', port, protocol: 'TCP' } as const;
  const service = serviceObject(scope, {
    name,
    at: nearestKey(scope, 'service'),
    values: getMap(scope.values, 'service'),
    defaultType: 'LoadBalancer',
    ports: [
      { name: 'dns-udp', port, protocol: 'UDP' },
      ...(isOn(scope, false, 'service', 'useTcp') ? [tcp] : []),
    ],
  });
  return renderingOf(scope, {
    objects: [component(scope, { name }), service],
    complete: [...NO_TRAFFIC_OR_STORAGE, 'Service'],
  });
}
