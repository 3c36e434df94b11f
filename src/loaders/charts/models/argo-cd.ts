import type { ChartModel, HelmRelease, RenderedObject, Rendering } from '../../../model/release.ts';
import { booleanAt, getMap, getScalar, getString, itemsAt } from '../../../yaml/access.ts';
import { without } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar } from '../../../yaml/located.ts';
import { ROUTE_KINDS, renderingOf, UNCOMMON_KINDS } from '../shared/completeness.ts';
import { kubernetesObject, partial } from '../shared/objects.ts';
import { component } from '../shared/operators.ts';
import { portAt, serviceObject } from '../shared/parts.ts';
import { type Backend, ingressObject, routeObject } from '../shared/routes.ts';
import { fullname, isOn, nearestKey, type Scope, scopeOf, suffixed } from '../shared/scope.ts';

/** https://github.com/argoproj/argo-helm/tree/argo-cd-9.4.2/charts/argo-cd */
export const argoCd: ChartModel = { charts: ['argo-cd'], render };

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  // The chart's own default for nameOverride.
  const name = fullname(scope, 'argocd');
  const server = suffixed(name, `-${getString(scope.values, 'server', 'name')?.value ?? 'server'}`);
  return renderingOf(scope, {
    objects: [
      configMap(scope, 'argocd-cm', 'cm'),
      configMap(scope, 'argocd-cmd-params-cm', 'params'),
      ...serverObjects(scope, server),
      ...applicationSet(scope, name),
      component(scope, {
        name: suffixed(name, '-repo-server'),
        path: ['repoServer'],
        replicas: 'replicas',
      }),
    ],
    complete: [...UNCOMMON_KINDS, ...ROUTE_KINDS, 'PersistentVolumeClaim'],
  });
}

/** Settings of the chart itself that stand beside the ConfigMap's own keys. */
const CONTROL_KEYS = ['create', 'annotations', 'labels'] as const;

function configMap(scope: Scope, name: string, key: string): RenderedObject | undefined {
  const values = getMap(scope.values, 'configs', key);
  if (booleanAt(values, 'create') === false) return undefined;
  const at = nearestKey(scope, 'configs', key);
  const head = { apiVersion: 'v1', kind: 'ConfigMap', name, namespace: scope.namespace };
  const data = values && asTexts(scope.tpl(without(values, ...CONTROL_KEYS)));
  return partial(kubernetesObject(at, head, { data }));
}

/** The chart quotes what it puts into its ConfigMaps. */
function asTexts(data: LocatedMap): LocatedMap {
  const entries = [...data.entries].map(([name, { key, value }]) => {
    const isText =
      value.kind !== 'scalar' || typeof value.value === 'string' || value.value === null;
    return [
      name,
      { key, value: isText ? value : { ...value, value: value.text, quoted: true } },
    ] as const;
  });
  return { ...data, entries: new Map(entries) };
}

function serverObjects(scope: Scope, name: LocatedScalar): RenderedObject[] {
  const { values } = scope;
  const service = getMap(values, 'server', 'service');
  const http = portAt(service, 80, 'servicePortHttp');
  const https = portAt(service, 443, 'servicePortHttps');
  // TLS ends in the server unless it is told not to.
  const isInsecure = getScalar(values, 'configs', 'params', 'server.insecure')?.text === 'true';
  const backend = { name, port: isInsecure ? http : https };
  const route = (key: string, kind: string) => routeOf(scope, key, kind, backend);
  const at = nearestKey(scope, 'server', 'service');
  const ports = [
    { name: 'http', port: http },
    { name: 'https', port: https },
  ];
  return [
    component(scope, { name, path: ['server'], replicas: 'replicas' }),
    serviceObject(scope, { name, at, values: service, ports }),
    ...route('httproute', 'HTTPRoute'),
    ...route('grpcroute', 'GRPCRoute'),
    ...ingressOf(scope, ['server', 'ingress'], backend),
  ];
}

function routeOf(scope: Scope, key: string, kind: string, backend: Backend): RenderedObject[] {
  const values = getMap(scope.values, 'server', key);
  if (!values || !isOn(scope, false, 'server', key, 'enabled')) return [];
  const hasNames = itemsAt(values, 'hostnames').length > 0;
  const hostnames = hasNames ? undefined : hostOf(scope, values);
  const spec = { name: backend.name, values, kind, backend };
  return [routeObject(scope, hostnames ? { ...spec, hostnames } : spec)];
}

/** One name of the item's own, else the one that the whole installation has. */
function hostOf(scope: Scope, values: LocatedMap): LocatedScalar[] | undefined {
  const host = getString(values, 'hostname') ?? getString(scope.values, 'global', 'domain');
  return host && [host];
}

function ingressOf(scope: Scope, path: readonly string[], backend: Backend): RenderedObject[] {
  const values = getMap(scope.values, ...path);
  if (!values || !isOn(scope, false, ...path, 'enabled')) return [];
  const hosts = hostOf(scope, values) ?? [];
  return [ingressObject(scope, { name: backend.name, values, backend, hosts })];
}

function applicationSet(scope: Scope, name: LocatedScalar): RenderedObject[] {
  const own = suffixed(name, '-applicationset-controller');
  const port = portAt(scope.values, 7000, 'applicationSet', 'service', 'port');
  return [
    component(scope, { name: own, path: ['applicationSet'], replicas: 'replicas' }),
    serviceObject(scope, {
      name: own,
      at: nearestKey(scope, 'applicationSet', 'service'),
      values: getMap(scope.values, 'applicationSet', 'service'),
    }),
    ...ingressOf(scope, ['applicationSet', 'ingress'], { name: own, port }),
  ];
}
