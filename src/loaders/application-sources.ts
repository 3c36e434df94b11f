import type { AppBuild } from '../model/app-build.ts';
import type { ApplicationSource, ApplicationSpec } from '../model/application.ts';
import type { HelmRelease } from '../model/release.ts';
import { carries, type Unknown } from '../model/unknown.ts';
import { startOf } from '../source/text.ts';
import { basename, dirname, joinPath } from '../source/tree.ts';
import { reasonOf } from '../text/reason.ts';
import { asMap, booleanAt, getMap, itemsAt, textAt, toPlain } from '../yaml/access.ts';
import { without } from '../yaml/build.ts';
import type { LocatedScalar } from '../yaml/located.ts';
import { mergeValues } from '../yaml/merge.ts';
import type { Sources } from '../yaml/sources.ts';
import { type BuildOptions, buildApp, detectType, unseenBuild } from './app-build.ts';
import type { OwnRepository } from './applicationsets/own-repository.ts';
import type { ChartReleases } from './chart-releases.ts';
import { directoryOptions, namesDirectory, toResource } from './directory.ts';
import { knowsOverrides } from './kustomize/overrides.ts';
import { buildLocalChart } from './local-chart.ts';
import { isOfOtherBranch } from './other-branch.ts';
import { pluginOptions, unreadPlugin } from './plugin-sources.ts';
import type { FindPlugin } from './plugins.ts';
import { absentSubmodule } from './unknown/submodules.ts';
import { helmValues, type Places } from './value-files.ts';

/** Builds a directory of this repository with an Application's options, each combination once. */
export type BuildDirectory = (directory: string, options?: BuildOptions) => AppBuild;

/** @param kustomizeVersion of the kustomize that builds, where it is known */
export function memoBuild(
  sources: Sources,
  charts: ChartReleases,
  isOwnRepository: OwnRepository,
  kustomizeVersion?: string,
): BuildDirectory {
  const builds = new Map<string, AppBuild>();
  return (directory, options = {}) => {
    const { overrides, ...rest } = options;
    const key = JSON.stringify([directory, rest, overrides && toPlain(overrides)]);
    const known = builds.get(key);
    if (known) return known;
    // Argo CD's own load restriction is a rule's business: here every file may be read.
    const built = guarded(sources, directory, () =>
      buildApp(sources, directory, {
        ...options,
        loadRestrictor: 'none',
        kustomizeVersion,
        isOwnRepository,
        renderRelease: (release, chart) => charts.render(release, 'kustomize', chart),
      }),
    );
    builds.set(key, built);
    return built;
  };
}

/** A mistake of the linter in one directory must not cost the report on all others. */
function guarded(sources: Sources, directory: string, build: () => AppBuild): AppBuild {
  try {
    return build();
  } catch (error) {
    const path = sources.tree.files.find(file => dirname(file) === directory) ?? directory;
    const at = startOf(sources.text(path) ?? { path, text: '' });
    const reason = `\`${directory}\` could not be built, by a mistake of the linter`;
    const message = `${reason}: ${reasonOf(error)}`;
    return {
      ...unseenBuild(directory, 'plugin', { at, reason, readsFiles: true }),
      problems: [{ rule: 'internal/unreadable', at, message, help: 'Please report it.' }],
    };
  }
}

/** What builds the sources of Applications. */
export interface Builders {
  readonly build: BuildDirectory;
  readonly plugins: FindPlugin;
  readonly charts: ChartReleases;
  readonly own: OwnRepository;
}

/**
 * What each source of an Application deploys: directories of this repository, and Helm charts by
 * their models. A source that only lends its files (`ref`) deploys nothing.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/multiple_sources/
 */
export function buildSources(
  application: ApplicationSpec,
  sources: Sources,
  builders: Builders,
): AppBuild[] {
  const { build, plugins } = builders;
  return application.sources.flatMap(source => {
    if (source.chart) return [buildChart(application, source, source.chart, sources, builders)];
    const unseen = (path: LocatedScalar, from: string) =>
      elsewhere(application, source, path, from, { sources, own: builders.own });
    if (!source.own && source.path) return [unseen(source.path, 'another repository')];
    const directory = source.own && source.path ? joinPath(source.path.text) : undefined;
    const submodule = directory === undefined ? undefined : absentSubmodule(sources, directory);
    if (submodule !== undefined && source.path) return [unseen(source.path, 'another repository')];
    const isOther = isOfOtherBranch(source, sources);
    if (directory === undefined || sources.tree.kind(directory) !== 'directory')
      // A path that isn't there is a finding of its own; there is nothing to build.
      return isOther && source.path ? [unseen(source.path, 'another branch')] : [];
    const whole = withSourceFiles(source, directory, application.name.text, sources);
    const plugin =
      getMap(whole.value, 'plugin') &&
      pluginOptions(whole, application, directory, sources, plugins);
    if (plugin === 'unknown') return [unreadPlugin(whole, directory, sources)];
    const options = { ...buildOptions(whole), ...plugin };
    const chart =
      (options.type ?? detectType(sources, directory)) === 'helm'
        ? installed(application, whole, directory, sources, builders)
        : undefined;
    const built = chart ?? checkOverrides(build(directory, options), whole);
    // What it deploys is made of what is here, and kept there.
    const isEmpty = built.resources.length === 0 && built.releases.length === 0;
    return isOther && source.path && isEmpty ? [unseen(source.path, 'another branch')] : [built];
  });
}

/** A chart of this repository with the Application's values. */
function installed(
  application: ApplicationSpec,
  source: ApplicationSource,
  directory: string,
  sources: Sources,
  { charts, own }: Builders,
): AppBuild | undefined {
  const { values, layers, incomplete, references, problems } = helmValues(application, source, {
    sources,
    own,
    directory,
  });
  const build = buildLocalChart(sources, charts, directory, {
    name: textAt(source.value, 'helm', 'releaseName') ?? application.name.text,
    namespace: application.destination.namespace?.text,
    values,
    layers,
    incomplete,
    declaration: source.value.origin,
    kubeVersion: textAt(source.value, 'helm', 'kubeVersion'),
    includeCrds: booleanAt(source.value, 'helm', 'skipCrds') !== true,
    skipSchemas: booleanAt(source.value, 'helm', 'skipSchemaValidation') === true,
  });
  return build && { ...build, references, problems: [...problems, ...build.problems] };
}

/** What a source file in the application's directory can't change. */
const FIXED = ['repoURL', 'targetRevision', 'path', 'chart'] as const;

/**
 * A source with what `.argocd-source.yaml`, and the file of that name for one Application, change.
 * Image updaters write them.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/parameters/#store-overrides-in-git
 */
function withSourceFiles(
  source: ApplicationSource,
  directory: string,
  name: string,
  sources: Sources,
): ApplicationSource {
  let { value } = source;
  for (const file of ['.argocd-source.yaml', `.argocd-source-${name}.yaml`]) {
    const path = joinPath(directory, file);
    if (path === undefined || sources.tree.kind(path) !== 'file') continue;
    const over = asMap(sources.parse(path).documents[0]?.value);
    if (over) value = mergeValues(value, without(over, ...FIXED));
  }
  return value === source.value ? source : { ...source, value };
}

/** What another repository's directory deploys: anything, of the whole cluster what it is named after. */
function elsewhere(
  application: ApplicationSpec,
  source: ApplicationSource,
  path: LocatedScalar,
  from: string,
  places: Places,
): AppBuild {
  const { file, name } = application;
  const reason = `\`${name.text}\` is deployed from ${from}: nothing is fetched`;
  // A chart of elsewhere may have its values here.
  const { references, problems } = helmValues(application, source, places);
  const words = [name.text, basename(path.text)];
  // Projects are Argo CD's objects: what deploys to elsewhere than where it is itself has others.
  const { destination, namespace = 'argocd' } = application;
  const isOfArgo = (destination.namespace?.text ?? namespace) === namespace;
  const given = namesInPatches(source);
  const mayName = (sought: string, kind: string) =>
    given.has(sought) ||
    (PLATFORM.has(kind) || (kind === 'AppProject' && !isOfArgo) ? carries(sought, words) : 'alike');
  const unknown = { at: path.origin, reason, mayName, habit: PLATFORM, strict: NAMESPACES };
  return { ...unseenBuild(file, 'plugin', unknown), references, problems };
}

/** The names that an Application's own patches give to what comes from elsewhere. */
const namesInPatches = ({ value }: ApplicationSource): ReadonlySet<string> =>
  new Set(
    itemsAt(value, 'kustomize', 'patches').flatMap(item =>
      [...(textAt(item, 'patch') ?? '').matchAll(/\b(?:name|value): *["']?([\w.-]+)/g)].flatMap(
        ([, name]) => name ?? [],
      ),
    ),
  );

/** Kinds of the whole cluster that a directory may hold, if they are named like it. */
const PLATFORM: ReadonlySet<string> = new Set([
  'Namespace',
  'StorageClass',
  'IngressClass',
  'GatewayClass',
  'ClusterIssuer',
  'ClusterSecretStore',
  'VolumeSnapshotClass',
  'ClusterRole',
  'CiliumLoadBalancerIPPool',
  'CiliumL2AnnouncementPolicy',
]);
const NAMESPACES: ReadonlySet<string> = new Set(['Namespace']);

function buildOptions({ value }: ApplicationSource): BuildOptions {
  return {
    overrides: getMap(value, 'kustomize'),
    ...(namesDirectory(value) && { type: 'directory' as const }),
    ...directoryOptions(value),
  };
}

/** Overrides that are not understood may change every object. */
function checkOverrides(build: AppBuild, { value }: ApplicationSource): AppBuild {
  const kustomize = getMap(value, 'kustomize');
  if (!kustomize || build.type !== 'kustomize' || knowsOverrides(kustomize)) return build;
  const unknown: Unknown = {
    at: kustomize.origin,
    reason: 'the Application overrides the kustomization',
  };
  return { ...build, unknowable: [...build.unknowable, unknown] };
}

function buildChart(
  application: ApplicationSpec,
  source: ApplicationSource,
  chart: LocatedScalar,
  sources: Sources,
  { charts, own }: Builders,
): AppBuild {
  const { values, layers, incomplete, references, problems } = helmValues(application, source, {
    sources,
    own,
  });
  const release: HelmRelease = {
    chart,
    repository: source.repoURL,
    version: source.revision,
    name: textAt(source.value, 'helm', 'releaseName') ?? application.name.text,
    namespace: application.destination.namespace?.text,
    values,
    layers,
    valuesIncomplete: incomplete,
    declaration: source.value,
    file: application.file,
  };
  const rendering = charts.render(release, 'argocd');
  return {
    directory: application.file,
    type: 'helm',
    resources: rendering.objects.flatMap(({ value, partial }) =>
      toResource(value, application.file).map(resource => ({ ...resource, release, partial })),
    ),
    releases: [{ release, rendering }],
    kustomizations: [],
    references,
    unknowable: [],
    problems: [...problems, ...rendering.problems],
  };
}
