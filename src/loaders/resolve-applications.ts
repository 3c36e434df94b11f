import type { AppBuild } from '../model/app-build.ts';
import type { Application, ApplicationSet, ApplicationSpec } from '../model/application.ts';
import { categoryOf } from '../model/category.ts';
import { isNamespaced } from '../model/kinds.ts';
import type { Resource } from '../model/resource.ts';
import { pathSet } from '../source/path-set.ts';
import { basename, dirname } from '../source/tree.ts';
import { type ClassifiedDocument, KUSTOMIZATION_NAMES } from '../yaml/classify.ts';
import type { LocatedMap } from '../yaml/located.ts';
import type { SourceDocument } from '../yaml/parse.ts';
import { applicationRoots, parameterFiles } from './app-directories.ts';
import type { BuildDirectory } from './application-sources.ts';
import {
  type ArgoObject,
  type Deployment,
  deployedObjects,
  namespacedValues,
  placeOf,
} from './argocd-objects.ts';
import { type Destinations, IN_CLUSTER } from './clusters/destinations.ts';
import type { Instances, Root } from './clusters/instances.ts';

/** The steps from an object to what it deploys, each taken once for each object. */
export interface Steps {
  readonly build: BuildDirectory;
  readonly expand: (value: LocatedMap) => ApplicationSet;
  readonly read: (value: LocatedMap) => ApplicationSpec | undefined;
  readonly buildSources: (spec: ApplicationSpec) => readonly AppBuild[];
  /** The charts of the repository that make Argo CD's objects, installed as they are. */
  readonly charts: readonly AppBuild[];
  /** What the cluster that Argo CD runs in is called, where it is one. */
  readonly home: string;
  /** The cluster that a destination means. */
  readonly destination: Destinations;
  /** Directories that nobody applies, with what only they read. */
  readonly parked: readonly string[];
}

export interface Resolved {
  readonly applicationSets: readonly ApplicationSet[];
  readonly applications: readonly Application[];
  readonly standalone: readonly AppBuild[];
  readonly roots: readonly string[];
  /** The cluster that a kustomization is applied to by hand; undefined where nothing tells. */
  readonly instanceOf: (build: AppBuild) => string | undefined;
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
  let objects: readonly ArgoObject[] = written;
  for (let round = 1; ; round++) {
    const found = resolveObjects(objects, documents, steps);
    const next = deployedObjects(
      written,
      [
        ...found.applications.flatMap(item => toDeployments(item, steps)),
        ...found.standalone.map(toDeployment),
      ],
      [...found.standalone.map(toRoot), ...rootsIn(found.applications)],
      namespaced,
    );
    if (round === MAX_ROUNDS || isSameList(next.objects, objects))
      return located(found, next.instances, steps);
    objects = next.objects;
  }
}

/** What the objects lead to, before it is known which Argo CD has what. */
interface Found extends Omit<Resolved, 'applications' | 'instanceOf'> {
  readonly applications: readonly Controlled[];
}

type Unlocated = Omit<Application, 'instance' | 'cluster' | 'target'>;

interface Controlled {
  readonly application: Unlocated;
  readonly object: ArgoObject;
}

/** Says of each Application who has it and where it deploys to. */
function located(found: Found, instances: Instances, { destination, home }: Steps): Resolved {
  const homeOf = (root: string) => (instances === undefined ? home : instances.get(root));
  const applications = found.applications.map(({ application, object }): Application => {
    const { root, host } = object.control;
    const instance = host === IN_CLUSTER ? homeOf(root) : host;
    const said = destination(application.destination);
    const target = said === IN_CLUSTER ? instance : said;
    return { ...application, instance, target, cluster: target };
  });
  return { ...found, applications, instanceOf: build => instances?.get(toRoot(build).id) };
}

const argoObject = (kind: ArgoObject['kind'], value: LocatedMap): ArgoObject => ({
  kind,
  value,
  control: { root: placeOf(value), host: IN_CLUSTER },
});

/** An Application of another cluster has its own Applications there. */
function toDeployments({ application, object }: Controlled, steps: Steps): Deployment[] {
  const { builds, destination } = application;
  const { root, host } = object.control;
  const cluster = steps.destination(destination) ?? IN_CLUSTER;
  const control = { root, host: cluster === IN_CLUSTER ? host : cluster };
  const isDirect = placeOf(object.value) === root;
  return builds.map(build => ({
    build,
    control,
    isDirect,
    resources: build.resources.map(item => withNamespace(item, destination.namespace?.text)),
  }));
}

const toDeployment = (build: AppBuild): Deployment => ({
  build,
  control: { root: toRoot(build).id, host: IN_CLUSTER },
  isDirect: true,
  resources: build.resources,
});

const toRoot = ({ directory }: AppBuild): Root => ({ id: directory, paths: [directory] });

/** Applications that nothing deploys but themselves. */
const rootsIn = (applications: readonly Controlled[]): Root[] =>
  applications.flatMap(({ application, object: { value, control } }) => {
    const { builds, file, name, applicationSet: set } = application;
    return placeOf(value) === control.root
      ? [
          {
            id: control.root,
            paths: [
              // Those of a set's Applications tell them apart, not the set.
              ...(set ? [] : builds.map(({ directory }) => directory)),
              file,
              `${name.text}.yaml`,
            ],
          },
        ]
      : [];
  });

function isSameList(a: readonly ArgoObject[], b: readonly ArgoObject[]): boolean {
  const key = ({ control: { root, host } }: ArgoObject) => `${root}\0${host}`;
  const controls = new Map<LocatedMap, Set<string>>();
  for (const object of b)
    controls.set(object.value, (controls.get(object.value) ?? new Set()).add(key(object)));
  return a.length === b.length && a.every(item => controls.get(item.value)?.has(key(item)));
}

/** Whether nothing deploys an object but a person. */
const isByHand = ({ value, control: { root } }: ArgoObject): boolean => placeOf(value) === root;

function resolveObjects(
  objects: readonly ArgoObject[],
  documents: readonly ClassifiedDocument[],
  steps: Steps,
): Found {
  const ofKind = (kind: ArgoObject['kind']) => objects.filter(object => object.kind === kind);
  const sets = ofKind('ApplicationSet').map(object => ({
    object,
    set: steps.expand(object.value),
  }));
  const applicationSets = sets.map(({ set }) => set);
  const parameters = parameterFiles(applicationSets);
  const specs = [
    ...sets.flatMap(({ object, set }) => set.applications.map(spec => ({ spec, set, object }))),
    ...ofKind('Application').flatMap(object => {
      // A generator that reads the file of an Application makes one of it: nobody applies the file itself.
      if (parameters.has(object.value.origin.file.path) && isByHand(object)) return [];
      const spec = steps.read(object.value);
      return spec ? [{ spec, set: undefined, object }] : [];
    }),
  ];
  const roots = applicationRoots(applicationSets);
  const applications = specs.map(({ spec, set, object }) => ({
    application: toApplication(spec, set, steps.buildSources(spec), roots),
    object,
  }));
  const standalone = standaloneBuilds(
    documents,
    applications.map(({ application }) => application),
    { build: steps.build, parked: [...steps.parked, ...applicationSets.flatMap(excludedByName)] },
  );
  const builds = [...applications.flatMap(item => item.application.builds), ...standalone];
  return {
    applicationSets: [...new Set(applicationSets)],
    applications,
    standalone: [...standalone, ...standaloneCharts(steps.charts, builds)],
    roots,
  };
}

function toApplication(
  spec: ApplicationSpec,
  applicationSet: ApplicationSet | undefined,
  builds: readonly AppBuild[],
  roots: readonly string[],
): Unlocated {
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

/** A wildcard with a part of a name beside it, as in `apps/_*` or `apps/*-off`. */
const PART_OF_NAME = /(?:^|\/)(?:[^*/]+\*[^/]*|\*[^*/]+)(?:\/|$)/;

/**
 * Directories that a set leaves out by how they are called: put away. One that it names stands on its own, such as
 * Argo CD's, which is applied by hand.
 */
const excludedByName = ({ generators }: ApplicationSet): string[] =>
  generators.flatMap(({ excludes }) =>
    excludes.flatMap(({ pattern, matches }) => (PART_OF_NAME.test(pattern) ? (matches ?? []) : [])),
  );

/** Kustomizations that no Application deploys or holds, and no other kustomization refers to. */
function standaloneBuilds(
  documents: readonly ClassifiedDocument[],
  applications: readonly Pick<Application, 'builds'>[],
  { build, parked }: Pick<Steps, 'build' | 'parked'>,
): AppBuild[] {
  const applied = pathSet(applications.flatMap(({ builds }) => builds.flatMap(directoriesOf)));
  const candidates = documents
    .filter(
      ({ type, document }) =>
        type === 'kustomization' && KUSTOMIZATION_NAMES.has(basename(document.file.path)),
    )
    .map(({ document }) => dirname(document.file.path))
    // What lies in an application's directory without being part of it is not applied at all.
    .filter(directory => !applied.holds(directory));
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
  const inside = pathSet(applied.filter(path => path !== ''));
  return charts.filter(({ directory }) => !inside.holds(directory));
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
