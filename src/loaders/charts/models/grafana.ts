import type { ChartModel, HelmRelease, RenderedObject, Rendering } from '../../../model/release.ts';
import { get, getMap, getScalar, getString, itemsAt } from '../../../yaml/access.ts';
import { mapFrom, scalarFrom, sequenceFrom } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar } from '../../../yaml/located.ts';
import { ROUTE_KINDS, renderingOf, UNCOMMON_KINDS } from '../shared/completeness.ts';
import { kubernetesObject, partial } from '../shared/objects.ts';
import { portAt, serviceObject, workloadObject } from '../shared/parts.ts';
import { ingressObject, keyedRoutes } from '../shared/routes.ts';
import { fullname, isOn, nearestKey, type Scope, scopeOf, valueOr } from '../shared/scope.ts';
import { listOf, secretSource, secretVariable } from '../shared/secret-uses.ts';
import { isTruthy } from '../shared/truth.ts';

/** https://github.com/grafana/helm-charts/tree/grafana-10.5.15/charts/grafana */
export const grafana: ChartModel = { charts: ['grafana'], render };

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  return renderingOf(scope, {
    objects: grafanaObjects(scope),
    complete: [...UNCOMMON_KINDS, ...ROUTE_KINDS, 'Ingress', 'PersistentVolumeClaim'],
  });
}

/**
 * Everything that Grafana's values make, also where it is a subchart.
 *
 * @param portName what the port of its Service is called where the values don't say
 */
export function grafanaObjects(scope: Scope, portName = 'service'): RenderedObject[] {
  const { values } = scope;
  const name = fullname(scope, 'grafana');
  const port = portAt(values, 80, 'service', 'port');
  const backend = { name, port };
  const ingress = getMap(values, 'ingress');
  const service = serviceObject(scope, {
    name,
    at: nearestKey(scope, 'service'),
    values: getMap(values, 'service'),
    ports: [{ name: getString(values, 'service', 'portName')?.value ?? portName, port }],
  });
  return [
    workload(scope, name),
    ...(isOn(scope, true, 'service', 'enabled') ? [service] : []),
    ...keyedRoutes(scope, ['route'], name, backend),
    ...(ingress && isOn(scope, false, 'ingress', 'enabled')
      ? [ingressObject(scope, { name, values: ingress, backend })]
      : []),
    ...claim(scope, name),
  ];
}

const isStatefulSet = (scope: Scope): boolean =>
  isOn(scope, false, 'useStatefulSet') ||
  getString(scope.values, 'persistence', 'type')?.value === 'statefulset';

function workload(scope: Scope, name: LocatedScalar): RenderedObject {
  const { values } = scope;
  const isSet = isStatefulSet(scope);
  const rolling = mapFrom(scope.at, { type: 'RollingUpdate' }, 'default');
  const template =
    isSet && isOn(scope, false, 'persistence', 'enabled') ? [claimTemplate(scope)] : [];
  return workloadObject(scope, {
    kind: isSet ? 'StatefulSet' : 'Deployment',
    name,
    replicas: isOn(scope, false, 'autoscaling', 'enabled')
      ? undefined
      : valueOr(scope, 1, 'replicas'),
    strategy: isSet ? undefined : (getMap(values, 'deploymentStrategy') ?? rolling),
    podSpec: podSpec(scope, name, isSet),
    podAnnotations: getMap(values, 'podAnnotations'),
    claimTemplates: template,
  });
}

/** The container, as far as it reads Secrets, and the volume that Grafana keeps its data in. */
function podSpec(scope: Scope, name: LocatedScalar, isSet: boolean): LocatedMap {
  const { values, at } = scope;
  const admin = getString(values, 'admin', 'existingSecret');
  const whole = getString(values, 'envFromSecret');
  const sources = itemsAt(values, 'envFromSecrets').flatMap(item => {
    const secret = getString(item, 'name');
    return secret ? [secretSource(scope.tpl(secret), get(item, 'optional'))] : [];
  });
  const variables = admin
    ? ['user', 'password'].map(what =>
        secretVariable(
          `GF_SECURITY_ADMIN_${what.toUpperCase()}`,
          scope.tpl(admin),
          get(values, 'admin', `${what}Key`) ?? `admin-${what}`,
        ),
      )
    : [];
  const container = mapFrom(at, {
    name: 'grafana',
    env: listOf(at, variables),
    envFrom: listOf(at, [...(whole ? [secretSource(scope.tpl(whole))] : []), ...sources]),
  });
  return mapFrom(at, {
    containers: sequenceFrom(at, [container]),
    volumes: listOf(at, isSet ? [] : storageVolume(scope, name)),
  });
}

const hasClaim = (scope: Scope): boolean =>
  isOn(scope, false, 'persistence', 'enabled') &&
  (getString(scope.values, 'persistence', 'type')?.value ?? 'pvc') === 'pvc';

function existingClaim({ values }: Scope): LocatedScalar | undefined {
  const written = getScalar(values, 'persistence', 'existingClaim');
  return isTruthy(written) ? written : undefined;
}

function storageVolume(scope: Scope, name: LocatedScalar): LocatedMap[] {
  if (!hasClaim(scope)) return [];
  const existing = existingClaim(scope);
  const claimName = existing ? scope.tpl(existing) : name;
  return [
    mapFrom(claimName.origin, {
      name: 'storage',
      persistentVolumeClaim: mapFrom(claimName.origin, { claimName }),
    }),
  ];
}

/** https://github.com/grafana/helm-charts/blob/grafana-10.5.15/charts/grafana/templates/pvc.yaml */
function claim(scope: Scope, name: LocatedScalar): RenderedObject[] {
  if (!hasClaim(scope) || isStatefulSet(scope) || existingClaim(scope)) return [];
  const head = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    name,
    namespace: scope.namespace,
  };
  const at = nearestKey(scope, 'persistence');
  return [partial(kubernetesObject(at, head, { spec: claimSpec(scope) }))];
}

function claimSpec(scope: Scope): LocatedMap {
  const at = nearestKey(scope, 'persistence');
  const modes = get(scope.values, 'persistence', 'accessModes');
  const storage = valueOr(scope, '10Gi', 'persistence', 'size');
  return mapFrom(at, {
    accessModes: modes ?? sequenceFrom(at, [scalarFrom(at, 'ReadWriteOnce', 'default')], 'default'),
    resources: mapFrom(at, { requests: mapFrom(at, { storage }) }),
    storageClassName: getString(scope.values, 'persistence', 'storageClassName'),
  });
}

const claimTemplate = (scope: Scope): LocatedMap => {
  const at = nearestKey(scope, 'persistence');
  return mapFrom(at, { metadata: mapFrom(at, { name: 'storage' }), spec: claimSpec(scope) });
};
