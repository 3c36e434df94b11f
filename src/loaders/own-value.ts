import type { Chart } from '../helm/chart.ts';
import { get } from '../yaml/access.ts';
import type { LocatedValue } from '../yaml/located.ts';

/** What a chart's own values have at a path; of a chart below it, where it says nothing itself. */
export function ownValue(chart: Chart, path: readonly string[]): LocatedValue | undefined {
  const own = get(chart.values, ...path);
  if (own) return own;
  const [first, ...rest] = path;
  const { dependencies } = chart.metadata;
  const name = dependencies.find(({ alias }) => alias === first)?.name ?? first;
  const below = chart.subcharts.find(({ metadata }) => metadata.name === name);
  return below && rest.length > 0 ? ownValue(below, rest) : undefined;
}
