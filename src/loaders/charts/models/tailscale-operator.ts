import type { ChartModel, HelmRelease, RenderedObject, Rendering } from '../../../model/release.ts';
import { get, getString } from '../../../yaml/access.ts';
import { mapFrom, scalarFrom, sequenceFrom } from '../../../yaml/build.ts';
import { renderingOf } from '../shared/completeness.ts';
import { kubernetesObject, whole } from '../shared/objects.ts';
import { NO_TRAFFIC_OR_STORAGE } from '../shared/operators.ts';
import { workloadObject } from '../shared/parts.ts';
import { isOn, nearestKey, type Scope, scopeOf } from '../shared/scope.ts';
import { secretVolume } from '../shared/secret-uses.ts';
import { isTruthy } from '../shared/truth.ts';

/** https://github.com/tailscale/tailscale/tree/main/cmd/k8s-operator/deploy/chart */
export const tailscaleOperator: ChartModel = { charts: ['tailscale-operator'], render };

/** The Secret with the OAuth client, which somebody else makes unless the values hold it. */
const SECRET = 'operator-oauth';

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const mayMakeGatewayClass = isOn(scope, false, 'gatewayClass', 'enabled');
  return renderingOf(scope, {
    objects: [...ingressClass(scope), ...secret(scope), operator(scope)],
    complete: NO_TRAFFIC_OR_STORAGE.filter(kind => !mayMakeGatewayClass || kind !== 'GatewayClass'),
  });
}

function ingressClass(scope: Scope): RenderedObject[] {
  if (!isOn(scope, true, 'ingressClass', 'enabled')) return [];
  const at = nearestKey(scope, 'ingressClass');
  const name =
    getString(scope.values, 'ingressClass', 'name') ?? scalarFrom(at, 'tailscale', 'default');
  const head = { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', name };
  return [
    whole(
      kubernetesObject(at, head, { spec: mapFrom(at, { controller: 'tailscale.com/ts-ingress' }) }),
    ),
  ];
}

function secret(scope: Scope): RenderedObject[] {
  if (!isTruthy(get(scope.values, 'oauth', 'clientId'))) return [];
  const at = nearestKey(scope, 'oauth');
  const head = { apiVersion: 'v1', kind: 'Secret', name: SECRET, namespace: scope.namespace };
  return [whole(kubernetesObject(at, head, {}))];
}

function operator(scope: Scope): RenderedObject {
  const at = nearestKey(scope, 'operatorConfig');
  const container = mapFrom(at, { name: 'operator' });
  const volume = secretVolume('oauth', scalarFrom(scope.at, SECRET, 'default'));
  const podSpec = mapFrom(at, {
    containers: sequenceFrom(at, [container]),
    volumes: sequenceFrom(at, [volume]),
  });
  return workloadObject(scope, { kind: 'Deployment', name: 'operator', at, podSpec });
}
