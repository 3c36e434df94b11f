import type { ChartModel, HelmRelease, Rendering } from '../../../model/release.ts';
import { get, getMap } from '../../../yaml/access.ts';
import { renderingOf } from '../shared/completeness.ts';
import { NO_TRAFFIC_OR_STORAGE } from '../shared/operators.ts';
import { serviceObject, workloadObject } from '../shared/parts.ts';
import { nearestKey, scopeOf, valueOr } from '../shared/scope.ts';

/**
 * Envoy Gateway's controller. GatewayClasses, Gateways and EnvoyProxies are not part of the chart.
 * https://github.com/envoyproxy/gateway/tree/v1.6.3/charts/gateway-helm
 */
export const gatewayHelm: ChartModel = { charts: ['gateway-helm'], render };

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const deployment = workloadObject(scope, {
    kind: 'Deployment',
    name: 'envoy-gateway',
    at: nearestKey(scope, 'deployment'),
    replicas: valueOr(scope, 1, 'deployment', 'replicas'),
    strategy: get(scope.values, 'deployment', 'envoyGateway', 'strategy'),
  });
  const service = serviceObject(scope, {
    name: 'envoy-gateway',
    values: getMap(scope.values, 'service'),
  });
  return renderingOf(scope, { objects: [deployment, service], complete: NO_TRAFFIC_OR_STORAGE });
}
