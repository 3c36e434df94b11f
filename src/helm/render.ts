import type { SourceText } from '../source/text.ts';
import { callTemplate, createScope, namedTemplates } from '../template/go/execute.ts';
import { fn } from '../template/go/function.ts';
import { withMethods } from '../template/go/methods.ts';
import type { DefinedTemplate, GoFunction } from '../template/go/scope.ts';
import { createBudget, Stop } from '../template/go/stop.ts';
import { compareStrings, type GoValue, nameType } from '../template/go/value.ts';
import { behaviourOf, type HelmBehaviour } from './behaviour.ts';
import type { Capabilities } from './capabilities.ts';
import { type Chart, ChartError, type ChartFile, crdsOf } from './chart.ts';
import { checkChart } from './check.ts';
import { coalesceValues } from './coalesce.ts';
import { type ActiveChart, processDependencies } from './dependencies.ts';
import { filesObject } from './files.ts';
import { chartFunctions, lookupFunction, MAX_TEMPLATE, withoutNoValue } from './functions.ts';
import { type Manifest, splitManifests } from './manifests.ts';
import { parsedOf } from './parsed.ts';
import { type ValuesFlaw, valuesFlaws } from './schema/check.ts';
import { capabilitiesObject, chartObject, type ReleaseNames, releaseObject } from './top.ts';
import { isTable, newTable, type Table } from './values.ts';

/** What a chart is rendered with. */
export interface RenderRequest {
  readonly chart: Chart;
  /** The user's values; they are not changed. */
  readonly values: Table;
  readonly release: ReleaseNames;
  readonly capabilities: Capabilities;
  /** Whether it is remembered where the text comes from. */
  readonly tracing: boolean;
  /** Whether the values are held against the schemas of the charts. */
  readonly validating: boolean;
  /** The part of the usual steps that it may take; default: all. */
  readonly patience?: number;
}

export type RenderOutcome =
  | {
      readonly ok: true;
      readonly manifests: readonly Manifest[];
      /** Files of templates that asked the cluster: what it has (`lookup`), or whether it serves an API that is not known. */
      readonly asking: readonly SourceText[];
      readonly crds: readonly ChartFile[];
      /** Values that the chart's schemas refuse: Helm would render nothing. */
      readonly flaws: readonly ValuesFlaw[];
    }
  | { readonly ok: false; readonly failure: RenderFailure };

/** Why Helm would render nothing at all. */
export interface RenderFailure {
  readonly message: string;
  /** The innermost place: of a template's action, or in Chart.yaml or values. */
  readonly at:
    | { readonly file: SourceText; readonly start: number; readonly end: number }
    | undefined;
  /** Whether Helm would fail, too; else it is only not known what it would do. */
  readonly isCertain: boolean;
}

/** Enough for the largest charts; what is hostile ends within seconds. */
const MAX_STEPS = 20_000_000;

/**
 * Renders a chart as `helm template` does. What its schemas refuse is told beside the objects, so that
 * others can be judged, too.
 * https://github.com/helm/helm/blob/v3.19.0/pkg/engine/engine.go
 */
export function renderChart(request: RenderRequest): RenderOutcome {
  const { chart } = request;
  const helm = behaviourOf(request.capabilities.helmVersion);
  try {
    if (chart.metadata.type === 'library') {
      throw new ChartError('library charts are not installable');
    }
    checkChart(chart, request.capabilities, helm);
    const root = processDependencies(chart, request.values, helm);
    const values = coalesceValues(root, request.values, helm);
    // Templates may change the values.
    const flaws = request.validating ? valuesFlaws(root, values) : [];
    const { manifests, asking } = renderTemplates(request, helm, root, values);
    return {
      ok: true,
      manifests,
      asking,
      flaws,
      crds: [root, ...below(root)].flatMap(item => crdsOf(item.chart)),
    };
  } catch (error) {
    if (error instanceof ChartError) {
      return {
        ok: false,
        failure: { message: error.message, at: error.at, isCertain: error.isCertain },
      };
    }
    throw error;
  }
}

const below = ({ subcharts }: ActiveChart): ActiveChart[] =>
  subcharts.flatMap(subchart => [subchart, ...below(subchart)]);

/** A template file with what it is executed on. */
interface Renderable {
  readonly path: string;
  readonly source: SourceText;
  readonly data: Table;
  readonly basePath: string;
}

function renderTemplates(
  request: RenderRequest,
  helm: HelmBehaviour,
  root: ActiveChart,
  values: Table,
): { readonly manifests: Manifest[]; readonly asking: readonly SourceText[] } {
  const renderables: Renderable[] = [];
  const asking = new Set<SourceText>();
  let current: SourceText | undefined;
  const noteCurrent = (): void => {
    if (current) asking.add(current);
  };
  const asked = { count: 0, doubt: '' };
  const { onAbsent } = request.capabilities;
  const capabilities = {
    ...request.capabilities,
    onAbsent:
      onAbsent &&
      ((version: string): boolean => {
        const mayBeServed = onAbsent(version);
        if (mayBeServed) {
          noteCurrent();
          asked.count++;
          asked.doubt = `the cluster may serve \`${version}\`, and the chart makes something else then`;
        }
        return mayBeServed;
      }),
  };
  collect(root, values, undefined, renderables, helm, {
    Release: releaseObject(request.release),
    Capabilities: capabilitiesObject(capabilities),
  });
  renderables.sort((a, b) => depthOf(b.path) - depthOf(a.path) || compareStrings(b.path, a.path));
  const budget = createBudget(undefined, MAX_STEPS * (request.patience ?? 1), MAX_TEMPLATE * 2);
  const functions = chartFunctions(helm);
  const templates = parseAll(renderables, functions);
  const sources = new Map(renderables.map(({ path, source }) => [path, source] as const));
  const scope = createScope({
    functions: new Map([...functions, ['lookup', lookupFunction(noteCurrent)]]),
    missingKey: 'zero',
    budget,
    tracing: request.tracing,
    asked,
    templates: templates.named,
  });
  const rendered = new Map<string, Manifest[]>();
  for (const { path, source, data, basePath } of renderables) {
    if (/(?:^|\/)_[^/]*$/.test(path)) continue;
    const template = templates.named.get(path);
    if (!template) continue;
    current = source;
    data.set(
      'Template',
      newTable([
        ['Name', path],
        ['BasePath', basePath],
      ]),
    );
    const { text, trace } = run(
      () => callTemplate(scope, template, data, undefined),
      path,
      sources,
    );
    if (path.endsWith('NOTES.txt')) continue;
    const clean = withoutNoValue(text, trace);
    rendered.set(path, splitManifests({ path, file: source, ...clean }, helm));
  }
  const manifests = [...rendered.keys()]
    .sort(compareStrings)
    .flatMap(path => rendered.get(path) ?? []);
  return { manifests, asking: [...asking] };
}

const depthOf = (path: string): number => path.split('/').length;

function collect(
  active: ActiveChart,
  values: GoValue,
  parentPath: string | undefined,
  out: Renderable[],
  helm: HelmBehaviour,
  shared: Readonly<Record<string, GoValue>>,
): Table {
  const { chart, name } = active;
  const path = parentPath === undefined ? name : `${parentPath}/charts/${name}`;
  const own = isTable(values) ? values : newTable();
  withMethods(own, new Map([['AsMap', fn([], () => newTable(own))]]));
  nameType(own, helm.valuesType);
  const subcharts = newTable();
  const data = newTable([
    ['Chart', chartObject(active, parentPath === undefined, helm)],
    ['Files', filesObject(chart.files, helm)],
    ['Values', own],
    ['Subcharts', subcharts],
    ...Object.entries(shared),
  ]);
  for (const child of active.subcharts) {
    subcharts.set(child.name, collect(child, own.get(child.name), path, out, helm, shared));
  }
  const isLibrary = chart.metadata.type === 'library';
  for (const template of chart.templates) {
    if (isLibrary && !/(?:^|\/)_[^/]*$/.test(template.path)) continue;
    out.push({
      path: `${path}/${template.path}`,
      source: template.source,
      data,
      basePath: `${path}/templates`,
    });
  }
  return data;
}

/** Later files replace what earlier ones define, unless by nothing. */
function parseAll(
  renderables: readonly Renderable[],
  functions: ReadonlyMap<string, GoFunction>,
): { named: Map<string, DefinedTemplate> } {
  const named = new Map<string, DefinedTemplate>();
  for (const { path, source } of renderables) {
    const parsed = parsedOf(source, functions);
    if (!parsed.ok) {
      const { message, start, end } = parsed.error;
      throw new ChartError(`parse error at (${path}): ${message}`, { file: source, start, end });
    }
    const { main, templates } = namedTemplates(path, parsed.template, {
      kind: 'template',
      file: source,
    });
    for (const [name, template] of [...templates, [path, main] as const]) {
      if (!named.has(name) || !isBlank(template)) named.set(name, template);
    }
  }
  return { named };
}

const isBlank = ({ nodes }: DefinedTemplate): boolean =>
  nodes.every(node => node.kind === 'text' && node.text.trim() === '');

function run<T>(work: () => T, path: string, sources: ReadonlyMap<string, SourceText>): T {
  try {
    return work();
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    const file = sources.get(stop.template ?? path);
    const at = file && stop.placed ? { file, ...stop.placed } : undefined;
    throw new ChartError(stop.message, at, stop.kind === 'error');
  }
}
