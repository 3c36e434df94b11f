import type { ChartModel, HelmRelease, RenderedObject, Rendering } from '../../../model/release.ts';
import { get, getMap, getScalar, getString } from '../../../yaml/access.ts';
import { mapFrom, scalarFrom } from '../../../yaml/build.ts';
import { renderingOf } from '../shared/completeness.ts';
import { mapOf } from '../shared/maps.ts';
import { kubernetesObject, whole } from '../shared/objects.ts';
import { NO_TRAFFIC_OR_STORAGE } from '../shared/operators.ts';
import { portAt, serviceObject, workloadObject } from '../shared/parts.ts';
import { ingressObject } from '../shared/routes.ts';
import { isOn, nearestKey, type Scope, scopeOf, valueOr } from '../shared/scope.ts';
import { mark } from '../shared/storage-classes.ts';

/** https://github.com/cilium/cilium/tree/v1.18.7/install/kubernetes/cilium */
export const cilium: ChartModel = { charts: ['cilium'], render };

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const classes = gatewayClass(scope);
  return renderingOf(scope, {
    objects: [
      ...agents(scope),
      ...hubble(scope),
      ...ingressController(scope),
      ...(classes.objects ?? []),
    ],
    complete: NO_TRAFFIC_OR_STORAGE.filter(kind => classes.objects || kind !== 'GatewayClass'),
  });
}

function agents(scope: Scope): RenderedObject[] {
  const { values } = scope;
  const operator = workloadObject(scope, {
    kind: 'Deployment',
    name: 'cilium-operator',
    at: nearestKey(scope, 'operator'),
    replicas: valueOr(scope, 2, 'operator', 'replicas'),
    strategy: get(values, 'operator', 'updateStrategy'),
  });
  const agent = workloadObject(scope, {
    kind: 'DaemonSet',
    name: 'cilium',
    strategy: get(values, 'updateStrategy'),
  });
  return [
    ...(isOn(scope, true, 'agent') ? [agent] : []),
    ...(isOn(scope, true, 'operator', 'enabled') ? [operator] : []),
  ];
}

function hubble(scope: Scope): RenderedObject[] {
  if (!isOn(scope, true, 'hubble', 'enabled')) return [];
  const hasUi = isOn(scope, false, 'hubble', 'ui', 'enabled');
  const hasRelay = isOn(scope, false, 'hubble', 'relay', 'enabled');
  return [peer(scope), ...(hasRelay ? [relay(scope)] : []), ...(hasUi ? ui(scope) : [])];
}

function peer(scope: Scope): RenderedObject {
  const usesTls = isOn(scope, true, 'hubble', 'tls', 'enabled');
  const port = portAt(scope.values, usesTls ? 443 : 80, 'hubble', 'peerService', 'servicePort');
  const at = nearestKey(scope, 'hubble', 'peerService');
  return serviceObject(scope, { name: 'hubble-peer', at, ports: [{ name: 'peer-service', port }] });
}

function relay(scope: Scope): RenderedObject {
  const usesTls = isOn(scope, false, 'hubble', 'relay', 'tls', 'server', 'enabled');
  return serviceObject(scope, {
    name: 'hubble-relay',
    at: nearestKey(scope, 'hubble', 'relay'),
    values: getMap(scope.values, 'hubble', 'relay', 'service'),
    ports: [{ name: 'grpc', port: usesTls ? 443 : 80 }],
  });
}

function ui(scope: Scope): RenderedObject[] {
  const service = serviceObject(scope, {
    name: 'hubble-ui',
    at: nearestKey(scope, 'hubble', 'ui'),
    values: getMap(scope.values, 'hubble', 'ui', 'service'),
    ports: [{ name: 'http', port: 80 }],
  });
  const values = getMap(scope.values, 'hubble', 'ui', 'ingress');
  if (!values || !isOn(scope, false, 'hubble', 'ui', 'ingress', 'enabled')) return [service];
  const backend = { name: 'hubble-ui', port: 80 };
  return [service, ingressObject(scope, { name: 'hubble-ui', values, backend })];
}

function ingressController(scope: Scope): RenderedObject[] {
  if (!isOn(scope, false, 'ingressController', 'enabled')) return [];
  const at = nearestKey(scope, 'ingressController');
  const annotations = mapOf(
    at,
    mark(
      'ingressclass.kubernetes.io/is-default-class',
      get(scope.values, 'ingressController', 'default'),
    ),
  );
  const name = scalarFrom(at, 'cilium', 'default');
  const head = { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', name, annotations };
  const spec = mapFrom(at, { controller: 'cilium.io/ingress-controller' });
  const values = getMap(scope.values, 'ingressController', 'service');
  const service = serviceObject(scope, {
    name: getString(values, 'name') ?? 'cilium-ingress',
    at,
    values,
    defaultType: 'LoadBalancer',
    ports: [
      { name: 'http', port: 80 },
      { name: 'https', port: 443 },
    ],
  });
  return [whole(kubernetesObject(at, head, { spec })), service];
}

/**
 * `auto` makes the class only if whoever renders the chart knows the Gateway API, which is not known
 * here: then there may be one or not.
 */
function gatewayClass(scope: Scope): { readonly objects: RenderedObject[] | undefined } {
  if (!isOn(scope, false, 'gatewayAPI', 'enabled')) return { objects: [] };
  const create = getScalar(scope.values, 'gatewayAPI', 'gatewayClass', 'create');
  const wanted = create === undefined || create.value === null ? 'auto' : create.text;
  if (wanted === 'false') return { objects: [] };
  if (wanted !== 'true') return { objects: undefined };
  const at = nearestKey(scope, 'gatewayAPI', 'gatewayClass', 'create');
  const head = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', name: 'cilium' };
  const spec = mapFrom(at, { controllerName: 'io.cilium/gateway-controller' });
  return { objects: [whole(kubernetesObject(at, head, { spec }))] };
}
