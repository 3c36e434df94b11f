import { capabilitiesOf, DEFAULT_API_VERSIONS, kubeVersionOf } from '../helm/capabilities.ts';
import { type Chart, ChartError } from '../helm/chart.ts';
import { documentsOf, headOfDocument, headsOf, withoutSchemas } from '../helm/crd-heads.ts';
import { loadDirectory } from '../helm/directory.ts';
import { pathsOf, type Renderings, renderKept } from '../helm/kept.ts';
import { hookEvents, type Manifest } from '../helm/manifests.ts';
import { locatedDocument, type Places } from '../helm/objects.ts';
import { type RenderFailure, renderChart } from '../helm/render.ts';
import { tableOf } from '../helm/values.ts';
import type { DefinedKind, DefinitionText, RenderedObject, ValuesCheck } from '../model/release.ts';
import type { Problem } from '../source/problem.ts';
import type { Place, SourceText } from '../source/text.ts';
import { joinPath } from '../source/tree.ts';
import { patienceOf, usedUp } from '../template/go/patience.ts';
import { isTooLarge } from '../template/go/stop.ts';
import { asMap, get, getScalar, itemsAt, textAt } from '../yaml/access.ts';
import { fingerprint, originFingerprint } from '../yaml/fingerprint.ts';
import type { LocatedMap, LocatedValue, Origin } from '../yaml/located.ts';
import { type ParsedSource, parseYaml } from '../yaml/parse.ts';
import type { Sources } from '../yaml/sources.ts';
import type { ChartFinder } from './chart-finder.ts';
import { refusedValues } from './refused-values.ts';
import { hasSealed } from './sops.ts';
import { absentSubmodule } from './unknown/submodules.ts';
import { valuesCheck } from './unread-values.ts';

/** How a chart of the repository is installed. */
export interface ChartInstallation {
  readonly name: string;
  readonly namespace: string | undefined;
  /** The user's values with their nulls; the chart's own are not in it. */
  readonly values: LocatedMap;
  readonly kubeVersion?: string | undefined;
  /** The Helm that renders; default: 3.19. */
  readonly helmVersion?: string | undefined;
  /** Whether Helm is told what the cluster serves, as Argo CD does. */
  readonly knowsCluster: boolean;
  /** APIs that whoever installs it says the cluster has besides Helm's own. */
  readonly apiVersions?: readonly string[];
  readonly includeCrds: boolean;
  readonly skipTests?: boolean;
  readonly skipHooks?: boolean;
  /** Whether Helm is told not to hold the values against schemas. */
  readonly skipSchemas?: boolean;
  /** Where the release is declared. */
  readonly declaration: Origin;
}

export interface RenderedChart {
  readonly objects: readonly (RenderedObject & { readonly file: string })[];
  /** Why there are none, where Helm would refuse the chart or it can't be told what it does. */
  readonly failure: RenderFailure | undefined;
  /** Dependencies whose charts are not at hand; what they make is not in `objects`. */
  readonly missing: ReadonlySet<string>;
  /** APIs that templates asked for and that may be served though nothing here says so. */
  readonly asked: ReadonlySet<string>;
  /** Templates that would print something else if the cluster were asked. */
  readonly asking?: readonly SourceText[];
  /** What its `crds/` define, where they are not installed. */
  readonly leftOut?: () => readonly DefinedKind[];
  /** What it defines, as far as `objects` have only the heads of it. */
  readonly definitions?: () => readonly DefinitionText[];
  /** Values that the schemas of the chart refuse. */
  readonly refused?: readonly Problem[];
  /** Which keys of the values it does not know; undefined where nothing was rendered. */
  readonly check?: ValuesCheck;
}

const loaded = new WeakMap<Sources, Map<string, Chart | ChartError>>();

/** The chart in a directory with the charts of `file://` dependencies; each is read once. */
function chartIn(
  sources: Sources,
  directory: string,
  charts: ChartFinder,
  depth = 0,
): Chart | ChartError {
  const known = loaded.get(sources) ?? new Map<string, Chart | ChartError>();
  loaded.set(sources, known);
  const earlier = known.get(directory);
  if (earlier) return earlier;
  const chart = withLinked(sources, directory, load(sources, directory), charts, depth);
  known.set(directory, chart);
  return chart;
}

function load(sources: Sources, directory: string): Chart | ChartError {
  try {
    return loadDirectory(sources.tree, directory, path => sources.text(path));
  } catch (error) {
    if (error instanceof ChartError) return error;
    throw error;
  }
}

/** What `helm dependency build` would copy into `charts/`. */
function withLinked(
  sources: Sources,
  directory: string,
  chart: Chart | ChartError,
  charts: ChartFinder,
  depth: number,
): Chart | ChartError {
  if (chart instanceof ChartError) return chart;
  const present = new Set(chart.subcharts.map(({ metadata }) => metadata.name));
  const linked = chart.metadata.dependencies.flatMap(({ name, repository, version, value }) => {
    if (present.has(name)) return [];
    if (!repository.startsWith('file://')) {
      const found = charts.find({
        name,
        repository,
        version: lockedVersion(sources, directory, name) ?? version,
      });
      if (!found) return [];
      present.add(name);
      return [found.chart];
    }
    const path = joinPath(directory, repository.slice('file://'.length));
    if (path === undefined || absentSubmodule(sources, path)) return [];
    if (sources.tree.kind(path) !== 'directory') {
      const at = getScalar(value, 'repository') ?? value;
      return [
        new ChartError(`there is no directory \`${path}\` for the dependency ${name}`, at.origin),
      ];
    }
    present.add(name);
    if (depth > 8)
      return [new ChartError(`the dependency ${name} leads back to its chart`, value.origin)];
    return [chartIn(sources, path, charts, depth + 1)];
  });
  const broken = linked.find(item => item instanceof ChartError);
  if (broken instanceof ChartError) return broken;
  const added = linked.filter((item): item is Chart => !(item instanceof ChartError));
  return added.length === 0 ? chart : { ...chart, subcharts: [...chart.subcharts, ...added] };
}

/**
 * Renders a chart of the repository as Argo CD and kustomize have Helm do it. Dependencies that have
 * to be pulled are left out; a template that needs one fails then without being wrong.
 *
 * @returns undefined where there is no chart
 */
export function renderDirectory(
  sources: Sources,
  directory: string,
  installation: ChartInstallation,
  charts: ChartFinder,
): RenderedChart | undefined {
  if (sources.tree.kind(joinPath(directory, 'Chart.yaml') ?? '') !== 'file') return undefined;
  return renderLoaded(sources, chartIn(sources, directory, charts), installation);
}

const rendered = new WeakMap<Sources, WeakMap<Chart | ChartError, Map<string, RenderedChart>>>();

/**
 * The same for a chart that was loaded from anywhere. What is installed twice in the same way, by two
 * Applications or in two rounds of finding them, is rendered once.
 */
export function renderLoaded(
  sources: Sources,
  chart: Chart | ChartError,
  installation: ChartInstallation,
): RenderedChart {
  const ofSources = rendered.get(sources) ?? new WeakMap();
  rendered.set(sources, ofSources);
  const known = ofSources.get(chart) ?? new Map<string, RenderedChart>();
  ofSources.set(chart, known);
  const key = installationKey(installation);
  const result = known.get(key) ?? renderOnce(sources, chart, installation);
  known.set(key, result);
  return result;
}

const renderings = new WeakMap<Sources, Renderings>();

/** Has renderings of these files kept for later runs, and those of earlier runs taken. */
export function keepRenderings(sources: Sources, kept: Renderings): void {
  renderings.set(sources, kept);
}

function installationKey(how: ChartInstallation): string {
  const plain: readonly (string | boolean | undefined | readonly string[])[] = [
    how.name,
    how.namespace,
    how.kubeVersion,
    how.helmVersion,
    how.knowsCluster,
    how.apiVersions,
    how.includeCrds,
    how.skipTests,
    how.skipHooks,
    how.skipSchemas,
    originFingerprint(how.declaration),
  ];
  return `${JSON.stringify(plain)}\n${fingerprint(how.values)}`;
}

function renderOnce(
  sources: Sources,
  chart: Chart | ChartError,
  installation: ChartInstallation,
): RenderedChart {
  if (chart instanceof ChartError) {
    const { message, at, isCertain } = chart;
    return {
      objects: [],
      failure: { message, at, isCertain },
      missing: new Set(),
      asked: new Set(),
    };
  }
  const present = new Set(chart.subcharts.map(({ metadata }) => metadata.name));
  const { dependencies } = chart.metadata;
  const missing = new Set(dependencies.flatMap(({ name }) => (present.has(name) ? [] : [name])));
  const metadata = {
    ...chart.metadata,
    dependencies: dependencies.filter(({ name }) => present.has(name)),
  };
  const { name, namespace = 'default', declaration } = installation;
  const defaults = capabilitiesOf(installation.helmVersion ?? '');
  const kubeVersion = kubeVersionOf(installation.kubeVersion ?? '') ?? defaults.kubeVersion;
  const declared = { kind: 'value', origin: declaration, isUser: true } as const;
  const asked = new Set<string>();
  const request = {
    release: { name, namespace, nameTrace: declared, namespaceTrace: declared },
    capabilities: {
      ...defaults,
      kubeVersion,
      apiVersions: installation.knowsCluster
        ? servedApis(sources)
        : [...defaults.apiVersions, ...(installation.apiVersions ?? [])],
      onAbsent: installation.knowsCluster
        ? (version: string) => {
            asked.add(version);
            // What another chart or an operator defines, the cluster may serve.
            return !BUILT_IN_GROUPS.has(groupOf(version));
          }
        : undefined,
    },
  };
  const outcome = renderKept(
    {
      ...request,
      chart: { ...chart, metadata },
      values: tableOf(installation.values, true),
      tracing: true,
      // What a missing chart would add is missing in the values, too.
      validating: missing.size === 0 && !installation.skipSchemas,
      patience: patienceOf(sources),
    },
    { chart, values: installation.values, declaration },
    renderings.get(sources),
  );
  if (!outcome.ok) {
    if (isTooLarge(outcome.failure.message)) usedUp(sources);
    // What is encrypted may be anything that the templates want.
    const isSealed = [installation.values, chart.values].some(
      values => values && hasSealed(values),
    );
    const failure = isSealed ? { ...outcome.failure, isCertain: false } : outcome.failure;
    return { objects: [], failure, missing, asked };
  }
  const foreign = chart.isOwn ? new Set<string>() : new Set(pathsOf(chart));
  const places: Places = {
    isOwn: path => !foreign.has(path) && isOwnFile(sources, path),
    fallback: declaration,
  };
  const objects: { value: LocatedMap; partial: boolean; file: string }[] = [];
  const cut: SourceText[] = [];
  for (const whole of outcome.manifests) {
    const manifest = chart.isOwn ? whole : withoutSchemas(whole);
    if (manifest !== whole) cut.push({ path: whole.file.path, text: whole.text });
    const { documents, broken, problems } = locatedDocument(manifest, places);
    if (broken) {
      const message = `what the template prints is not YAML: ${problems[0]?.message ?? ''}`;
      return {
        objects: [],
        failure: { message, at: placeIn(manifest), isCertain: true },
        missing,
        asked,
      };
    }
    const value = asMap(documents[0]?.value);
    if (value && isDeployed(value, installation)) {
      const partial = manifest !== whole;
      objects.push({ value, partial, file: fileOf(manifest, places, declaration) });
    }
  }
  const crds = installation.includeCrds ? outcome.crds : [];
  for (const { source } of crds) {
    if (!places.isOwn(source.path)) {
      const file = declaration.file.path;
      const heads = headsOf(source).map(value => declaredAt(value, declaration));
      objects.push(...heads.map(value => ({ value, partial: true, file })));
      cut.push(...documentsOf(source));
      continue;
    }
    const { documents } = readBefore(sources, source) ?? parseYaml(source);
    for (const { value } of documents) {
      if (value?.kind === 'map') objects.push({ value, partial: false, file: source.path });
    }
  }
  const check = valuesCheck(chart, installation.values, outcome, (other, values) =>
    renderChart({
      ...request,
      chart: { ...other, metadata },
      values: tableOf(values, true),
      tracing: false,
      validating: false,
    }),
  );
  const refused = refusedValues(outcome.flaws, { ...places, ...installation });
  const leftOut = () => outcome.crds.flatMap(({ source }) => headsOf(source).flatMap(definedKind));
  const definitions = () => cut.flatMap(source => defined(source));
  return {
    objects,
    failure: undefined,
    missing,
    asked,
    asking: outcome.asking,
    refused,
    ...(cut.length > 0 && { definitions }),
    // What Helm refuses has to be mended before it matters what nothing reads.
    ...(refused.length === 0 && { check }),
    ...(!installation.includeCrds && { leftOut }),
  };
}

/** A file as it was read as one of the repository's own; not every text of that name is its. */
const readBefore = (sources: Sources, file: SourceText): ParsedSource | undefined =>
  sources.text(file.path) === file ? sources.parsed(file.path) : undefined;

const ownFiles = new WeakMap<Sources, Map<string, boolean>>();

/** Whether a file is one of the repository; asked for every scalar, so that the disk is asked once. */
function isOwnFile(sources: Sources, path: string): boolean {
  const known = ownFiles.get(sources) ?? new Map<string, boolean>();
  ownFiles.set(sources, known);
  const earlier = known.get(path);
  if (earlier !== undefined) return earlier;
  const isOwn = sources.tree.kind(path) === 'file';
  known.set(path, isOwn);
  return isOwn;
}

/** The version of a dependency that Chart.lock records. */
function lockedVersion(sources: Sources, directory: string, name: string): string | undefined {
  const path = joinPath(directory, 'Chart.lock') ?? '';
  if (sources.tree.kind(path) !== 'file') return undefined;
  const entries = itemsAt(sources.parse(path).documents[0]?.value, 'dependencies');
  return textAt(
    entries.find(entry => textAt(entry, 'name') === name),
    'version',
  );
}

const served = new WeakMap<Sources, readonly string[]>();

/**
 * The APIs that a cluster with this repository's objects serves: the built-in ones, and those of every
 * object that is written anywhere; each as a version and with the kind, as Argo CD passes them.
 */
function servedApis(sources: Sources): readonly string[] {
  const known = served.get(sources);
  if (known) return known;
  const found = new Set(DEFAULT_API_VERSIONS);
  for (const path of sources.tree.files) {
    for (const { value } of sources.parsed(path)?.documents ?? []) {
      const [apiVersion, kind] = [textAt(value, 'apiVersion'), textAt(value, 'kind')];
      if (!apiVersion?.includes('/') || !kind) continue;
      found.add(apiVersion);
      found.add(`${apiVersion}/${kind}`);
    }
  }
  const apis = [...found];
  served.set(sources, apis);
  return apis;
}

const placeIn = ({ file }: Manifest): RenderFailure['at'] => ({ file, start: 0, end: 0 });

const fileOf = ({ file }: Manifest, { isOwn }: Places, { file: other }: Origin): string =>
  isOwn(file.path) ? file.path : other.path;

/** An object of a packed chart's `crds/`: only its head counts, at the release's declaration. */
function declaredAt(value: LocatedMap, origin: Origin): LocatedMap {
  const move = (item: LocatedValue): LocatedValue => {
    if (item.kind === 'scalar') return { ...item, origin };
    if (item.kind === 'sequence') return { ...item, items: item.items.map(move), origin };
    return declaredAt(item, origin);
  };
  const entries = [...value.entries].map(
    ([name, entry]) => [name, { key: { ...entry.key, origin }, value: move(entry.value) }] as const,
  );
  return { ...value, entries: new Map(entries), origin };
}

function definedKind(crd: LocatedMap): DefinedKind[] {
  const name = textAt(crd, 'metadata', 'name');
  const group = textAt(crd, 'spec', 'group');
  const kind = textAt(crd, 'spec', 'names', 'kind');
  return name && group && kind ? [{ name, group, kind }] : [];
}

function defined(source: SourceText): DefinitionText[] {
  const head = headOfDocument(source);
  return head ? definedKind(head).map(kind => ({ ...kind, source })) : [];
}

/** Helm drops hooks whose events it does not know; tests run only when somebody asks for them. */
function isDeployed(value: LocatedMap, { skipHooks = false }: ChartInstallation): boolean {
  const hook = get(value, 'metadata', 'annotations', 'helm.sh/hook');
  if (hook?.kind !== 'scalar') return true;
  const events = hookEvents(hook.text);
  return events !== undefined && !skipHooks && !events.every(event => event.startsWith('test'));
}

const groupOf = (version: string): string => version.split('/')[0] ?? '';
const BUILT_IN_GROUPS: ReadonlySet<string> = new Set(DEFAULT_API_VERSIONS.map(groupOf));

/**
 * A failure as what would make the sync fail; undefined where Helm might well succeed.
 *
 * @param at where to report what has no place in the repository
 */
export function renderProblem(
  sources: Sources,
  chart: RenderedChart,
  at: Place,
): Problem | undefined {
  const { failure, missing, asked } = chart;
  if (!failure?.isCertain || missing.size > 0) return undefined;
  // What another chart or an operator defines, the cluster may serve.
  if ([...asked].some(version => !BUILT_IN_GROUPS.has(groupOf(version)))) return undefined;
  const isOwn = failure.at && sources.tree.kind(failure.at.file.path) === 'file';
  return {
    rule: 'helm/render',
    at: isOwn && failure.at ? failure.at : at,
    message: `Helm refuses the chart: ${failure.message}`,
  };
}
