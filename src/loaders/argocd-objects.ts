import type { AppBuild } from '../model/app-build.ts';
import type { Resource } from '../model/resource.ts';
import { textAt, toPlain } from '../yaml/access.ts';
import { scalarFrom, setIn } from '../yaml/build.ts';
import type { LocatedMap } from '../yaml/located.ts';
import { IN_CLUSTER } from './clusters/destinations.ts';
import { type Clash, type Instances, instancesOf, type Root } from './clusters/instances.ts';

/** An Application or ApplicationSet, as a file has it or as it is deployed. */
export interface ArgoObject {
  readonly kind: 'Application' | 'ApplicationSet';
  readonly value: LocatedMap;
  readonly control: Control;
}

/** Whose Argo CD has an object. */
export interface Control {
  /** What all that leads to it begins with: the place of a file's object, or a directory. */
  readonly root: string;
  /** The cluster as its root's Argo CD calls it. */
  readonly host: string;
}

/** What something deploys, and where objects without a namespace go. */
export interface Deployment {
  readonly build: AppBuild;
  /** Where it puts its objects. */
  readonly control: Control;
  /** Whether its root deploys it, and not an Application that the root makes. */
  readonly isDirect: boolean;
  readonly resources: readonly Resource[];
}

/** What there is of Applications and ApplicationSets, and which Argo CD has what a root makes. */
export interface Deployed {
  readonly objects: readonly ArgoObject[];
  readonly instances: Instances;
}

/**
 * The Applications and ApplicationSets of a repository when some of them deploy others: those that
 * only a build makes are added (app of apps), those that a build changes are taken as they are
 * deployed, and patches of them are no objects. What nothing deploys stays as its file has it,
 * since it may be applied by hand.
 *
 * @param written as the files have them
 * @param deployments of what is known so far
 * @param roots what the deployments begin with
 * @param namespaced remembers values across calls, so that what stays the same stays identical
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/cluster-bootstrapping/
 */
export function deployedObjects(
  written: readonly ArgoObject[],
  deployments: readonly Deployment[],
  roots: readonly Root[],
  namespaced: NamespacedValues,
): Deployed {
  const places = new Map(written.map(object => [placeOf(object.value), object]));
  const replaced = new Set<ArgoObject>();
  const made: MadeObject[] = [];
  for (const { build, resources, control, isDirect } of deployments) {
    for (const { kind, group, name, namespace, value, partial } of resources) {
      if (partial || group !== 'argoproj.io' || !isArgoKind(kind)) continue;
      const original = places.get(placeOf(value));
      if (original) replaced.add(original);
      const own = namespaced(value, namespace, original?.value);
      const key = `${kind} ${namespace ?? ''} ${name}`;
      made.push({ kind, value: own, control, key, isDirect });
    }
    for (const { role, path } of build.references) {
      if (role !== 'patch') continue;
      for (const object of written)
        if (object.value.origin.file.path === path) replaced.add(object);
    }
  }
  const direct = made.filter(({ control, isDirect }) => isDirect && control.host === IN_CLUSTER);
  const instances = instancesOf(roots, sizesOf(direct), clashesOf(direct));
  const deployed = new Map<string, ArgoObject>();
  for (const { kind, value, control, key } of made) {
    const { root, host } = control;
    const where = host === IN_CLUSTER ? (instances?.get(root) ?? '') : host;
    const id = `${where}\0${key}`;
    if (!deployed.has(id)) deployed.set(id, { kind, value, control });
  }
  const left = written.filter(object => !replaced.has(object));
  return { objects: [...left, ...deployed.values()], instances };
}

interface MadeObject extends ArgoObject {
  /** Kind, namespace and name. */
  readonly key: string;
  readonly isDirect: boolean;
}

/** How many objects each root makes by itself. */
function sizesOf(made: readonly MadeObject[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { control } of made) sizes.set(control.root, (sizes.get(control.root) ?? 0) + 1);
  return sizes;
}

/** Roots that make one object, each in its own way. */
function clashesOf(made: readonly MadeObject[]): Clash[] {
  const firsts = new Map<string, MadeObject>();
  const clashes = new Map<string, Clash>();
  for (const object of made) {
    const first = firsts.get(object.key) ?? object;
    firsts.set(object.key, first);
    const [a, b] = [first.control.root, object.control.root];
    if (a === b || first.value === object.value || isSame(first.value, object.value)) continue;
    const pair = `${a}\0${b}`;
    clashes.set(pair, { a, b, count: (clashes.get(pair)?.count ?? 0) + 1 });
  }
  return [...clashes.values()];
}

const isArgoKind = (kind: string): kind is ArgoObject['kind'] =>
  kind === 'Application' || kind === 'ApplicationSet';

/** What tells an object of a file from all others. */
export const placeOf = ({ origin: { file, document, start } }: LocatedMap): string =>
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
