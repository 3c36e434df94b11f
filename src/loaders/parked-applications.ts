import { once } from '../model/once.ts';
import { upTo } from '../source/argo-paths.ts';
import { isPutAway } from '../source/put-away.ts';
import { basename, dirname, isWithin, joinPath } from '../source/tree.ts';
import { isCapitalWord } from '../text/placeholder.ts';
import { booleanAt, get, itemsAt, scalarsIn, textAt } from '../yaml/access.ts';
import { type ClassifiedDocument, KUSTOMIZATION_NAMES } from '../yaml/classify.ts';
import { listedPaths } from '../yaml/kustomization-paths.ts';
import type { LocatedValue } from '../yaml/located.ts';
import type { Sources } from '../yaml/sources.ts';
import { directoryOptions, readsFile } from './directory.ts';

/**
 * The directories of sources that are commented out, most often with the whole Application, or that a template makes
 * an Application for under a condition.
 */
export const commentedPaths = once(
  ({ tree, text }: Sources): ReadonlySet<string> =>
    new Set(
      tree.files
        .filter(path => /\.ya?ml$/.test(path))
        .flatMap(path => {
          const source = text(path)?.text ?? '';
          const isTemplate = source.includes('{{') && /^kind: Application\b/m.test(source);
          return [...source.matchAll(COMMENTED), ...(isTemplate ? source.matchAll(PATH) : [])];
        })
        .flatMap(([, path]) => joinPath(path ?? '') ?? []),
    ),
);
const PATH = /^[ \t-]*path:[ \t]*["']?([\w./-]+)/gm;
const COMMENTED = /^[ \t]*#[# \t-]*path:[ \t]*["']?([\w./-]+)/gm;

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
 * Neither is one applied that a directory source leaves out by `include` or `exclude` while it reads its siblings
 * (https://argo-cd.readthedocs.io/en/stable/user-guide/directory/#including-only-certain-files).
 *
 * Parked is also what the README beside it says to wait (`isWaiting`, by path), what has a name to be filled in
 * (`TEMPLATE`, `{{NAME}}`), and what lies in a folder whose name says so
 * (`argocd-disabled/`, `.archive/`) and that no Application or generator reads.
 *
 * Not parked is the root that is applied by hand, since what it deploys is the kustomization's own directory,
 * and what a directory source with `recurse` reads beside the kustomization.
 */
export function parkedApplications(
  documents: readonly ClassifiedDocument[],
  isWaiting: (path: string) => boolean,
): Parked {
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
      return { directory, paths: listedPaths(value, directory) };
    });
  const listed = new Set(lists.flatMap(({ paths }) => paths));
  const siblings = new Map(
    lists.map(({ directory, paths }) => [directory, paths.filter(path => files.has(path)).length]),
  );
  const sources = declared.flatMap(({ document: { value } }) => sourcesOf(value));
  const recursed = sources
    .filter(source => booleanAt(source, 'directory', 'recurse') === true)
    .flatMap(source => textAt(source, 'path') ?? [])
    .flatMap(source => joinPath(source) ?? []);
  const isLeftOut = ({ document: { file, value } }: ClassifiedDocument): boolean => {
    const above = upTo(dirname(file.path), '').find(directory => siblings.has(directory));
    return (
      above !== undefined &&
      (siblings.get(above) ?? 0) >= SIBLINGS &&
      !recursed.some(root => isWithin(file.path, root)) &&
      !isRootOf(value, file.path)
    );
  };
  const directories = sources.flatMap(source => directorySource(source) ?? []);
  const paths = [...files];
  const filters = directories.filter(
    source => source.isFilter && paths.filter(path => source.reads(path)).length >= SIBLINGS,
  );
  const isFilteredOut = ({ document: { file, value } }: ClassifiedDocument): boolean =>
    filters.some(source => source.holds(file.path)) &&
    !directories.some(source => source.reads(file.path)) &&
    !isRootOf(value, file.path);
  const awake = declared.filter(({ document: { file } }) => !isPutAway(file.path));
  const read = new Set(
    awake.flatMap(({ document: { value } }) => [...pathsOf(value), ...scannedBy(value)]),
  );
  // Without `recurse` a source reads its own directory only.
  const isUnread = ({ document: { file } }: ClassifiedDocument): boolean =>
    isPutAway(file.path) &&
    !read.has(dirname(file.path)) &&
    !recursed.some(root => isWithin(file.path, root));
  const parked = new Set(
    declared.filter(
      item =>
        !listed.has(item.document.file.path) &&
        (isWaiting(item.document.file.path) ||
          isLeftOut(item) ||
          isFilteredOut(item) ||
          isUnread(item) ||
          isToBeCopied(item)),
    ),
  );
  const live = new Set(
    declared.filter(item => !parked.has(item)).flatMap(({ document }) => pathsOf(document.value)),
  );
  return {
    has: item => parked.has(item),
    directories: [...parked]
      .flatMap(({ document }) => pathsOf(document.value))
      .filter(path => path !== '' && !live.has(path)),
  };
}

/**
 * Whether its name is in capitals, or has braces that nothing fills in (`team-{{TEAM}}`), which Kubernetes refuses:
 * whoever copies the file writes another.
 */
const isToBeCopied = ({ document: { value } }: ClassifiedDocument): boolean => {
  const name = textAt(value, 'metadata', 'name') ?? '';
  return isCapitalWord(name) || /\{\{\s*[A-Z][A-Z0-9_]*\s*\}\}/.test(name);
};

/** As many declared beside it show that they are meant to be applied, and it is not. */
const SIBLINGS = 2;

/** Whether it deploys the directory that it lies in, or one above: the root, which is applied by hand. */
const isRootOf = (value: LocatedValue | undefined, path: string): boolean =>
  pathsOf(value).some(source => isWithin(dirname(path), source));

/** What a source without a wildcard in its path reads as plain manifests. */
interface DirectorySource {
  readonly isFilter: boolean;
  readonly reads: (path: string) => boolean;
  /** Whether it would read the file but for its filters. */
  readonly holds: (path: string) => boolean;
}

function directorySource(source: LocatedValue): DirectorySource | undefined {
  const directory = joinPath(textAt(source, 'path') ?? '..');
  if (directory === undefined || get(source, 'directory') === undefined) return undefined;
  const { recurse, ...filters } = directoryOptions(source);
  return {
    isFilter: filters.include !== undefined || filters.exclude !== undefined,
    reads: path => readsFile(path, directory, { recurse, ...filters }),
    holds: path => readsFile(path, directory, { recurse }),
  };
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

/** The directories that a set's generators read: of a pattern what stands before its first wildcard. */
const scannedBy = (value: LocatedValue | undefined): string[] => {
  const generators = get(value, 'spec', 'generators');
  return (generators ? scalarsIn(generators) : []).flatMap(({ text }) => {
    if (text.includes('://')) return [];
    const [literal = ''] = /^[^*?[{]*/.exec(text) ?? [];
    if (literal === text) return text.includes('/') ? (joinPath(text) ?? []) : [];
    return joinPath(dirname(`${literal}x`)) ?? [];
  });
};
