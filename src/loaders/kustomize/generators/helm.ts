import type { HelmRelease, Rendering } from '../../../model/release.ts';
import { joinPath } from '../../../source/tree.ts';
import { asMap, getMap, getScalar, getString, itemsAt } from '../../../yaml/access.ts';
import { mapFrom } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import { mergeValues } from '../../../yaml/merge.ts';
import type { BuildContext } from '../context/context.ts';
import { report } from '../context/gathered.ts';
import { isAtLeast } from '../context/inputs.ts';
import { type Item, newItem } from '../items/item.ts';
import { resolvePath } from '../kustomization/paths.ts';
import type { Target } from '../kustomization/target.ts';

const NOT_RENDERED: Rendering = { objects: [], complete: new Set(), problems: [] };

/**
 * The objects of a kustomization's `helmCharts`. What the charts make is asked of the injected
 * model; here their values, names and namespaces are put together.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/internal/builtins/HelmChartInflationGenerator.go
 */
export function releaseItems(
  context: BuildContext,
  target: Target,
  parentNamespace: LocatedScalar | undefined,
): readonly { readonly item: Item; readonly from: LocatedValue }[] {
  const charts = itemsAt(target.value, 'helmCharts').flatMap(chart => asMap(chart) ?? []);
  const field = target.value.entries.get('helmCharts');
  if (charts.length > 0 && field && context.options.enableHelm === false) {
    report(context, field.key, "`helmCharts` need kustomize's `--enable-helm`", {
      help: 'Argo CD takes it from `kustomize.buildOptions` in `argocd-cm`',
    });
  }
  return charts.flatMap(chart => {
    const release = releaseOf(context, target, chart, parentNamespace);
    if (!release) return [];
    const own = noteChart(context, target, chart, release.chart);
    const rendering = context.options.renderRelease?.(release, own) ?? NOT_RENDERED;
    context.releases.push({ release, rendering });
    context.problems.push(...rendering.problems);
    return rendering.objects.map(({ value, partial }) => ({
      item: newItem(value, [target.file], { release, partial }),
      from: release.chart,
    }));
  });
}

function releaseOf(
  context: BuildContext,
  target: Target,
  declaration: LocatedMap,
  parentNamespace: LocatedScalar | undefined,
): HelmRelease | undefined {
  const chart = getString(declaration, 'name');
  if (!chart) {
    report(context, declaration, 'a `helmCharts` entry without name');
    return undefined;
  }
  const repository = getString(declaration, 'repo');
  const { values, valuesIncomplete } = valuesOf(context, target, declaration);
  const inherited = isAtLeast(context, '5.8.0')
    ? (getString(target.value, 'namespace') ?? parentNamespace)
    : undefined;
  return {
    chart,
    repository,
    version: getString(declaration, 'version'),
    name: getString(declaration, 'releaseName')?.value,
    namespace: (getString(declaration, 'namespace') ?? inherited)?.text,
    values,
    valuesIncomplete,
    declaration,
    file: target.file,
  };
}

/**
 * A chart of the repository itself is used before any repository of charts is asked.
 *
 * @returns its directory
 */
function noteChart(
  context: BuildContext,
  target: Target,
  declaration: LocatedMap,
  chart: LocatedScalar,
): string | undefined {
  const home = getString(target.value, 'helmGlobals', 'chartHome')?.value ?? 'charts';
  const version = getString(declaration, 'version');
  const repository = getString(declaration, 'repo');
  const own = version && repository ? `${chart.text}-${version.text}/${chart.text}` : chart.text;
  const path = home.startsWith('/') ? undefined : joinPath(target.directory, home, own);
  const isHere = path !== undefined && context.sources.tree.kind(path) === 'directory';
  const from = chart;
  if (isHere) {
    context.references.push({ role: 'chart', from, path, target: 'directory' });
    return path;
  }
  if (repository) {
    context.references.push({ role: 'chart', from, path: undefined, target: 'remote' });
  } else {
    context.references.push({ role: 'chart', from, path, target: 'missing' });
    report(
      context,
      chart,
      `chart \`${chart.text}\` is not in \`${home}/\` and has no \`repo\` to pull it from`,
      {
        rule: 'kustomize/missing-file',
      },
    );
  }
  return undefined;
}

interface Values {
  readonly values: LocatedMap;
  readonly valuesIncomplete: boolean;
}

/**
 * A release's values in Helm's order: `valuesFile` and `valuesInline` merged into one as
 * `valuesMerge` says, then each of `additionalValuesFiles` over it.
 */
function valuesOf(context: BuildContext, target: Target, chart: LocatedMap): Values {
  const mode = getString(chart, 'valuesMerge');
  if (mode && !['override', 'merge', 'replace'].includes(mode.value)) {
    report(context, mode, '`valuesMerge` must be override, merge or replace');
  }
  const inline = getMap(chart, 'valuesInline');
  const isInlineSet = inline !== undefined && inline.entries.size > 0;
  const fileFrom = getScalar(chart, 'valuesFile');
  const isFileRead = !(isInlineSet && mode?.value === 'replace');
  const file = fileFrom && fileFrom.text !== '' ? readValues(context, target, fileFrom) : NO_VALUES;
  let values = (isFileRead ? file.values : undefined) ?? mapFrom(chart.origin, {});
  let valuesIncomplete = isFileRead && file.valuesIncomplete;
  if (isInlineSet) {
    values = mode?.value === 'merge' ? mergeValues(inline, values) : mergeValues(values, inline);
  }
  for (const from of itemsAt(chart, 'additionalValuesFiles')) {
    if (from.kind !== 'scalar') continue;
    const more = readValues(context, target, from);
    if (more.values) values = mergeValues(values, more.values);
    valuesIncomplete ||= more.valuesIncomplete;
  }
  return { values, valuesIncomplete };
}

interface ReadValues {
  readonly values: LocatedMap | undefined;
  readonly valuesIncomplete: boolean;
}

const NO_VALUES: ReadValues = { values: undefined, valuesIncomplete: false };
const UNREAD: ReadValues = { values: undefined, valuesIncomplete: true };

function readValues(context: BuildContext, target: Target, from: LocatedScalar): ReadValues {
  const { directory } = target;
  const resolved = resolvePath(context, { directory, from, role: 'values', wanted: 'file' });
  if (resolved?.target !== 'file') return UNREAD;
  const parsed = context.sources.parse(resolved.path);
  if (parsed.broken) return UNREAD;
  const value = parsed.documents[0]?.value;
  if (!value || (value.kind === 'scalar' && value.value === null)) return NO_VALUES;
  const values = asMap(value);
  if (values) return { values, valuesIncomplete: false };
  report(context, from, `\`${from.text}\` holds a ${value.kind}: Helm values are a map`);
  return UNREAD;
}
