import type { ChartModel, HelmRelease, Rendering } from '../../model/release.ts';
import { recognise } from './generic/index.ts';
import { CHART_MODELS } from './models/index.ts';
import { releaseNames, releaseNamespaces } from './shared/release-names.ts';

const BY_CHART: ReadonlyMap<string, ChartModel> = new Map(
  CHART_MODELS.flatMap(model => model.charts.map(chart => [chart, model] as const)),
);

/**
 * The objects that a release's chart makes of its values, as far as values decide them. Charts are
 * known by their own name, never by that of the release. Of a chart without a model only what its
 * values say in well-known words is recognised. Never throws on what the values hold.
 */
export function renderRelease(release: HelmRelease): Rendering {
  const known = BY_CHART.get(release.chart.text);
  const model = known?.isFor?.(release) === false ? undefined : known;
  const rendering: Rendering = model
    ? { ...model.render(release), by: 'model' }
    : { ...recognise(release), by: 'words' };
  if (rendering.complete === 'all') return rendering;
  const mayName = releaseNames(release);
  const namespaces = releaseNamespaces(release);
  return {
    ...rendering,
    strict: model !== undefined,
    ...(mayName && { mayName }),
    ...(namespaces && { namespaces }),
  };
}
