import type { Policy } from '../config/load.ts';
import { presets } from '../config/presets.ts';
import type { AppBuild } from '../model/app-build.ts';
import type { Application, AppProject } from '../model/application.ts';
import type { Blindness } from '../model/cluster/objects/doubts.ts';
import type { ClusterFacts, LintedFile } from '../model/cluster/objects/facts.ts';
import type { ClusterResource, Owner } from '../model/cluster/objects/owned.ts';
import { indexResources, keyOf } from '../model/cluster/objects/resources.ts';
import type { Repository } from '../model/cluster/repository.ts';
import { once } from '../model/once.ts';
import { splitApiVersion } from '../model/resource.ts';
import { builtInSchemas, firstOf, type SchemaSource } from '../model/schema/source.ts';
import type { Problem } from '../source/problem.ts';
import { isPutAway } from '../source/put-away.ts';
import type { SourceText } from '../source/text.ts';
import { dirname, type FileTree } from '../source/tree.ts';
import type { ChartStore } from '../store/store.ts';
import { get, getString, textAt } from '../yaml/access.ts';
import type { ClassifiedDocument, DocumentClass } from '../yaml/classify.ts';
import type { SourceDocument } from '../yaml/parse.ts';
import type { Sources } from '../yaml/sources.ts';
import { alternatives } from './alternatives.ts';
import { appDirectories, neighbours, parameterFiles } from './app-directories.ts';
import { buildSources, memoBuild } from './application-sources.ts';
import {
  clusterSecrets,
  expandApplicationSet,
  ownRepository,
  readApplication,
} from './applicationsets/index.ts';
import { argocdSettings, givesBuildOption } from './argocd-settings.ts';
import { toolsOf } from './argocd-tools.ts';
import { bootstrapCharts } from './bootstrap-charts.ts';
import { chartFinder } from './chart-finder.ts';
import { chartReleases } from './chart-releases.ts';
import { destinationsOf, homeName } from './clusters/destinations.ts';
import { fileOwner, fileOwners } from './clusters/file-owners.ts';
import { divide } from './clusters/partition.ts';
import { pinnedFiles, policyClusters } from './clusters/policy.ts';
import { settleClusters } from './clusters/settle.ts';
import { definitionsIn } from './definitions/definitions.ts';
import { definedSchemas } from './definitions/source.ts';
import { discover } from './discover.ts';
import { fluxPatches } from './flux-patches.ts';
import { problemsByHand } from './generated-files.ts';
import { commentedPaths, parkedApplications } from './parked-applications.ts';
import { findPlugins } from './plugins.ts';
import { addRendered } from './rendered.ts';
import { maps, resolveApplications, withNamespace } from './resolve-applications.ts';
import { keepsSecretsOut } from './secrets-kept-out.ts';
import { idleSopsRules, sopsFiles } from './sops.ts';
import { sourcePathProblems, unexpanded } from './source-paths.ts';
import { substitutes } from './substituting.ts';
import { isWaiting, takenFiles } from './taken-files.ts';
import { loadTalos } from './talos/index.ts';
import { isScaffold, unusedTemplates } from './templates.ts';
import { argocdItself } from './unknown/argocd-itself.ts';
import { brokenFiles } from './unknown/broken-files.ts';
import { bundlesByHand } from './unknown/bundles-by-hand.ts';
import { chartsByHand } from './unknown/charts-by-hand.ts';
import { ciliumItself } from './unknown/cilium-itself.ts';
import { exportedObjects } from './unknown/exported.ts';
import { helmfileReleases } from './unknown/helmfiles.ts';
import { ignoredFiles } from './unknown/ignored-files.ts';
import { installedCharts } from './unknown/installed-charts.ts';
import { longhornItself } from './unknown/longhorn-itself.ts';
import { deployedDirectories, otherDeployers } from './unknown/other-deployers.ts';
import { platformRoles } from './unknown/platforms.ts';
import { provisionedClasses } from './unknown/provisioned-classes.ts';
import { publishedCharts } from './unknown/published-charts.ts';
import { scriptedObjects, sealedByHand } from './unknown/scripts.ts';
import { traefikItself } from './unknown/traefik-itself.ts';
import { unexpandedSets } from './unknown/unexpanded-sets.ts';
import { unplacedBuilds } from './unknown/unplaced.ts';
import { applicationTemplates, unseenApplications } from './unknown/unseen-applications.ts';

/**
 * The reference layout: an ApplicationSet file per category beside a folder of Talos patches. Most of
 * the files must bear its categories, since others name their ApplicationSets like that, too.
 */
export function hasPitowerLayout({ files }: FileTree): boolean {
  const named = files.flatMap(path => /(?:^|\/)appset-([a-z0-9-]+)\.ya?ml$/.exec(path)?.[1] ?? []);
  const own = named.filter(name => PITOWER_CATEGORIES.has(name));
  return own.length * 2 > named.length && files.some(path => /(^|\/)talos\/patches\//.test(path));
}

const PITOWER_CATEGORIES = new Set(Object.keys(presets.pitower.categories ?? {}));

/** What is known besides the repository's files. */
export interface Additions {
  /** Manifests that kustomize or Helm rendered. */
  readonly rendered?: readonly SourceText[] | undefined;
  /** A user's own schemas, which win over all others. */
  readonly schemas?: SchemaSource | undefined;
  /** Charts of elsewhere that are at hand. */
  readonly charts?: ChartStore | undefined;
}

/** Reads a repository into the model of the clusters it describes. Never throws on its content. */
export function loadCluster(
  sources: Sources,
  policy: Policy,
  progress: (stage: string) => void,
  { rendered: renderedFiles = [], schemas: userSchemas, charts: store }: Additions = {},
): Repository {
  progress(`reading ${sources.tree.files.length} files`);
  const documents = discover(sources, policy);
  const all = documents.map(({ document }) => document);
  const finder = chartFinder(sources, store);
  const tools = toolsOf(policy, sources);
  const releases = chartReleases(sources, finder, tools.helm);
  const charts = bootstrapCharts(sources, releases);
  const own = ownRepository(policy, sources.tree, [
    ...all.map(({ value }) => value),
    ...charts.flatMap(({ resources }) => resources.map(({ value }) => value)),
  ]);
  const clusters = [...policyClusters(policy), ...clusterSecrets(all)];
  progress('expanding ApplicationSets');
  const plugins = findPlugins(sources);
  const build = memoBuild(sources, releases, own, tools.kustomize);
  const parked = parkedApplications(documents, path => isWaiting(sources, path));
  const live = documents.filter(document => !parked.has(document));
  const { applicationSets, standalone, roots, ...resolved } = resolveApplications(live, {
    build,
    expand: once(value => expandApplicationSet(value, sources, own, clusters)),
    read: once(value => readApplication(value, own)),
    charts,
    parked: parked.directories,
    buildSources: once(spec =>
      buildSources(spec, sources, { build, plugins, charts: releases, own }),
    ),
    home: homeName(clusters),
    destination: destinationsOf(clusters),
  });
  const { applications, undecided } = settleClusters(resolved.applications, clusters);
  progress('reading Talos patches');
  const talos = loadTalos(sources, documents);
  const isAlternative = alternatives(applications);
  const isPatched = fluxPatches(documents);
  const built = [
    ...applications.flatMap(ownResources),
    // What was put away is read for its own mistakes, and is in no cluster.
    ...standalone
      .filter(item => !isAlternative(item) && !isPutAway(`${item.directory}/`))
      .flatMap(standaloneResources)
      .map(resource => (isPatched(resource) ? { ...resource, partial: true } : resource)),
  ];
  const isPlain = applicationSets.length + applications.length + standalone.length === 0;
  const applied = isPlain ? plainResources(documents) : built;
  const rendered = addRendered(applied, renderedFiles);
  const deployed = rendered.resources;
  const targets = targetsOf(applications, standalone);
  const builds = targets.map(({ build }) => build);
  const loose = looseResources(documents, [
    ...deployed.flatMap(({ files }) => files),
    ...patchFiles(builds),
  ]);
  const builtReleases = builds.flatMap(build => build.releases);
  const destinations = new Set(targets.flatMap(({ namespace }) => namespace ?? []));
  const isData = dataFiles(builds);
  const scaffolds = new Set(standalone.filter(item => isScaffold(sources, item)));
  const real = builds.filter(item => !scaffolds.has(item));
  const byHand = new Set(standalone);
  const isTemplate = unusedTemplates(sources, real);
  const problems: Problem[] = [
    ...sources.problems().filter(({ at }) => !isData(at.file.path) && !isTemplate(at.file)),
    ...applicationSets.flatMap(set => set.problems),
    ...sourcePathProblems(sources, [
      ...applications,
      ...unexpanded(applicationSets, template => readApplication(template, own)),
    ]),
    ...uniqueBuilds(real.filter(item => !byHand.has(item))).flatMap(item => item.problems),
    ...problemsByHand(sources, uniqueBuilds(real.filter(item => byHand.has(item)))),
    ...talos.problems,
    ...rendered.problems,
    ...finder.problems,
  ];
  const linted = new Set(documents.map(({ document }) => document.file.path));
  const deployers = otherDeployers(documents, destinations);
  const templates = applicationTemplates(sources);
  const blindness: Blindness = {
    builds: targets,
    unknowns: [
      ...brokenFiles(sources, {
        builds,
        parameters: parameterFiles(applicationSets),
        destinations,
        isTemplate,
      }),
      ...deployers,
      ...unexpandedSets(applicationSets, destinations),
      ...scriptedObjects(sources, new Set(loose.map(({ name }) => name))),
      ...installedCharts(sources),
      ...sealedByHand(sources),
      ...ignoredFiles(sources),
      ...platformRoles(documents),
      ...exportedObjects(documents),
      ...longhornItself(documents),
      ...provisionedClasses(documents),
      ...helmfileReleases(sources, documents),
      ...chartsByHand(documents, builds),
      ...publishedCharts(sources, documents, builds),
      ...(applications.length > 0
        ? unplacedBuilds(standalone, destinations)
        : unseenApplications(templates)),
      ...bundlesByHand(deployed, builtReleases),
      ...argocdItself(applications, deployed, builtReleases),
      ...ciliumItself(deployed, builtReleases),
      ...traefikItself(deployed, builtReleases),
    ],
    isUnlisted: unlisted(documents, applications),
    isWholeCluster: talos.patches.length > 0 || talos.unchecked.length > 0,
  };
  const resources = indexResources(deployed, loose, blindness);
  const definitions = definitionsIn({
    resources,
    builds,
    hasApplications: applications.length > 0,
  });
  const facts: ClusterFacts = {
    applicationSets,
    applications,
    appProjects: appProjects(documents, built),
    appDirectories: appDirectories(sources, roots, applications),
    neighbours: neighbours(
      sources,
      applications,
      new Set([...standaloneDirectories(standalone), ...parked.directories]),
    ),
    appRoots: roots,
    standalone,
    resources,
    deployers: [
      ...deployers.map(({ at, reason }) => ({
        at,
        reason: `${reason.replace(' may deploy it', ' deploys this repository')}, which is not followed`,
        help: 'Only what kustomizations by themselves hold is checked.',
      })),
      ...templates,
    ],
    talos,
    charts: {
      wanted: [...finder.wanted.values()],
      absent: [...finder.absent.values()],
      vague: [...finder.vague.values()],
      lacking: [...finder.lacking.values()],
    },
    argocd: argocdSettings(builds),
    problems,
    schemas: firstOf(userSchemas, definedSchemas(definitions), builtInSchemas),
    substitutes: substitutes(sources),
    givesBuildOption: givesBuildOption(sources),
    keepsSecretsOut: keepsSecretsOut(sources),
    isCommentedOut: path => commentedPaths(sources).has(path),
    taken: takenFiles(sources, deployedDirectories(documents)),
    sopsFiles: sopsFiles(sources, path => linted.has(path)),
    idleSopsRules: idleSopsRules(sources),
    counts: { ...sources.counts, applications: applications.length, resources: deployed.length },
    skipped: [...sources.tree.skipped, ...talos.unchecked],
    lintedFiles: lintedFiles(documents),
    anyFile: documents[0]?.document.file ?? { path: '.', text: '' },
    documents: path => sources.parse(path).documents,
    applicationOf: fileOwner(fileOwners(applications)),
  };
  return divide({
    facts,
    blindness,
    targets: targetsOf,
    instanceOf: resolved.instanceOf,
    undecided,
    pinned: pinnedFiles(policy, sources.tree.root),
  });
}

/**
 * Whether a manifest that nothing refers to lies in a directory whose kustomization an Application
 * builds. Encrypted ones are applied by hand, or by a plugin that says so elsewhere.
 */
function unlisted(
  documents: readonly ClassifiedDocument[],
  applications: readonly Application[],
): (resource: Pick<ClusterResource, 'owner' | 'files'>) => boolean {
  const encrypted = new Set(
    documents.flatMap(({ document, type }) =>
      type === 'sops-encrypted' ? document.file.path : [],
    ),
  );
  const built = new Set(
    applications.flatMap(({ builds }) =>
      builds.flatMap(({ kustomizations }) => kustomizations.map(({ directory }) => directory)),
    ),
  );
  return ({ owner, files: [path = ''] }) =>
    owner.type === 'file' && built.has(dirname(path)) && !encrypted.has(path);
}

/** What kustomizations that are applied by hand read, and they themselves where they read others. */
const standaloneDirectories = (builds: readonly AppBuild[]): Set<string> =>
  new Set(
    builds
      .filter(({ kustomizations }) => kustomizations.length > 1)
      .flatMap(({ kustomizations }) => kustomizations.map(({ directory }) => directory)),
  );

type Target = Blindness['builds'][number];

/** What is built, and where objects without a namespace go. */
const targetsOf = (
  applications: readonly Application[],
  standalone: readonly AppBuild[],
): readonly Target[] =>
  uniqueTargets([
    ...applications.flatMap(app =>
      app.builds.map(build => ({ build, namespace: app.destination.namespace?.text })),
    ),
    ...standalone.map(build => ({ build, namespace: undefined })),
  ]);

/** Many Applications may deploy one directory to one namespace; what it hides is the same. */
function uniqueTargets(targets: readonly Target[]): Target[] {
  const seen = new Map<AppBuild, Set<string | undefined>>();
  return targets.filter(({ build, namespace }) => {
    const namespaces = seen.get(build) ?? new Set();
    seen.set(build, namespaces);
    return namespaces.size < namespaces.add(namespace).size;
  });
}

const uniqueBuilds = (builds: readonly AppBuild[]): AppBuild[] => [...new Set(builds)];

const ownResources = (application: Application): ClusterResource[] =>
  application.resources.map(resource => ({
    ...resource,
    owner: { type: 'application', application },
  }));

const standaloneResources = (build: AppBuild): ClusterResource[] =>
  build.resources.map(resource => ({
    ...withNamespace(resource, undefined),
    owner: { type: 'kustomization', build },
  }));

/**
 * Where neither Argo CD nor kustomize has any part, manifests are applied as they are. Not where two
 * of them are one object: then they are of different clusters, and nobody knows which belong together.
 */
function plainResources(documents: readonly ClassifiedDocument[]): ClusterResource[] {
  const found = looseResources(
    documents.filter(({ type }) => type === 'manifest'),
    [],
  ).map(resource => ({ ...resource, ...withNamespace(resource, undefined) }));
  return new Set(found.map(keyOf)).size === found.length ? found : [];
}

/** Manifests that nothing refers to: they exist for lookups, but no rule looks into them. */
function looseResources(
  documents: readonly ClassifiedDocument[],
  files: readonly string[],
): ClusterResource[] {
  const used = new Set(files);
  return documents.flatMap(({ document, type }) => {
    const isObject = [
      'manifest',
      'sops-encrypted',
      'application',
      'application-set',
      'app-project',
    ].includes(type);
    return isObject && !used.has(document.file.path) ? looseResource(document) : [];
  });
}

/** What is laid over objects is none itself. */
const patchFiles = (builds: readonly AppBuild[]): string[] =>
  builds.flatMap(({ references }) =>
    references.flatMap(({ role, path }) => (role === 'patch' ? (path ?? []) : [])),
  );

function looseResource({ value, file }: SourceDocument): ClusterResource[] {
  const apiVersion = textAt(value, 'apiVersion');
  const kind = textAt(value, 'kind');
  const name = getString(value, 'metadata', 'name');
  if (value?.kind !== 'map' || !apiVersion || !kind || !name) return [];
  const owner: Owner = { type: 'file', path: file.path };
  return [
    {
      apiVersion,
      ...splitApiVersion(apiVersion),
      kind,
      name: name.value,
      namespace: textAt(value, 'metadata', 'namespace'),
      value,
      files: [file.path],
      release: undefined,
      partial: false,
      owner,
    },
  ];
}

/** Projects as files have them, and those that only a chart makes. */
function appProjects(
  documents: readonly ClassifiedDocument[],
  built: readonly ClusterResource[],
): AppProject[] {
  const made = built.flatMap(({ kind, group, partial, value }) =>
    kind === 'AppProject' && group === 'argoproj.io' && !partial ? [value] : [],
  );
  // What a build changes is as it is deployed.
  const names = new Set(made.map(value => textAt(value, 'metadata', 'name')));
  const written = maps(documents, 'app-project')
    .map(({ value }) => value)
    .filter(value => !names.has(textAt(value, 'metadata', 'name')));
  return [...written, ...made].flatMap(value => {
    const name = textAt(value, 'metadata', 'name');
    return name === undefined || get(value, 'spec') === undefined
      ? []
      : [{ name, file: value.origin.file.path, value }];
  });
}

/** Files that only become text in a ConfigMap or Secret: what their reader wants is its business. */
function dataFiles(builds: readonly AppBuild[]): (path: string) => boolean {
  const references = builds.flatMap(build => build.references);
  const paths = (isInput: boolean) =>
    new Set(
      references
        .filter(({ role }) => (role === 'generator-input') === isInput)
        .flatMap(({ path }) => path ?? []),
    );
  const inputs = paths(true);
  const others = paths(false);
  return path => inputs.has(path) && !others.has(path);
}

function lintedFiles(documents: readonly ClassifiedDocument[]): LintedFile[] {
  const files = new Map<SourceText, Set<DocumentClass>>();
  for (const { document, type } of documents) {
    files.set(document.file, (files.get(document.file) ?? new Set()).add(type));
  }
  return [...files].map(([file, types]) => ({ file, types }));
}
