import type { Policy } from '../config/load.ts';
import type { Subject } from '../config/scope.ts';
import type { Application } from '../model/application.ts';
import type { Cluster } from '../model/cluster/cluster.ts';
import { namesOfApplication } from '../model/cluster/delivery/ownership.ts';
import { applicationOf } from '../model/cluster/objects/owned.ts';
import type { Repository } from '../model/cluster/repository.ts';
import type { Place } from '../source/text.ts';

/** What of a repository the scoped parts of a policy tell apart. */
export interface Subjects {
  /** The combinations of scoped parts that something of the repository is under, each by its numbers. */
  readonly variants: readonly (readonly number[])[];
  /** The scoped parts that hold at a place. */
  at(place: Place, owner: Application | undefined, cluster: string | undefined): readonly number[];
}

/** So many different policies nobody means; further ones share that of the whole. */
const MOST_VARIANTS = 200;

/**
 * Which scoped parts of a policy hold for what; undefined where a policy has none.
 *
 * @param shown a path relative to the linted directory, as scopes have it
 */
export function subjectsOf(
  repository: Repository,
  { scoped }: Policy,
  shown: (path: string) => string,
): Subjects | undefined {
  if (scoped.length === 0) return undefined;
  const numbersOf = (subject: Subject): number[] =>
    scoped.flatMap(({ matches }, number) => (matches(subject) ? [number] : []));
  const namespaces = namespaceIndex(repository);
  const subjectOf = (
    path: string,
    owner: Application | undefined,
    namespace: string | undefined,
    clusters: readonly string[],
  ): Subject => ({
    file: shown(path),
    applications: owner ? namesOfApplication(owner) : [],
    category: owner?.category,
    namespace,
    clusters,
  });
  const variants = new Map<string, readonly number[]>();
  const parts = repository.clusters.map(({ name }) => [name]);
  for (const { file } of repository.lintedFiles) {
    const { path } = file;
    const owners = new Set([
      repository.applicationOf(path),
      ...repository.clusters.map(({ cluster }) => cluster.applicationOf(path)),
    ]);
    for (const owner of owners)
      for (const namespace of [...namespaces.allOf(path, owner), undefined])
        for (const clusters of [...parts, repository.clustersOf(path)]) {
          const numbers = numbersOf(subjectOf(path, owner, namespace, clusters));
          if (numbers.length > 0 && variants.size < MOST_VARIANTS)
            variants.set(numbers.join(), numbers);
        }
  }
  return {
    variants: [...variants.values()],
    at(place, owner, cluster) {
      const { path } = place.file;
      const clusters = cluster === undefined ? repository.clustersOf(path) : [cluster];
      return numbersOf(subjectOf(path, owner, namespaces.at(place, owner), clusters));
    },
  };
}

interface NamespaceIndex {
  /** The namespace of the object that stands at a place, else that of the Application's destination. */
  at(place: Place, owner: Application | undefined): string | undefined;
  /** All namespaces that something of a file may be in. */
  allOf(path: string, owner: Application | undefined): ReadonlySet<string>;
}

function namespaceIndex({ resources }: Pick<Cluster, 'resources'>): NamespaceIndex {
  const byFile = new Map<string, { start: number; end: number; namespace: string }[]>();
  const byOwner = new Map<Application, Set<string>>();
  for (const resource of [...resources.deployed, ...resources.loose]) {
    const { namespace, value } = resource;
    if (namespace === undefined) continue;
    const { file, start, end } = value.origin;
    byFile.set(file.path, [...(byFile.get(file.path) ?? []), { start, end, namespace }]);
    const owner = applicationOf(resource);
    if (owner) byOwner.set(owner, (byOwner.get(owner) ?? new Set()).add(namespace));
  }
  const ofOwner = (owner: Application | undefined): string | undefined => {
    const [only, ...others] = (owner && byOwner.get(owner)) ?? [];
    return others.length === 0 && only !== undefined ? only : owner?.destination.namespace?.text;
  };
  return {
    at: ({ file, start }, owner) =>
      byFile.get(file.path)?.find(object => object.start <= start && start <= object.end)
        ?.namespace ?? ofOwner(owner),
    allOf: (path, owner) => {
      const own = ofOwner(owner);
      return new Set([
        ...(byFile.get(path) ?? []).map(({ namespace }) => namespace),
        ...(own === undefined ? [] : [own]),
      ]);
    },
  };
}
