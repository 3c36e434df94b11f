import type { ChartModel, HelmRelease, Rendering } from '../../model/release.ts';
import { CHART_MODELS } from './models.ts';
import { NOTHING } from './objects.ts';

const BY_CHART: ReadonlyMap<string, ChartModel> = new Map(
  CHART_MODELS.flatMap(model => model.charts.map(chart => [chart, model] as const)),
);

/**
 * The objects that a release's chart makes of its values, as far as values decide them. Charts are
 * known by their own name, never by that of the release.
 *
 * @returns nothing, and no claim to completeness, for a chart that nobody here knows
 */
export function renderRelease(release: HelmRelease): Rendering {
  return BY_CHART.get(release.chart.text)?.render(release) ?? NOTHING;
}
