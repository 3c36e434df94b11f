import type { AppDirectory, Application, ApplicationSet } from '../model/application.ts';
import { categoryOf } from '../model/category.ts';
import { pathSet, withAbove } from '../source/path-set.ts';
import { type Place, startOf } from '../source/text.ts';
import { basename, directoriesOf, dirname } from '../source/tree.ts';
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
  const applied = pathSet(byDirectory.keys());
  const yaml = yamlFiles(sources);
  const found: AppDirectory[] = [];
  for (const path of directoriesOf(sources.tree.files)) {
    const category = categoryOf(path, roots);
    const hidden = path.split('/').some(segment => segment.startsWith('.'));
    if (category === undefined || hidden) continue;
    const deployed = byDirectory.get(path) ?? [];
    const deployable = isDeployable(sources, path);
    const partOfOne = used.has(path) || applied.holdsBelow(path);
    if (deployed.length > 0 || (deployable && !partOfOne)) {
      found.push({
        path,
        category,
        deployable,
        applications: deployed,
        at: placeIn(sources, yaml, path),
      });
    }
  }
  const all = pathSet(found.map(({ path }) => path));
  return found.filter(({ path, applications: own }) => own.length > 0 || !all.holdsBelow(path));
}

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
  const seen = new Set<string>();
  const roots = new Set(parents.filter(path => path !== '' && seen.size === seen.add(path).size));
  const read = usedDirectories(applications);
  const others = [...deployed, ...read, ...used, ...applications.map(({ file }) => dirname(file))];
  const [below, above] = [pathSet(others), withAbove(others)];
  const yaml = yamlFiles(sources);
  return directoriesOf(sources.tree.files).flatMap(path => {
    if (!roots.has(dirname(path)) || NO_APPLICATION.test(basename(path))) return [];
    if (below.holds(path) || above.has(path)) return [];
    if (!isDeployable(sources, path) && !holdsManifest(sources, yaml, path)) return [];
    const at = placeIn(sources, yaml, path);
    return [{ path, category: basename(dirname(path)), deployable: true, applications: [], at }];
  });
}

const holdsManifest = (sources: Sources, yaml: YamlFiles, directory: string): boolean =>
  (yaml.own.get(directory) ?? []).some(path =>
    sources.parse(path).documents.some(document => classify(document) === 'manifest'),
  );

/** Directories that deployed kustomizations read: bases and components are no applications. */
const usedDirectories = (applications: readonly Application[]): Set<string> =>
  new Set(
    applications.flatMap(({ builds }) =>
      builds.flatMap(({ kustomizations }) => kustomizations.map(({ directory }) => directory)),
    ),
  );

/** Whether Argo CD finds a kustomization or chart directly in a directory. */
const isDeployable = (sources: Sources, directory: string): boolean =>
  sources.tree.list(directory).some(name => KUSTOMIZATION_NAMES.has(name) || name === 'Chart.yaml');

/** The kustomization's kind, or that of the first YAML file there is below the directory. */
function placeIn(sources: Sources, yaml: YamlFiles, directory: string): Place {
  const own = yaml.own.get(directory) ?? [];
  const best =
    own.find(path => KUSTOMIZATION_NAMES.has(basename(path))) ??
    own[0] ??
    yaml.first.get(directory) ??
    directory;
  const file = sources.text(best) ?? { path: best, text: '' };
  return headOf(sources.parse(best).documents[0]?.value) ?? startOf(file);
}

interface YamlFiles {
  /** The files directly in each directory, in the tree's order. */
  readonly own: ReadonlyMap<string, readonly string[]>;
  /** The first file that each directory holds, at whatever depth. */
  readonly first: ReadonlyMap<string, string>;
}

function yamlFiles({ tree }: Sources): YamlFiles {
  const own = new Map<string, string[]>();
  const first = new Map<string, string>();
  for (const path of tree.files) {
    if (!/\.ya?ml$/.test(path)) continue;
    const directory = dirname(path);
    const list = own.get(directory);
    if (list) list.push(path);
    else own.set(directory, [path]);
    for (const at of withAbove([directory])) if (!first.has(at)) first.set(at, path);
  }
  return { own, first };
}
