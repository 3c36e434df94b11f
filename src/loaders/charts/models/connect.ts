import type { ChartModel, HelmRelease, RenderedObject, Rendering } from '../../../model/release.ts';
import { get, getMap, getScalar, getString } from '../../../yaml/access.ts';
import { mapFrom, scalarFrom, sequenceFrom } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar } from '../../../yaml/located.ts';
import { renderingOf } from '../shared/completeness.ts';
import { kubernetesObject, partial } from '../shared/objects.ts';
import { NO_TRAFFIC_OR_STORAGE } from '../shared/operators.ts';
import { evaluated, serviceObject, workloadObject } from '../shared/parts.ts';
import { ingressObject, routeObject } from '../shared/routes.ts';
import { isOn, nearestKey, type Scope, scopeOf, valueOr } from '../shared/scope.ts';
import { secretVariable, secretVolume } from '../shared/secret-uses.ts';
import { isTruthy } from '../shared/truth.ts';

/** 1Password Connect and its operator. https://github.com/1Password/connect-helm-charts/tree/main/charts/connect */
export const connect: ChartModel = { charts: ['connect'], render };

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  return renderingOf(scope, {
    objects: [
      ...(isOn(scope, true, 'connect', 'create') ? server(scope, release) : []),
      ...(isOn(scope, false, 'operator', 'create') ? [operator(scope)] : []),
    ],
    complete: NO_TRAFFIC_OR_STORAGE,
  });
}

const stringOr = (scope: Scope, fallback: string, ...path: string[]): LocatedScalar =>
  getString(scope.values, ...path) ?? scalarFrom(nearestKey(scope, ...path), fallback, 'default');

/** Before 2.0.0 its Service was open on every node. */
function server(scope: Scope, release: HelmRelease): RenderedObject[] {
  const { values } = scope;
  const at = nearestKey(scope, 'connect');
  const name = stringOr(scope, 'onepassword-connect', 'connect', 'applicationName');
  const backend = { name, port: 8080 };
  const service = serviceObject(scope, {
    name,
    at,
    type: getScalar(values, 'connect', 'serviceType'),
    defaultType: /^v?(?:[2-9]|\d\d+)\./.test(release.version?.text ?? '')
      ? 'ClusterIP'
      : 'NodePort',
    ports: [
      { name: 'connect-api', port: 8080 },
      { name: 'connect-sync', port: 8081 },
    ],
  });
  const ingress = getMap(values, 'connect', 'ingress');
  const route = getMap(values, 'connect', 'httpRoute');
  return [
    ...credentials(scope),
    workloadObject(scope, {
      kind: 'Deployment',
      name,
      at,
      replicas: valueOr(scope, 1, 'connect', 'replicas'),
      podSpec: pods(scope, at),
      podAnnotations: evaluated(scope, getMap(values, 'connect'), 'podAnnotations'),
    }),
    service,
    ...(ingress && isOn(scope, false, 'connect', 'ingress', 'enabled')
      ? [ingressObject(scope, { name, values: ingress, backend })]
      : []),
    ...(route && isOn(scope, false, 'connect', 'httpRoute', 'enabled')
      ? [routeObject(scope, { name, values: route, backend })]
      : []),
  ];
}

const credentialsName = (scope: Scope): LocatedScalar =>
  stringOr(scope, 'op-credentials', 'connect', 'credentialsName');

function pods(scope: Scope, at: LocatedScalar['origin']): LocatedMap {
  const containers = ['connect-api', 'connect-sync'].map(name => mapFrom(at, { name }));
  return mapFrom(at, {
    containers: sequenceFrom(at, containers),
    volumes: sequenceFrom(at, [secretVolume('credentials', credentialsName(scope))]),
  });
}

/** The Secret is the chart's only where its content is in the values. */
function credentials(scope: Scope): RenderedObject[] {
  const written = ['credentials', 'credentials_base64'].find(key =>
    isTruthy(get(scope.values, 'connect', key)),
  );
  if (!written) return [];
  const head = {
    apiVersion: 'v1',
    kind: 'Secret',
    name: credentialsName(scope),
    namespace: scope.namespace,
  };
  return [partial(kubernetesObject(nearestKey(scope, 'connect', written), head, {}))];
}

function operator(scope: Scope): RenderedObject {
  const at = nearestKey(scope, 'operator');
  const secret = stringOr(scope, 'onepassword-token', 'operator', 'token', 'name');
  const key = stringOr(scope, 'token', 'operator', 'token', 'key');
  const container = mapFrom(at, {
    name: 'operator',
    env: sequenceFrom(at, [secretVariable('OP_CONNECT_TOKEN', secret, key)]),
  });
  return workloadObject(scope, {
    kind: 'Deployment',
    name: stringOr(scope, 'onepassword-connect-operator', 'operator', 'applicationName'),
    at,
    replicas: valueOr(scope, 1, 'operator', 'replicas'),
    podSpec: mapFrom(at, { containers: sequenceFrom(at, [container]) }),
  });
}
