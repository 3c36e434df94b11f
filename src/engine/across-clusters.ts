import { titleOf } from '../model/cluster/objects/owned.ts';
import type { ClusterPart, Repository } from '../model/cluster/repository.ts';
import { codes } from '../text/code.ts';
import { withSentence } from '../text/sentences.ts';
import { compareFindings, doubted, type Finding } from './finding.ts';

/** What was found in one of the clusters. */
export interface OfCluster extends ClusterPart {
  readonly findings: readonly Finding[];
}

/**
 * The findings of a repository and of its clusters together: one for each place, with the clusters it is
 * about. What a file makes that may be of any cluster is wrong only where it is wrong in all of them.
 */
export function acrossClusters(
  repository: Repository,
  ofWhole: readonly Finding[],
  parts: readonly OfCluster[],
): readonly Finding[] {
  const { clusters, clustersOf } = repository;
  if (clusters.length === 0) return ofWhole.map(finding => ({ ...finding, clusters: [] }));
  const whole = ofWhole.map(finding => ({
    ...finding,
    clusters: finding.clusters.length > 0 ? finding.clusters : clustersOf(finding.at.file.path),
  }));
  const holders = holdersOf(parts);
  const isOfAny = openFiles(repository);
  const merged = parts
    .flatMap(({ name, findings }) => findings.map(finding => ({ name, finding })))
    .sort((a, b) => compareFindings(a.finding, b.finding));
  const groups: { finding: Finding; names: Set<string> }[] = [];
  for (const { name, finding } of merged) {
    const last = groups.at(-1);
    if (last && compareFindings(last.finding, finding) === 0) last.names.add(name);
    else groups.push({ finding, names: new Set([name]) });
  }
  return [
    ...whole,
    ...groups.flatMap(({ finding, names }): Finding[] => {
      const { file } = finding.at;
      const isOpen = clustersOf(file.path).length === 0;
      if (isOpen && names.size < clusters.length) return [];
      const own = { ...finding, clusters: isOpen ? [] : [...names].sort() };
      return [withOpenPair(withHolders(own, names, holders), isOpen, isOfAny)];
    }),
  ];
}

/** Which clusters have an object, by how a person would name it. */
function holdersOf(parts: readonly OfCluster[]): (object: string) => readonly string[] {
  const index = once(() => {
    const holders = new Map<string, Set<string>>();
    for (const { name, cluster } of parts)
      for (const resource of cluster.resources.deployed) {
        const object = titleOf(resource);
        holders.set(object, (holders.get(object) ?? new Set()).add(name));
      }
    return holders;
  });
  return object => [...(index().get(object) ?? [])].sort();
}

/** What is missing here may be there: which clusters have it. */
function withHolders(
  finding: Finding,
  names: ReadonlySet<string>,
  holders: (object: string) => readonly string[],
): Finding {
  const others = finding.missing === undefined ? [] : holders(finding.missing);
  const elsewhere = others.filter(name => !names.has(name));
  if (elsewhere.length === 0) return finding;
  const said = `The cluster${elsewhere.length > 1 ? 's' : ''} ${codes(elsewhere)} ${elsewhere.length > 1 ? 'have' : 'has'} it.`;
  return { ...finding, help: withSentence(finding.help, said) };
}

/** Files of objects and machines that may be in any of the clusters. */
function openFiles({ resources, talos, clustersOf }: Repository): (path: string) => boolean {
  const files = once(
    () =>
      new Set(
        [
          ...resources.deployed.flatMap(({ files: [path = ''] }) => path),
          ...[...talos.nodes, ...talos.patches].map(({ file }) => file),
        ].filter(path => clustersOf(path).length === 0),
      ),
  );
  return path => files().has(path);
}

/** A conflict with something that may be of another cluster is none for certain. */
function withOpenPair(
  finding: Finding,
  isOpen: boolean,
  isOfAny: (path: string) => boolean,
): Finding {
  const other = finding.related.find(({ at }) => isOfAny(at.file.path));
  if (isOpen || !other || finding.confidence === 'likely') return finding;
  return doubted(finding, `nothing says which cluster \`${other.at.file.path}\` is for`);
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}
