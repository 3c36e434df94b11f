import type { AppBuild } from '../model/app-build.ts';
import type { Application, ApplicationSet, ApplicationSpec } from '../model/application.ts';
import { categoryOf } from '../model/category.ts';
import { isNamespaced } from '../model/kinds.ts';
import type { Resource } from '../model/resource.ts';
import { basename, dirname, isWithin } from '../source/tree.ts';
import { type ClassifiedDocument, KUSTOMIZATION_NAMES } from '../yaml/classify.ts';
import type { LocatedMap } from '../yaml/located.ts';
import type { SourceDocument } from '../yaml/parse.ts';
import { applicationRoots } from './app-directories.ts';
import type { BuildDirectory } from './application-sources.ts';
import {
  type ArgoObject,
  type Deployment,
  deployedObjects,
  namespacedValues,
} from './argocd-objects.ts';

/** The steps from an object to what it deploys, each taken once for each object. */
export interface Steps {
  readonly build: BuildDirectory;
  readonly expand: (value: LocatedMap) => ApplicationSet;
  readonly read: (value: LocatedMap) => ApplicationSpec | undefined;
  readonly buildSources: (spec: ApplicationSpec) => readonly AppBuild[];
  /** The charts of the repository that make Argo CD's objects, installed as they are. */
  readonly charts: readonly AppBuild[];
  /** Directories that nobody applies, with what only they read. */
  readonly parked: readonly string[];
}

export interface Resolved {
  readonly applicationSets: readonly ApplicationSet[];
  readonly applications: readonly Application[];
  readonly standalone: readonly AppBuild[];
  readonly roots: readonly string[];
}

/** Applications may deploy Applications; no repository of people nests them deeper. */
const MAX_ROUNDS = 6;

/** Follows what ApplicationSets and Applications deploy until nothing new comes of it. */
export function resolveApplications(
  documents: readonly ClassifiedDocument[],
  steps: Steps,
): Resolved {
  const written: ArgoObject[] = [
    ...maps(documents, 'application-set').map(({ value }) => argoObject('ApplicationSet', value)),
    ...maps(documents, 'application').map(({ value }) => argoObject('Application', value)),
  ];
  const namespaced = namespacedValues();
  let objects = written;
  for (let round = 1; ; round++) {
    const resolved = resolveObjects(objects, documents, steps);
    const deployments = [
      ...resolved.applications.flatMap(toDeployments),
      ...resolved.standalone.map(toDeployment),
    ];
    const next = deployedObjects(written, deployments, namespaced);
    if (round === MAX_ROUNDS || isSameList(next, objects)) return resolved;
    objects = next;
  }
}

const argoObject = (kind: ArgoObject['kind'], value: LocatedMap): ArgoObject => ({ kind, value });

const toDeployments = ({ builds, destination }: Application): Deployment[] =>
  builds.map(build => ({
    build,
    resources: build.resources.map(item => withNamespace(item, destination.namespace?.text)),
  }));

const toDeployment = (build: AppBuild): Deployment => ({ build, resources: build.resources });

function isSameList(a: readonly ArgoObject[], b: readonly ArgoObject[]): boolean {
  const values = new Set(b.map(({ value }) => value));
  return a.length === b.length && a.every(({ value }) => values.has(value));
}

function resolveObjects(
  objects: readonly ArgoObject[],
  documents: readonly ClassifiedDocument[],
  steps: Steps,
): Resolved {
  const valuesOf = (kind: ArgoObject['kind']) =>
    objects.flatMap(object => (object.kind === kind ? [object.value] : []));
  const applicationSets = valuesOf('ApplicationSet').map(steps.expand);
  const specs = [
    ...applicationSets.flatMap(set => set.applications.map(spec => ({ spec, set }))),
    ...valuesOf('Application').flatMap(value => {
      const spec = steps.read(value);
      return spec ? [{ spec, set: undefined }] : [];
    }),
  ];
  const roots = applicationRoots(applicationSets);
  const applications = specs.map(({ spec, set }) =>
    toApplication(spec, set, steps.buildSources(spec), roots),
  );
  const standalone = standaloneBuilds(documents, applications, steps);
  const builds = [...applications.flatMap(item => item.builds), ...standalone];
  return {
    applicationSets,
    applications,
    standalone: [...standalone, ...standaloneCharts(steps.charts, builds)],
    roots,
  };
}

/** Remembers the answer for each object. */
export function memo<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, { readonly value: V }>();
  return key => {
    const entry = known.get(key) ?? { value: compute(key) };
    known.set(key, entry);
    return entry.value;
  };
}

function toApplication(
  spec: ApplicationSpec,
  applicationSet: ApplicationSet | undefined,
  builds: readonly AppBuild[],
  roots: readonly string[],
): Application {
  const namespace = spec.destination.namespace?.text;
  const category = builds.map(({ directory }) => categoryOf(directory, roots)).find(Boolean);
  const resources = builds.flatMap(item =>
    item.resources.map(resource => withNamespace(resource, namespace)),
  );
  return { ...spec, applicationSet, category, builds, resources };
}

/** A namespaced object without namespace gets the destination's; cluster-scoped ones have none. */
export function withNamespace(resource: Resource, namespace: string | undefined): Resource {
  if (isNamespaced(resource.group, resource.kind) === false) {
    return resource.namespace === undefined ? resource : { ...resource, namespace: undefined };
  }
  return resource.namespace === undefined ? { ...resource, namespace } : resource;
}

/** Kustomizations that no Application deploys or holds, and no other kustomization refers to. */
function standaloneBuilds(
  documents: readonly ClassifiedDocument[],
  applications: readonly Application[],
  { build, parked }: Pick<Steps, 'build' | 'parked'>,
): AppBuild[] {
  const applied = applications.flatMap(({ builds }) => builds.flatMap(directoriesOf));
  const candidates = documents
    .filter(
      ({ type, document }) =>
        type === 'kustomization' && KUSTOMIZATION_NAMES.has(basename(document.file.path)),
    )
    .map(({ document }) => dirname(document.file.path))
    // What lies in an application's directory without being part of it is not applied at all.
    .filter(directory => !applied.some(path => isWithin(directory, path)));
  const builds = candidates.map(directory => build(directory));
  const inner = new Set(
    builds.flatMap(item => directoriesOf(item).filter(path => path !== item.directory)),
  );
  const isParked = new Set(parked);
  const outer = builds.filter(({ directory }) => !inner.has(directory) && !isParked.has(directory));
  // A cycle has no outermost kustomization: its first one stands for it.
  const reached = new Set([
    ...outer.flatMap(directoriesOf),
    ...parked.flatMap(directory => directoriesOf(build(directory))),
  ]);
  const cycles = builds.filter(item => {
    if (reached.has(item.directory)) return false;
    for (const directory of directoriesOf(item)) reached.add(directory);
    return true;
  });
  return [...outer, ...cycles];
}

/** Charts that no Application deploys: somebody installs them to begin with. */
function standaloneCharts(charts: readonly AppBuild[], builds: readonly AppBuild[]): AppBuild[] {
  const applied = builds.flatMap(build => [...directoriesOf(build), ...chartsOf(build)]);
  return charts.filter(
    ({ directory }) => !applied.some(path => path !== '' && isWithin(directory, path)),
  );
}

/** Charts of the repository that a build renders. */
const chartsOf = ({ references }: AppBuild): string[] =>
  references.flatMap(({ role, path }) => (role === 'chart' && path !== undefined ? [path] : []));

const directoriesOf = ({ directory, kustomizations }: AppBuild): string[] => [
  directory,
  ...kustomizations.map(item => item.directory),
];

export const maps = (
  documents: readonly ClassifiedDocument[],
  type: ClassifiedDocument['type'],
): { document: SourceDocument; value: LocatedMap }[] =>
  documents.flatMap(({ document, type: actual }) =>
    actual === type && document.value?.kind === 'map' ? [{ document, value: document.value }] : [],
  );
