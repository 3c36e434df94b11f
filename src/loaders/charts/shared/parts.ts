import type { RenderedObject } from '../../../model/release.ts';
import { get, getMap, getScalar } from '../../../yaml/access.ts';
import { mapFrom, type Parts, scalarFrom, sequenceFrom } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue, Origin } from '../../../yaml/located.ts';
import { kubernetesObject, partial } from './objects.ts';
import type { Scope } from './scope.ts';
import { isTruthy } from './truth.ts';

export interface PortSpec {
  readonly name: string;
  readonly port: LocatedScalar | number;
  readonly protocol?: 'TCP' | 'UDP';
}

interface ServiceSpec {
  readonly name: LocatedScalar | string;
  /** The service's own settings: type, annotations, addresses, under the names of the API. */
  readonly values?: LocatedMap | undefined;
  /** Another place for the type than `values.type`. */
  readonly type?: LocatedValue | undefined;
  readonly defaultType?: string;
  /** Undefined where nobody here knows them. */
  readonly ports?: readonly PortSpec[] | undefined;
  readonly at?: Origin;
}

/** Fields of a Service's spec that charts take over by their own names. */
const SERVICE_FIELDS = [
  'clusterIP',
  'externalIPs',
  'externalTrafficPolicy',
  'internalTrafficPolicy',
  'loadBalancerSourceRanges',
  'loadBalancerClass',
  'ipFamilyPolicy',
  'ipFamilies',
] as const;

/** A chart's Service; what its values don't say may be set by the chart. */
export function serviceObject(scope: Scope, service: ServiceSpec): RenderedObject {
  const { values, name, ports, defaultType = 'ClusterIP' } = service;
  const at = service.at ?? values?.origin ?? scope.at;
  const written = service.type ?? get(values, 'type');
  const type = isTruthy(written) && written ? written : scalarFrom(at, defaultType, 'default');
  const isBalancer = type.kind === 'scalar' && type.text === 'LoadBalancer';
  const set = (key: string) => {
    const value = get(values, key);
    return isTruthy(value) ? value : undefined;
  };
  const fields: Parts = Object.fromEntries(SERVICE_FIELDS.map(key => [key, set(key)]));
  const spec = mapFrom(at, {
    type,
    ...fields,
    // An empty address is no request; on another type the API ignores it.
    loadBalancerIP: isBalancer ? set('loadBalancerIP') : undefined,
    ports:
      ports &&
      sequenceFrom(
        at,
        ports.map(port => portObject(at, port)),
      ),
  });
  const head = {
    apiVersion: 'v1',
    kind: 'Service',
    name,
    namespace: scope.namespace,
    labels: evaluated(scope, values, 'labels'),
    annotations: evaluated(scope, values, 'annotations'),
  };
  return partial(kubernetesObject(at, head, { spec }));
}

const portObject = (at: Origin, { name, port, protocol = 'TCP' }: PortSpec): LocatedMap =>
  mapFrom(at, { name, port, protocol }, 'default');

/** A map of strings such as annotations, its templates evaluated. */
export function evaluated(
  scope: Scope,
  values: LocatedMap | undefined,
  key: string,
): LocatedMap | undefined {
  const map = getMap(values, key);
  return map && scope.tpl(map);
}

/** The number at a path, or the chart's default: for ports. */
export function portAt(
  values: LocatedValue | undefined,
  fallback: number,
  ...path: readonly string[]
): LocatedScalar | number {
  const written = getScalar(values, ...path);
  return written && isTruthy(written) ? written : fallback;
}

interface WorkloadSpec {
  readonly kind: 'Deployment' | 'DaemonSet' | 'StatefulSet';
  readonly name: LocatedScalar | string;
  readonly at?: Origin;
  readonly replicas?: LocatedValue | undefined;
  readonly strategy?: LocatedValue | undefined;
  readonly claimTemplates?: readonly LocatedMap[];
  /** The pods, as far as they are known; without it nothing is said about them. */
  readonly podSpec?: LocatedMap;
  readonly podAnnotations?: LocatedMap | undefined;
}

/** A chart's workload; what isn't given may be set by the chart. */
export function workloadObject(scope: Scope, workload: WorkloadSpec): RenderedObject {
  const { kind, name, replicas, strategy, podSpec, podAnnotations } = workload;
  const at = workload.at ?? scope.at;
  const claims = workload.claimTemplates ?? [];
  const spec = mapFrom(at, {
    replicas: replicas?.kind === 'scalar' && replicas.value === null ? undefined : replicas,
    [kind === 'Deployment' ? 'strategy' : 'updateStrategy']: strategy,
    template:
      podSpec &&
      mapFrom(at, { metadata: mapFrom(at, { annotations: podAnnotations }), spec: podSpec }),
    volumeClaimTemplates: claims.length > 0 ? sequenceFrom(at, claims) : undefined,
  });
  const head = { apiVersion: 'apps/v1', kind, name, namespace: scope.namespace };
  return partial(kubernetesObject(at, head, { spec }));
}
