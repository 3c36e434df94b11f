import type { AppBuild } from '../model/app-build.ts';
import type { Resource } from '../model/resource.ts';
import { textAt, toPlain } from '../yaml/access.ts';
import { scalarFrom, setIn } from '../yaml/build.ts';
import type { LocatedMap } from '../yaml/located.ts';

/** An Application or ApplicationSet, as a file has it or as it is deployed. */
export interface ArgoObject {
  readonly kind: 'Application' | 'ApplicationSet';
  readonly value: LocatedMap;
}

/** What something deploys, and where objects without a namespace go. */
export interface Deployment {
  readonly build: AppBuild;
  readonly resources: readonly Resource[];
}

/**
 * The Applications and ApplicationSets of a repository when some of them deploy others: those that
 * only a build makes are added (app of apps), those that a build changes are taken as they are
 * deployed, and patches of them are no objects. What nothing deploys stays as its file has it,
 * since it may be applied by hand.
 *
 * @param written as the files have them
 * @param deployments of what is known so far
 * @param namespaced remembers values across calls, so that what stays the same stays identical
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/cluster-bootstrapping/
 */
export function deployedObjects(
  written: readonly ArgoObject[],
  deployments: readonly Deployment[],
  namespaced: NamespacedValues,
): ArgoObject[] {
  const places = new Map(written.map(object => [placeOf(object.value), object]));
  const replaced = new Set<ArgoObject>();
  const deployed = new Map<string, ArgoObject>();
  for (const { build, resources } of deployments) {
    for (const { kind, group, name, namespace, value, partial } of resources) {
      if (partial || group !== 'argoproj.io' || !isArgoKind(kind)) continue;
      const original = places.get(placeOf(value));
      if (original) replaced.add(original);
      const key = `${kind} ${namespace ?? ''} ${name}`;
      if (!deployed.has(key))
        deployed.set(key, { kind, value: namespaced(value, namespace, original?.value) });
    }
    for (const { role, path } of build.references) {
      if (role !== 'patch') continue;
      for (const object of written)
        if (object.value.origin.file.path === path) replaced.add(object);
    }
  }
  return [...written.filter(object => !replaced.has(object)), ...deployed.values()];
}

const isArgoKind = (kind: string): kind is ArgoObject['kind'] =>
  kind === 'Application' || kind === 'ApplicationSet';

const placeOf = ({ origin: { file, document, start } }: LocatedMap): string =>
  `${file.path} ${document} ${start}`;

/** A value with the namespace it is deployed to; the file's own value where that is the same. */
export type NamespacedValues = (
  value: LocatedMap,
  namespace: string | undefined,
  original: LocatedMap | undefined,
) => LocatedMap;

export function namespacedValues(): NamespacedValues {
  const known = new Map<LocatedMap, Map<string | undefined, LocatedMap>>();
  return (value, namespace, original) => {
    const byNamespace = known.get(value) ?? new Map<string | undefined, LocatedMap>();
    known.set(value, byNamespace);
    const made = byNamespace.get(namespace) ?? withNamespace(value, namespace, original);
    byNamespace.set(namespace, made);
    return made;
  };
}

function withNamespace(
  value: LocatedMap,
  namespace: string | undefined,
  original: LocatedMap | undefined,
): LocatedMap {
  if (namespace !== undefined && textAt(value, 'metadata', 'namespace') !== namespace) {
    const set = setIn(value, ['metadata', 'namespace'], scalarFrom(value.origin, namespace));
    return set.kind === 'map' ? set : value;
  }
  return original && isSame(original, value) ? original : value;
}

const isSame = (a: LocatedMap, b: LocatedMap): boolean =>
  JSON.stringify(toPlain(a)) === JSON.stringify(toPlain(b));
