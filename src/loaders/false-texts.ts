import type { Chart } from '../helm/chart.ts';
import type { RenderOutcome } from '../helm/render.ts';
import type { FalseText } from '../model/release.ts';
import { asMap, get } from '../yaml/access.ts';
import { scalarFrom, setIn } from '../yaml/build.ts';
import type { LocatedMap } from '../yaml/located.ts';
import { ownValue } from './own-value.ts';

/** So many are tried; each is a rendering. */
const MOST = 12;

/**
 * Texts `"false"` of a release's values that its chart takes for true: its own value is a boolean there, and with
 * `false` it makes something else. What only prints the value makes as many lines of both.
 *
 * @param rendered what it makes with the values as they are
 * @param render renders the chart with other values
 */
export function falseTexts(
  chart: Chart,
  values: LocatedMap,
  rendered: RenderOutcome,
  render: (values: LocatedMap) => RenderOutcome,
): readonly FalseText[] {
  return pathsOfFalse(values, [])
    .filter(path => isBoolean(chart, path))
    .slice(0, MOST)
    .flatMap(path => {
      const value = get(values, ...path);
      if (value?.kind !== 'scalar' || value.origin.made !== undefined) return [];
      const meant = asMap(setIn(values, path, scalarFrom(value.origin, false)));
      const other = meant && render(meant);
      const isSame = !other?.ok || shapeOf(other) === shapeOf(rendered);
      return isSame ? [] : [{ value, path: path.join('.') }];
    });
}

function pathsOfFalse(values: LocatedMap, above: readonly string[]): readonly string[][] {
  return [...values.entries].flatMap(([name, { value }]) => {
    const path = [...above, name];
    if (value.kind === 'map') return pathsOfFalse(value, path);
    return value.kind === 'scalar' && value.value === 'false' ? [path] : [];
  });
}

const isBoolean = (chart: Chart, path: readonly string[]): boolean => {
  const own = ownValue(chart, path);
  return own?.kind === 'scalar' && typeof own.value === 'boolean';
};

/** How many lines it makes in which files. */
const shapeOf = (outcome: RenderOutcome): string =>
  outcome.ok
    ? outcome.manifests.map(({ path, text }) => `${path} ${text.split('\n').length}`).join('\n')
    : '';
