import type { AppBuild, BuiltRelease } from '../model/app-build.ts';
import { isBareAddress } from '../model/chart-address.ts';
import type { HelmRelease } from '../model/release.ts';
import { carries, type Unknown } from '../model/unknown.ts';
import { isWithin, joinPath } from '../source/tree.ts';
import { booleanAt, getMap, getString, itemsAt, textAt } from '../yaml/access.ts';
import { mapFrom, withEntry } from '../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue, Origin } from '../yaml/located.ts';
import { mergeValues } from '../yaml/merge.ts';
import type { Sources } from '../yaml/sources.ts';
import type { ChartReleases } from './chart-releases.ts';
import { renderRelease } from './charts/index.ts';
import { toResource } from './directory.ts';
import { kindsWrittenIn, laterKinds } from './later-kinds.ts';
import { type RenderedChart, renderDirectory, renderProblem } from './rendered-chart.ts';

/** Who installs a chart of this repository, and with what. */
export interface Installation {
  /** Undefined where whoever installs it chooses one. */
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  /** The user's values, which win over the chart's own. */
  readonly values: LocatedMap;
  /** The same with the nulls in it, which remove defaults of the chart. */
  readonly layers: LocatedMap;
  readonly incomplete: boolean;
  /** Where the release is declared, and with what besides values. */
  readonly declaration: Origin;
  readonly kubeVersion: string | undefined;
  readonly includeCrds: boolean;
  readonly skipSchemas?: boolean;
}

/**
 * What a chart of this repository makes: its own templates are run; the charts that it depends on and
 * that are not here are known by their models, and their values stand under their names in its
 * `values.yaml`.
 *
 * @returns undefined where there is no Chart.yaml that can be read
 * @see https://helm.sh/docs/topics/charts/#chart-dependencies
 */
export function buildLocalChart(
  sources: Sources,
  charts: ChartReleases,
  directory: string,
  installation: Installation,
): AppBuild | undefined {
  const file = joinPath(directory, 'Chart.yaml') ?? '';
  const chart = documentOf(sources, file);
  if (chart?.kind !== 'map') return undefined;
  const own = joinPath(directory, 'values.yaml') ?? '';
  const defaults = documentOf(sources, own);
  const values =
    defaults?.kind === 'map' ? mergeValues(defaults, installation.values) : installation.values;
  const incomplete = installation.incomplete || isBroken(sources, own);
  const lock = documentOf(sources, joinPath(directory, 'Chart.lock') ?? '');
  const unknowable: Unknown[] = [];
  const releases: BuiltRelease[] = [];
  const place = { file: chart.origin.file, start: chart.origin.start, end: chart.origin.end };
  const rendered = renderDirectory(
    sources,
    directory,
    {
      ...installation,
      name: installation.name ?? 'release-name',
      values: installation.layers,
      knowsCluster: true,
      helmVersion: charts.helmVersion,
    },
    charts.finder,
  );
  const made = rendered && !rendered.failure ? rendered : undefined;
  if (hasTemplates(sources, directory) && (!made || incomplete))
    unknowable.push({ at: place, reason: `the templates of ${directory} are not run` });
  for (const dependency of itemsAt(chart, 'dependencies')) {
    const name = getString(dependency, 'name');
    if (dependency.kind !== 'map' || !name || isOff(dependency, values)) continue;
    const isAbsent = !made || made.missing.has(name.text);
    const address = textAt(dependency, 'repository') ?? '';
    if (!/^(https?|oci):\/\//.test(address) && !(isAbsent && isBareAddress(address))) {
      if (!isAbsent) continue;
      unknowable.push({ at: name.origin, reason: `the chart ${name.text} is of this repository` });
      continue;
    }
    const key = textAt(dependency, 'alias') ?? name.text;
    const locked = lockedVersion(lock, name.text);
    const declaration = locked ? withEntry(dependency, 'version', locked) : dependency;
    const release: HelmRelease = {
      chart: name,
      repository: getString(dependency, 'repository'),
      version: getString(declaration, 'version'),
      name: installation.name,
      namespace: installation.namespace,
      values: subValues(values, key),
      valuesIncomplete: incomplete,
      readAround: conditionsOf(dependency, key),
      declaration,
      file,
    };
    if (isAbsent) {
      releases.push({ release, rendering: renderRelease(release) });
      continue;
    }
    // Its objects are among those of the chart around it.
    const by = charts.finder.find({
      name: name.text,
      repository: release.repository?.text ?? '',
      version: release.version?.text ?? '',
    })?.from;
    if (by)
      releases.push({
        release,
        rendering: {
          objects: [],
          complete: 'all',
          problems: [],
          by,
          check: made.check,
          definitions: made.definitions,
        },
      });
  }
  const later = made && laterUnknown(made, place, installation);
  if (later) unknowable.push(later);
  const failed = rendered && renderProblem(sources, rendered, place);
  return {
    directory,
    type: 'helm',
    resources: [
      ...(made?.objects ?? []).flatMap(({ value, file: from }) =>
        toResource(value, from).map(resource => ({ ...resource, partial: incomplete })),
      ),
      ...releases.flatMap(({ release, rendering }) =>
        rendering.objects.flatMap(({ value, partial }) =>
          toResource(value, file).map(resource => ({ ...resource, release, partial })),
        ),
      ),
    ],
    releases,
    kustomizations: [],
    references: [],
    unknowable,
    ...(!incomplete && { check: made?.check }),
    problems: [
      ...releases.flatMap(({ rendering }) => rendering.problems),
      ...(failed && !incomplete ? [failed] : []),
      ...(incomplete ? [] : (rendered?.refused ?? [])),
    ],
  };
}

/** What the chart's pods may make besides what its templates print, or these where they ask the cluster. */
function laterUnknown(
  { objects, asked, asking = [] }: RenderedChart,
  at: Unknown['at'],
  { name }: Installation,
): Unknown | undefined {
  const inCluster = kindsWrittenIn(asking);
  const kinds = new Set([...laterKinds(objects, asked), ...inCluster]);
  if (kinds.size === 0 || name === undefined) return undefined;
  const known = objects.flatMap(({ value }) => textAt(value, 'metadata', 'name') ?? []);
  const words = [name, ...known];
  const byPods = `the pods of the chart in \`${at.file.path}\` may make it`;
  const reason =
    inCluster.size > 0 ? `${byPods}, or its templates where they ask the cluster` : byPods;
  return { at, reason, kinds, mayName: sought => carries(sought, words), strict: true };
}

/** A subchart sees what stands under its name, and `global`. */
function subValues(values: LocatedMap, key: string): LocatedMap {
  const own = getMap(values, key) ?? mapFrom(values.origin, {});
  const global = values.entries.get('global');
  return global && !own.entries.has('global')
    ? { ...own, entries: new Map([...own.entries, ['global', global]]) }
    : own;
}

/** Paths of values that say whether a dependency is installed. */
const conditions = (dependency: LocatedMap): string[] =>
  (textAt(dependency, 'condition')?.split(',') ?? []).map(path => path.trim());

/** Those of them that stand among the dependency's own values. */
const conditionsOf = (dependency: LocatedMap, key: string): ReadonlySet<string> =>
  new Set(
    conditions(dependency).flatMap(path =>
      path.startsWith(`${key}.`) ? path.slice(key.length + 1) : [],
    ),
  );

/** The first of the condition's paths that is a boolean decides. */
function isOff(dependency: LocatedMap, values: LocatedMap): boolean {
  const answer = conditions(dependency)
    .map(path => booleanAt(values, ...path.split('.')))
    .find(value => value !== undefined);
  return answer === false;
}

const lockedVersion = (
  lock: LocatedValue | undefined,
  name: string,
): (LocatedScalar & { readonly value: string }) | undefined => {
  const entry = itemsAt(lock, 'dependencies').find(item => textAt(item, 'name') === name);
  return getString(entry, 'version');
};

const documentOf = (sources: Sources, path: string): LocatedValue | undefined =>
  sources.tree.kind(path) === 'file' && !sources.parse(path).broken
    ? sources.parse(path).documents[0]?.value
    : undefined;

const isBroken = (sources: Sources, path: string): boolean =>
  sources.tree.kind(path) === 'file' && sources.parse(path).broken;

/** Helpers and notes make no objects. */
const hasTemplates = ({ tree }: Sources, directory: string): boolean => {
  const templates = joinPath(directory, 'templates') ?? '';
  return tree.files.some(path => isWithin(path, templates) && /\.(ya?ml|json)$/.test(path));
};
