import type { Chart } from '../helm/chart.ts';
import type { RenderOutcome } from '../helm/render.ts';
import { tableOf } from '../helm/values.ts';
import type { PrintedMap } from '../model/release.ts';
import { formatValue } from '../template/go/format.ts';
import { createBudget, Stop } from '../template/go/stop.ts';
import type { LocatedMap } from '../yaml/located.ts';
import { ownValue } from './own-value.ts';

/**
 * Maps of a release's values that its chart prints as a text, `map[a:1 b:2]`, because it expects a text or a number
 * there. Only where the chart's own value is no map: otherwise the two are one map, of which this is a part.
 *
 * @param rendered what it makes with these values
 * @see https://pkg.go.dev/fmt#hdr-Printing
 */
export function printedMaps(
  chart: Chart,
  values: LocatedMap,
  rendered: RenderOutcome,
): readonly PrintedMap[] {
  const texts = rendered.ok
    ? rendered.manifests.flatMap(({ text }) => (text.includes('map[') ? [text] : []))
    : [];
  return texts.length === 0 ? [] : mapsIn(chart, values, [], texts);
}

function mapsIn(
  chart: Chart,
  values: LocatedMap,
  above: readonly string[],
  texts: readonly string[],
): readonly PrintedMap[] {
  return [...values.entries].flatMap(([name, { key, value }]): readonly PrintedMap[] => {
    if (value.kind !== 'map' || value.entries.size === 0) return [];
    const path = [...above, name];
    const printed = ownValue(chart, path)?.kind === 'map' ? undefined : printedAs(value);
    const isPrinted = printed !== undefined && texts.some(text => text.includes(printed));
    return isPrinted && key.origin.made === undefined
      ? [{ key, path: path.join('.') }]
      : mapsIn(chart, value, path, texts);
  });
}

function printedAs(value: LocatedMap): string | undefined {
  try {
    return formatValue(tableOf(value, true), createBudget());
  } catch (error) {
    if (error instanceof Stop) return undefined;
    throw error;
  }
}
