import type { RenderedObject } from '../../../model/release.ts';
import { get } from '../../../yaml/access.ts';
import type { LocatedScalar } from '../../../yaml/located.ts';
import { ROUTE_KINDS, UNCOMMON_KINDS } from './completeness.ts';
import { workloadObject } from './parts.ts';
import { nearestKey, type Scope, valueOr } from './scope.ts';

/** Kinds that a chart without routes, ingresses and storage of its own never makes. */
export const NO_TRAFFIC_OR_STORAGE: readonly string[] = [
  ...UNCOMMON_KINDS,
  ...ROUTE_KINDS,
  'Ingress',
  'PersistentVolumeClaim',
];

interface Component {
  readonly name: LocatedScalar | string;
  /** The key of its settings; none where they are at the root. */
  readonly path?: readonly string[];
  /** What its number of replicas is called. */
  readonly replicas?: string;
  readonly strategy?: string;
  readonly defaultReplicas?: number;
}

/** A Deployment of which only its replicas and its strategy are known. */
export function component(
  scope: Scope,
  {
    name,
    path = [],
    replicas = 'replicaCount',
    strategy = 'strategy',
    defaultReplicas = 1,
  }: Component,
): RenderedObject {
  return workloadObject(scope, {
    kind: 'Deployment',
    name,
    at: nearestKey(scope, ...path),
    replicas: valueOr(scope, defaultReplicas, ...path, replicas),
    strategy: get(scope.values, ...path, strategy),
  });
}
