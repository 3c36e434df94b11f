import type { ChartModel, HelmRelease, RenderedObject, Rendering } from '../../../model/release.ts';
import { get, getMap, getScalar, getString } from '../../../yaml/access.ts';
import { mapFrom, scalarFrom, sequenceFrom } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar } from '../../../yaml/located.ts';
import { ROUTE_KINDS, renderingOf, UNCOMMON_KINDS } from '../shared/completeness.ts';
import { portAt, serviceObject, workloadObject } from '../shared/parts.ts';
import { ingressObject, routeObject } from '../shared/routes.ts';
import {
  fullname,
  isOn,
  nearestKey,
  type Scope,
  scopeOf,
  suffixed,
  valueOr,
} from '../shared/scope.ts';

/** https://github.com/grafana/loki/tree/main/production/helm/loki */
export const loki: ChartModel = { charts: ['loki'], render };

interface Target {
  readonly key: string;
  readonly suffix: string;
  /** The name of its claim template. */
  readonly claim: string;
  /** Deployment modes that run it. */
  readonly modes: readonly string[];
}

const TARGETS: readonly Target[] = [
  {
    key: 'singleBinary',
    suffix: '',
    claim: 'storage',
    modes: ['SingleBinary', 'SingleBinary<->SimpleScalable'],
  },
  {
    key: 'write',
    suffix: '-write',
    claim: 'data',
    modes: ['SimpleScalable', 'SingleBinary<->SimpleScalable', 'SimpleScalable<->Distributed'],
  },
  {
    key: 'backend',
    suffix: '-backend',
    claim: 'data',
    modes: ['SimpleScalable', 'SingleBinary<->SimpleScalable', 'SimpleScalable<->Distributed'],
  },
];

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const name = fullname(scope, 'loki');
  return renderingOf(scope, {
    objects: [
      ...TARGETS.flatMap(target => statefulSet(scope, name, target)),
      ...services(scope, name),
      ...gateway(scope, name),
    ],
    complete: [...UNCOMMON_KINDS, ...ROUTE_KINDS],
  });
}

/** Only a target whose settings are written is looked at: defaults differ too much by version. */
function statefulSet(
  scope: Scope,
  name: LocatedScalar,
  { key, suffix, claim, modes }: Target,
): RenderedObject[] {
  const mode = getString(scope.values, 'deploymentMode');
  const isRun = mode === undefined || modes.includes(mode.value);
  const values = getMap(scope.values, key);
  if (!values || !isRun || getScalar(values, 'replicas')?.value === 0) return [];
  const hasStorage =
    getMap(values, 'persistence') && isOn(scope, true, key, 'persistence', 'enabled');
  return [
    workloadObject(scope, {
      kind: 'StatefulSet',
      name: suffixed(name, suffix),
      at: nearestKey(scope, key),
      replicas: get(values, 'replicas'),
      podSpec: mapFrom(nearestKey(scope, key), { nodeSelector: get(values, 'nodeSelector') }),
      claimTemplates: hasStorage ? [claimTemplate(scope, key, claim)] : [],
    }),
  ];
}

/** https://github.com/grafana/loki/blob/main/production/helm/loki/templates/single-binary/statefulset.yaml */
function claimTemplate(scope: Scope, key: string, name: string): LocatedMap {
  const at = nearestKey(scope, key, 'persistence');
  const className = getScalar(scope.values, key, 'persistence', 'storageClass');
  const isNone = className?.value === '-';
  const storage = valueOr(scope, '10Gi', key, 'persistence', 'size');
  const spec = mapFrom(at, {
    accessModes: sequenceFrom(at, [scalarFrom(at, 'ReadWriteOnce', 'default')], 'default'),
    storageClassName:
      className && isNone
        ? scalarFrom(className.origin, '')
        : className?.value
          ? className
          : undefined,
    resources: mapFrom(at, { requests: mapFrom(at, { storage }) }),
  });
  return mapFrom(at, { metadata: mapFrom(at, { name }), spec });
}

function services(scope: Scope, name: LocatedScalar): RenderedObject[] {
  const mode = getString(scope.values, 'deploymentMode')?.value;
  if (mode !== 'SingleBinary') return [];
  const ports = [{ name: 'http-metrics', port: 3100 }];
  return ['', '-headless'].map(suffix =>
    serviceObject(scope, { name: suffixed(name, suffix), ports }),
  );
}

/** An nginx in front of Loki, not a Gateway. */
function gateway(scope: Scope, name: LocatedScalar): RenderedObject[] {
  if (!isOn(scope, true, 'gateway', 'enabled')) return [];
  const own = suffixed(name, '-gateway');
  const values = getMap(scope.values, 'gateway', 'service');
  const port = portAt(values, 80, 'port');
  const backend = { name: own, port };
  const route = getMap(scope.values, 'gateway', 'route');
  const ingress = getMap(scope.values, 'gateway', 'ingress');
  const at = nearestKey(scope, 'gateway', 'service');
  return [
    serviceObject(scope, { name: own, at, values, ports: [{ name: 'http-metrics', port }] }),
    ...(route && isOn(scope, false, 'gateway', 'route', 'enabled')
      ? [routeObject(scope, { name: own, values: route, backend })]
      : []),
    ...(ingress && isOn(scope, false, 'gateway', 'ingress', 'enabled')
      ? [ingressObject(scope, { name: own, values: ingress, backend })]
      : []),
  ];
}
