import type { RenderedObject } from '../../../model/release.ts';
import { getMap, getString } from '../../../yaml/access.ts';
import { mapFrom, scalarFrom, sequenceFrom } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar } from '../../../yaml/located.ts';
import { makesClaim } from '../shared/claims.ts';
import { kubernetesObject, partial } from '../shared/objects.ts';
import type { Scope } from '../shared/scope.ts';
import type { Visit } from './walk.ts';

/**
 * What the chart's pods refer to, as far as the values' own words tell: one partial Pod in each namespace that
 * mounts the claims and reads the Secrets. Which workload really does is not known.
 */
export function references(scope: Scope, visited: readonly Visit[]): RenderedObject[] {
  const byNamespace = new Map<LocatedScalar | undefined, Visit[]>();
  const moves = movesOf(visited);
  for (const visit of visited) {
    const namespace = moves.findLast(({ path }) => isBelow(visit, path))?.namespace;
    byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), visit]);
  }
  return [...byNamespace].flatMap(
    ([namespace, own]) => pod({ ...scope, namespace: namespace ?? scope.namespace }, own) ?? [],
  );
}

/** Subcharts that are told another namespace: they find what they refer to there. */
const movesOf = (visited: readonly Visit[]) =>
  visited.flatMap(({ map, path }) => {
    const namespace = getString(map, 'namespaceOverride') ?? getString(map, 'forceNamespace');
    return path.length > 0 && namespace ? [{ path, namespace }] : [];
  });

const isBelow = ({ path }: Visit, prefix: readonly string[]): boolean =>
  prefix.every((step, i) => path[i] === step);

function pod(scope: Scope, visited: readonly Visit[]): RenderedObject | undefined {
  const claims = visited.flatMap(claimsOf);
  const environment = visited.flatMap(variablesOf);
  const sources = visited.flatMap(sourcesOf);
  if (claims.length + environment.length + sources.length === 0) return undefined;
  const { at } = scope;
  const container = mapFrom(at, {
    name: scope.release.chart.text,
    env: environment.length > 0 ? sequenceFrom(at, environment) : undefined,
    envFrom: sources.length > 0 ? sequenceFrom(at, sources) : undefined,
  });
  const spec = mapFrom(at, {
    containers: sequenceFrom(at, [container]),
    volumes: claims.length > 0 ? sequenceFrom(at, claims.map(volume)) : undefined,
  });
  const head = {
    apiVersion: 'v1',
    kind: 'Pod',
    name: scope.releaseName,
    namespace: scope.namespace,
  };
  return partial(kubernetesObject(at, head, { spec }));
}

const volume = (claimName: LocatedScalar, index: number): LocatedMap =>
  mapFrom(claimName.origin, {
    name: `claim-${index}`,
    persistentVolumeClaim: mapFrom(claimName.origin, { claimName }),
  });

/**
 * `existingClaim`, and `claimName` where the map is about storage and does not have the chart make that claim. Other
 * keys only sound like it.
 */
function claimsOf({ map, path }: Visit): LocatedScalar[] {
  const existing = getString(map, 'existingClaim');
  if (existing) return [existing];
  const named = getString(map, 'claimName');
  const isStorage = path.some(key => /persist|volume|storage/i.test(key));
  return named && isStorage && !makesClaim(map) ? [named] : [];
}

function variablesOf({ map }: Visit): LocatedMap[] {
  const reference = getMap(map, 'secretKeyRef');
  const name = getString(reference, 'name');
  if (!reference || !name) return [];
  const valueFrom = mapFrom(reference.origin, { secretKeyRef: reference });
  return [mapFrom(reference.origin, { name: scalarFrom(name.origin, 'SECRET'), valueFrom })];
}

function sourcesOf({ map }: Visit): LocatedMap[] {
  const reference = getMap(map, 'secretRef');
  const existing = getString(map, 'existingSecret');
  return [
    ...(reference && getString(reference, 'name')
      ? [mapFrom(reference.origin, { secretRef: reference })]
      : []),
    ...(existing
      ? [mapFrom(existing.origin, { secretRef: mapFrom(existing.origin, { name: existing }) })]
      : []),
  ];
}
