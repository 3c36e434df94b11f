import type { AppDirectory, Application, ApplicationSet } from '../model/application.ts';
import { categoryOf } from '../model/category.ts';
import { type Place, startOf } from '../source/text.ts';
import { basename, directoriesOf, dirname, isWithin } from '../source/tree.ts';
import { classify, KUSTOMIZATION_NAMES } from '../yaml/classify.ts';
import { headOf } from '../yaml/located.ts';
import type { Sources } from '../yaml/sources.ts';

/**
 * The directories whose children are categories, from the patterns that ApplicationSets scan:
 * `apps` for `apps/media/*` as for `apps/<any>/<any>`. A pattern that names one directory (`apps/openebs`)
 * says nothing of its own.
 */
export function applicationRoots(sets: readonly ApplicationSet[]): string[] {
  const roots = sets.flatMap(({ generators }) =>
    generators
      .filter(({ type }) => type === 'git-directories')
      .flatMap(({ patterns }) => patterns)
      .filter(({ matches }) => matches !== undefined)
      .flatMap(({ pattern }) => {
        const segments = pattern.split('/');
        return /[*?[]/.test(segments.at(-1) ?? '') && segments.length > 2
          ? [segments.slice(0, -2).join('/')]
          : [];
      }),
  );
  return [...new Set(roots)].filter(root => !/[*?[]/.test(root)).sort();
}

/**
 * The directories below the application roots that are meant to be deployed: those an Application
 * deploys, and those that hold something to deploy without being part of one that is deployed.
 */
export function appDirectories(
  sources: Sources,
  roots: readonly string[],
  applications: readonly Application[],
): AppDirectory[] {
  const byDirectory = new Map<string, Application[]>();
  for (const application of applications) {
    // A generator covers what it matches, even where the source is another repository's.
    const generated = application.generatedBy?.directory;
    const directories = new Set(application.builds.map(({ directory }) => directory));
    if (generated !== undefined) directories.add(generated);
    for (const directory of directories) {
      byDirectory.set(directory, [...(byDirectory.get(directory) ?? []), application]);
    }
  }
  const used = usedDirectories(applications);
  const found: AppDirectory[] = [];
  for (const path of directoriesOf(sources.tree.files)) {
    const category = categoryOf(path, roots);
    const hidden = path.split('/').some(segment => segment.startsWith('.'));
    if (category === undefined || hidden) continue;
    const deployed = byDirectory.get(path) ?? [];
    const deployable = isDeployable(sources, path);
    const partOfOne =
      used.has(path) ||
      [...byDirectory.keys()].some(other => other !== path && isWithin(path, other));
    if (deployed.length > 0 || (deployable && !partOfOne)) {
      found.push({
        path,
        category,
        deployable,
        applications: deployed,
        at: placeIn(sources, path),
      });
    }
  }
  return found.filter(
    ({ path, applications: own }) => own.length > 0 || !hasDeployedParent(path, found),
  );
}

/** The files whose content becomes parameters of Applications. */
export const parameterFiles = (sets: readonly ApplicationSet[]): Set<string> =>
  new Set(
    sets
      .flatMap(({ generators }) => generators)
      .filter(({ type }) => type === 'git-files')
      .flatMap(({ patterns }) => patterns.flatMap(({ matches }) => matches ?? [])),
  );

/** Names of directories that are beside applications for a reason of their own. */
const NO_APPLICATION =
  /^(_|base|bootstrap|common|component|crd|disabled|archive|lib|shared|template|test|argo)/i;

/**
 * Directories with manifests beside those that Applications written by hand deploy, when at least two
 * of these lie side by side, and which nothing deploys or reads.
 *
 * @param used directories of kustomizations that are applied in another way
 */
export function neighbours(
  sources: Sources,
  applications: readonly Application[],
  used: ReadonlySet<string>,
): AppDirectory[] {
  const byHand = applications.filter(({ generatedBy }) => generatedBy === undefined);
  const deployed = new Set(applications.flatMap(({ builds }) => builds.map(own => own.directory)));
  const parents = byHand.flatMap(({ builds }) =>
    [...new Set(builds.map(({ directory }) => directory))]
      .filter(directory => sources.tree.kind(directory) === 'directory')
      .map(dirname),
  );
  const roots = new Set(parents.filter((path, i) => path !== '' && parents.indexOf(path) < i));
  const read = usedDirectories(applications);
  const declared = new Set(applications.map(({ file }) => dirname(file)));
  return directoriesOf(sources.tree.files).flatMap(path => {
    const isOwn = (other: string) => isWithin(other, path) || isWithin(path, other);
    if (!roots.has(dirname(path)) || NO_APPLICATION.test(basename(path))) return [];
    if ([...deployed, ...read, ...used, ...declared].some(isOwn)) return [];
    if (!isDeployable(sources, path) && !holdsManifest(sources, path)) return [];
    const at = placeIn(sources, path);
    return [{ path, category: basename(dirname(path)), deployable: true, applications: [], at }];
  });
}

const holdsManifest = (sources: Sources, directory: string): boolean =>
  sources.tree.files.some(
    path =>
      dirname(path) === directory &&
      /\.ya?ml$/.test(path) &&
      sources.parse(path).documents.some(document => classify(document) === 'manifest'),
  );

/** Directories that deployed kustomizations read: bases and components are no applications. */
const usedDirectories = (applications: readonly Application[]): Set<string> =>
  new Set(
    applications.flatMap(({ builds }) =>
      builds.flatMap(({ kustomizations }) => kustomizations.map(({ directory }) => directory)),
    ),
  );

const hasDeployedParent = (path: string, all: readonly AppDirectory[]): boolean =>
  all.some(other => other.path !== path && isWithin(path, other.path));

/** Whether Argo CD finds a kustomization or chart directly in a directory. */
const isDeployable = (sources: Sources, directory: string): boolean =>
  sources.tree.list(directory).some(name => KUSTOMIZATION_NAMES.has(name) || name === 'Chart.yaml');

/** The kustomization's kind, or that of the first YAML file there is below the directory. */
function placeIn(sources: Sources, directory: string): Place {
  const inside = sources.tree.files.filter(
    path => isWithin(path, directory) && /\.ya?ml$/.test(path),
  );
  const own = inside.filter(path => dirname(path) === directory);
  const best =
    own.find(path => KUSTOMIZATION_NAMES.has(basename(path))) ?? own[0] ?? inside[0] ?? directory;
  const file = sources.text(best) ?? { path: best, text: '' };
  return headOf(sources.parse(best).documents[0]?.value) ?? startOf(file);
}
