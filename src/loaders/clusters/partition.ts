import type { AppBuild } from '../../model/app-build.ts';
import type { Application } from '../../model/application.ts';
import { type Cluster, makeCluster } from '../../model/cluster/cluster.ts';
import type { Blindness } from '../../model/cluster/objects/doubts.ts';
import type { ClusterFacts } from '../../model/cluster/objects/facts.ts';
import type { ClusterResource } from '../../model/cluster/objects/owned.ts';
import { indexResources } from '../../model/cluster/objects/resources.ts';
import type { ClusterPart, Repository } from '../../model/cluster/repository.ts';
import { upTo } from '../../source/argo-paths.ts';
import { dirname } from '../../source/tree.ts';
import { fileOwner, fileOwners } from './file-owners.ts';
import type { Undecided } from './settle.ts';

/** What a repository is divided by. */
export interface Division {
  /** The facts of the whole. */
  readonly facts: ClusterFacts;
  /** What is unread besides builds: the same for all clusters. */
  readonly blindness: Blindness;
  /** What some Applications and kustomizations hide. */
  readonly targets: (
    applications: readonly Application[],
    standalone: readonly AppBuild[],
  ) => Blindness['builds'];
  /** The cluster that a kustomization is applied to by hand, where it is one of several overlays. */
  readonly instanceOf: (build: AppBuild) => string | undefined;
  /** Clusters that may be the same under another name. */
  readonly undecided: Undecided;
  /** The clusters that the policy says a file is for. */
  readonly pinned: (path: string) => readonly string[];
}

/**
 * Divides a repository into the clusters it describes. With one only, and that is the rule, nothing is
 * divided.
 */
export function divide(division: Division): Repository {
  const { facts } = division;
  const whole = makeCluster(facts);
  const names = clustersIn(facts.applications);
  if (names.length < 2) return Object.assign(whole, { clusters: [], clustersOf: () => [] });
  const clustersOf = fileClusters(division, names);
  const parts = names.map(name => ({ name, cluster: partOf(division, name, clustersOf) }));
  return Object.assign(whole, { clusters: parts satisfies ClusterPart[], clustersOf });
}

/** The clusters that Applications deploy to, in order of name. */
const clustersIn = (applications: readonly Application[]): string[] =>
  [...new Set(applications.flatMap(({ cluster }) => cluster ?? []))].sort();

function partOf(
  { facts, blindness, targets, instanceOf, undecided }: Division,
  name: string,
  clustersOf: Repository['clustersOf'],
): Cluster {
  const isHere = (path: string): boolean => {
    const clusters = clustersOf(path);
    return clusters.length === 0 || clusters.includes(name);
  };
  const { talos } = facts;
  const applications = facts.applications.filter(
    ({ cluster }) => cluster === undefined || cluster === name,
  );
  const standalone = facts.standalone.filter(build => {
    const instance = instanceOf(build);
    const [root] = build.kustomizations;
    return instance === undefined ? isHere(root?.file ?? build.directory) : instance === name;
  });
  const nodes = talos.nodes.filter(({ file }) => isHere(file));
  const isSure = (path: string) => clustersOf(path).length > 0;
  const [ours, builds] = [new Set(applications), new Set(standalone)];
  const isOurs = ({ owner }: ClusterResource): boolean =>
    owner.type === 'application'
      ? ours.has(owner.application)
      : owner.type === 'kustomization'
        ? builds.has(owner.build)
        : isHere(owner.path);
  const { resources } = facts;
  // What may be in the same cluster exists for lookups; conflicts with it would be guesses.
  const others = new Set(undecided.get(name));
  const isMaybeOurs = ({ owner }: ClusterResource): boolean =>
    owner.type === 'application' && others.has(owner.application.cluster ?? '');
  return makeCluster({
    ...facts,
    applications,
    standalone,
    talos: {
      ...talos,
      nodes,
      patches: talos.patches.filter(({ file }) => isHere(file)),
      images: talos.images.filter(({ at }) => isHere(at.file.path)),
      unchecked: talos.unchecked.filter(({ path }) => isHere(path)),
    },
    resources: indexResources(
      resources.deployed.filter(isOurs),
      [...resources.loose.filter(isOurs), ...resources.deployed.filter(isMaybeOurs)],
      {
        ...blindness,
        builds: targets(applications, standalone),
        // Machines that may be another cluster's say nothing of what this one has.
        isWholeCluster: nodes.length > 0 && nodes.every(({ file }) => isSure(file)),
      },
      resources,
    ),
    applicationOf: fileOwner(fileOwners(applications)),
  });
}

/** Who reads a file, else the folder it is in. */
function fileClusters(
  { facts: { applications, standalone }, pinned, instanceOf }: Division,
  names: readonly string[],
): Repository['clustersOf'] {
  const owners = fileOwners(applications);
  const declared = new Map<string, Set<string>>();
  const read = new Map<string, Set<string>>();
  const add = (map: Map<string, Set<string>>, path: string, name: string | undefined): void => {
    if (name !== undefined) map.set(path, (map.get(path) ?? new Set()).add(name));
  };
  for (const { cluster, file, resources, builds } of applications) {
    add(declared, file, cluster);
    for (const { files } of resources) for (const path of files) add(read, path, cluster);
    for (const { kustomizations } of builds)
      for (const { file: path } of kustomizations) add(read, path, cluster);
  }
  for (const build of standalone)
    for (const { files } of build.resources)
      for (const path of files) add(read, path, instanceOf(build));
  const folders = folderClusters(applications);
  const known = new Map<string, readonly string[]>();
  const find = (path: string): readonly string[] => {
    const chosen = pinned(path).filter(name => names.includes(name));
    if (chosen.length > 0) return chosen;
    const { inside, readers } = owners(path);
    const users = new Set([
      ...(read.get(path) ?? []),
      ...[...readers, ...inside].flatMap(({ cluster }) => cluster ?? []),
    ]);
    if (users.size > 0) return [...users].sort();
    if (declared.has(path)) return [...(declared.get(path) ?? [])].sort();
    const named = path.split('/').findLast(segment => names.includes(segment));
    return named === undefined ? folders(path) : [named];
  };
  return path => {
    const answer = known.get(path) ?? find(path);
    known.set(path, answer);
    return answer;
  };
}

/** Folders that hold alternatives and parts: of what lies in them each may be for another cluster. */
const ALTERNATIVES =
  /(?:^|\/)(?:overlays?|environments?|envs?|components?|variants?|bases?)(?:\/|$)/;

/**
 * The innermost folder, below the top, that holds what several Applications deploy, if all of it is for
 * one cluster: `clusters/prod`. One of several overlays beside each other says nothing of the others.
 */
function folderClusters(applications: readonly Application[]): (path: string) => readonly string[] {
  const folders = new Map<
    string,
    { clusters: Set<string | undefined>; directories: Set<string> }
  >();
  for (const { builds, cluster } of applications)
    for (const { directory } of builds)
      for (const folder of upTo(directory, '')) {
        const known = folders.get(folder) ?? { clusters: new Set(), directories: new Set() };
        known.clusters.add(cluster);
        known.directories.add(directory);
        folders.set(folder, known);
      }
  return path => {
    const folder = upTo(dirname(path), '').find(item => folders.has(item)) ?? '';
    const { clusters, directories } = folders.get(folder) ?? {};
    const [only, ...others] = clusters ?? [];
    const isOne = only !== undefined && others.length === 0 && (directories?.size ?? 0) > 1;
    // Of the folder itself its own name counts: `environments/prod` is one of them.
    const rest = path.slice(Math.max(0, folder.lastIndexOf('/') + 1));
    return folder !== '' && isOne && !ALTERNATIVES.test(rest) ? [only] : [];
  };
}
