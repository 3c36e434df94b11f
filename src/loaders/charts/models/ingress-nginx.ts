import type { ChartModel, HelmRelease, RenderedObject, Rendering } from '../../../model/release.ts';
import { get, getMap, getScalar, getString } from '../../../yaml/access.ts';
import { mapFrom, scalarFrom, sequenceFrom } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar } from '../../../yaml/located.ts';
import { ROUTE_KINDS, renderingOf, UNCOMMON_KINDS } from '../shared/completeness.ts';
import { mapOf } from '../shared/maps.ts';
import { kubernetesObject, whole } from '../shared/objects.ts';
import { portAt, serviceObject, workloadObject } from '../shared/parts.ts';
import {
  fullname,
  isOn,
  nearestKey,
  type Scope,
  scopeOf,
  suffixed,
  valueOr,
} from '../shared/scope.ts';
import { mark } from '../shared/storage-classes.ts';
import { goText } from '../shared/truth.ts';
import { sortedEntries } from './app-template/items.ts';

/** https://github.com/kubernetes/ingress-nginx/tree/helm-chart-4.14.3/charts/ingress-nginx */
export const ingressNginx: ChartModel = { charts: ['ingress-nginx'], render };

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const name = fullname(scope, 'ingress-nginx');
  return renderingOf(scope, {
    objects: [
      ...ingressClass(scope),
      ...controllers(scope, name),
      ...services(scope, name),
      ...defaultBackend(scope, name),
    ],
    complete: [...UNCOMMON_KINDS, ...ROUTE_KINDS, 'Service', 'PersistentVolumeClaim', 'Ingress'],
  });
}

function ingressClass(scope: Scope): RenderedObject[] {
  const path = ['controller', 'ingressClassResource'] as const;
  if (!isOn(scope, true, ...path, 'enabled')) return [];
  const at = nearestKey(scope, ...path);
  const annotations = mapOf(
    at,
    mark('ingressclass.kubernetes.io/is-default-class', get(scope.values, ...path, 'default')),
  );
  const name = getString(scope.values, ...path, 'name') ?? scalarFrom(at, 'nginx', 'default');
  const controller = valueOr(scope, 'k8s.io/ingress-nginx', ...path, 'controllerValue');
  const head = { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', name, annotations };
  const parameters = getMap(scope.values, ...path, 'parameters');
  const spec = mapFrom(at, { controller, parameters });
  return [whole(kubernetesObject(at, head, { spec }))];
}

const controllerName = (scope: Scope, name: LocatedScalar): LocatedScalar =>
  suffixed(name, `-${getString(scope.values, 'controller', 'name')?.value ?? 'controller'}`);

function controllers(scope: Scope, name: LocatedScalar): RenderedObject[] {
  const { values } = scope;
  const kind = getString(values, 'controller', 'kind')?.value ?? 'Deployment';
  const at = nearestKey(scope, 'controller');
  const container = mapFrom(at, { name: 'controller', args: sequenceFrom(at, args(values)) });
  const podSpec = mapFrom(at, { containers: sequenceFrom(at, [container]) });
  const common = {
    name: controllerName(scope, name),
    at,
    strategy: get(values, 'controller', 'updateStrategy'),
    podSpec,
  };
  const replicas = valueOr(scope, 1, 'controller', 'replicaCount');
  return (['Deployment', 'DaemonSet'] as const)
    .filter(each => kind === each || kind === 'Both')
    .map(each =>
      workloadObject(scope, { ...common, kind: each, ...(each === 'Deployment' && { replicas }) }),
    );
}

/** The arguments that the user adds, such as the default certificate's Secret. */
const args = (values: LocatedMap): LocatedScalar[] =>
  sortedEntries(getMap(values, 'controller', 'extraArgs')).flatMap(({ id, value }) => {
    if (value.kind !== 'scalar') return [];
    const text = goText(value);
    return [scalarFrom(value.origin, text === '' ? `--${id}` : `--${id}=${text}`)];
  });

function services(scope: Scope, name: LocatedScalar): RenderedObject[] {
  const { values } = scope;
  const controller = controllerName(scope, name);
  const settings = getMap(values, 'controller', 'service');
  const at = nearestKey(scope, 'controller', 'service');
  const external = { defaultType: 'LoadBalancer', ports: httpPorts(scope), at };
  const isServed = isOn(scope, true, 'controller', 'service', 'enabled');
  const admission = getMap(values, 'controller', 'admissionWebhooks', 'service');
  const metrics = getMap(values, 'controller', 'metrics', 'service');
  const has = (fallback: boolean, ...path: string[]) =>
    isOn(scope, fallback, 'controller', ...path);
  return [
    isServed && has(true, 'service', 'external', 'enabled')
      ? serviceObject(scope, { ...external, name: controller, values: settings })
      : undefined,
    isServed && has(false, 'service', 'internal', 'enabled')
      ? serviceObject(scope, {
          ...external,
          name: suffixed(controller, '-internal'),
          values: getMap(settings, 'internal'),
        })
      : undefined,
    has(true, 'admissionWebhooks', 'enabled')
      ? serviceObject(scope, {
          name: suffixed(controller, '-admission'),
          values: admission,
          ports: [{ name: 'https-webhook', port: portAt(admission, 443, 'servicePort') }],
        })
      : undefined,
    has(false, 'metrics', 'enabled') && has(true, 'metrics', 'service', 'enabled')
      ? serviceObject(scope, {
          name: suffixed(controller, '-metrics'),
          values: metrics,
          ports: [{ name: 'metrics', port: portAt(metrics, 10254, 'servicePort') }],
        })
      : undefined,
  ].flatMap(object => object ?? []);
}

/** TCP and UDP ports of the user come on top; then the list is not known here. */
function httpPorts(scope: Scope) {
  const { values } = scope;
  if (getMap(values, 'tcp') || getMap(values, 'udp')) return undefined;
  const port = (name: string, fallback: number) => ({
    name,
    port: portAt(values, fallback, 'controller', 'service', 'ports', name),
  });
  return [
    ...(isOn(scope, true, 'controller', 'service', 'enableHttp') ? [port('http', 80)] : []),
    ...(isOn(scope, true, 'controller', 'service', 'enableHttps') ? [port('https', 443)] : []),
  ];
}

function defaultBackend(scope: Scope, name: LocatedScalar): RenderedObject[] {
  if (!isOn(scope, false, 'defaultBackend', 'enabled')) return [];
  const own = suffixed(
    name,
    `-${getScalar(scope.values, 'defaultBackend', 'name')?.text ?? 'defaultbackend'}`,
  );
  const values = getMap(scope.values, 'defaultBackend', 'service');
  return [
    workloadObject(scope, {
      kind: 'Deployment',
      name: own,
      replicas: valueOr(scope, 1, 'defaultBackend', 'replicaCount'),
    }),
    serviceObject(scope, {
      name: own,
      values,
      ports: [{ name: 'http', port: portAt(values, 80, 'servicePort') }],
    }),
  ];
}
