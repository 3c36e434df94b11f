import { basename, dirname, isWithin, joinPath } from '../source/tree.ts';
import { get, itemsAt, textAt } from '../yaml/access.ts';
import { type ClassifiedDocument, KUSTOMIZATION_NAMES } from '../yaml/classify.ts';
import type { LocatedValue } from '../yaml/located.ts';

/** What lies in a repository for another day. */
export interface Parked {
  /** Whether a document declares one of them. */
  readonly has: (document: ClassifiedDocument) => boolean;
  /** The directories that parked Applications would deploy. */
  readonly directories: readonly string[];
}

/**
 * Applications and ApplicationSets that are parked, with what they would deploy: a kustomization lists their
 * siblings and leaves them out, in a comment or altogether, so that nobody applies them. An app of apps does so
 * (https://argo-cd.readthedocs.io/en/stable/operator-manual/cluster-bootstrapping/).
 *
 * Not parked is the root that is applied by hand, since what it deploys is the kustomization's own directory,
 * and what a directory source with `recurse` reads beside the kustomization.
 */
export function parkedApplications(documents: readonly ClassifiedDocument[]): Parked {
  const declared = documents.filter(
    ({ type }) => type === 'application' || type === 'application-set',
  );
  const files = new Set(declared.map(({ document }) => document.file.path));
  const lists = documents
    .filter(
      ({ type, document }) =>
        type === 'kustomization' && KUSTOMIZATION_NAMES.has(basename(document.file.path)),
    )
    .map(({ document: { file, value } }) => {
      const directory = dirname(file.path);
      const entries = ['resources', 'bases', 'components', 'patches', 'patchesStrategicMerge']
        .flatMap(field => itemsAt(value, field))
        .flatMap(item => (item.kind === 'scalar' ? item.text : (textAt(item, 'path') ?? [])));
      return { directory, paths: entries.map(entry => joinPath(directory, entry)) };
    });
  const listed = new Set(lists.flatMap(({ paths }) => paths));
  const siblings = new Map(
    lists.map(({ directory, paths }) => [
      directory,
      paths.filter(path => path !== undefined && files.has(path)).length,
    ]),
  );
  const recursed = declared
    .flatMap(({ document: { value } }) => sourcesOf(value))
    .filter(source => textAt(source, 'directory', 'recurse') === 'true')
    .flatMap(source => textAt(source, 'path') ?? [])
    .flatMap(source => joinPath(source) ?? []);
  const isParked = ({ document: { file, value } }: ClassifiedDocument): boolean => {
    const above = ancestors(dirname(file.path)).find(directory => siblings.has(directory));
    return (
      above !== undefined &&
      (siblings.get(above) ?? 0) >= 2 &&
      !listed.has(file.path) &&
      !recursed.some(root => isWithin(file.path, root)) &&
      !pathsOf(value).some(source => isWithin(dirname(file.path), source))
    );
  };
  const parked = new Set(declared.filter(isParked));
  const live = new Set(
    declared.filter(item => !parked.has(item)).flatMap(({ document }) => pathsOf(document.value)),
  );
  const directories = [...parked]
    .flatMap(({ document }) => pathsOf(document.value))
    .filter(path => path !== '' && !live.has(path));
  return { has: item => parked.has(item), directories };
}

const sourcesOf = (value: LocatedValue | undefined): LocatedValue[] =>
  [get(value, 'spec'), get(value, 'spec', 'template', 'spec')].flatMap(spec => [
    ...[get(spec, 'source')].filter(source => source !== undefined),
    ...itemsAt(spec, 'sources'),
  ]);

const pathsOf = (value: LocatedValue | undefined): string[] =>
  sourcesOf(value)
    .flatMap(source => textAt(source, 'path') ?? [])
    .flatMap(path => joinPath(path) ?? []);

/** A directory and those above it, the nearest first. */
const ancestors = (directory: string): string[] =>
  directory === '' ? [''] : [directory, ...ancestors(dirname(directory))];
