/**
 * Writes `schemas/known-values.json`: the keys of values that charts know, or knew in any version, for releases
 * whose chart is not at hand.
 *
 *     npx tsx scripts/known-values.ts DIRECTORY
 *
 * `DIRECTORY/<chart>/…` has versions of each chart of `CHARTS` as directories, whatever they are called.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chart } from '../src/helm/chart.ts';
import { CHART, type KnownKeys } from '../src/helm/known-values.ts';
import {
  entryOf,
  isDependency,
  isKnown,
  isOpen,
  keysOf,
  type Place,
  withSchemas,
} from '../src/helm/places.ts';
import { readsOf } from '../src/helm/reads/reads.ts';
import type { LocatedValue } from '../src/yaml/located.ts';
import { chartIn } from '../test/support/chart-tree.ts';
import { CHARTS } from './known-charts.ts';

type Value = KnownKeys[string];

/** Keys that lie deeper are not written down: what is above them counts as open. */
const DEEPEST = 5;

function treeOf(chart: Chart): Value {
  const reads = readsOf(chart, []);
  if (!reads) return 1;
  // Once all values are handed to something nobody follows what is read besides: some hand them to a check.
  if (reads.whole) return treeOfTexts(chart);
  const root = withSchemas({
    reads: [reads],
    defaults: chart.values ? [chart.values] : [],
    schemas: [],
    charts: [chart],
  });
  return below(root, 0);
}

/** The keys of one place; 1 where it may have any. */
function below(place: Place, depth: number): Value {
  if (depth >= DEEPEST || isOpen(place) || isKnown(entryOf(place, '\0'))) return 1;
  // What no template looks into has no keys that could be wrong.
  if (place.reads?.length === 0 && place.charts.length === 0) return 1;
  const keys = keysOf(place).filter(name => name !== '');
  if (keys.length === 0) return 1;
  return Object.fromEntries(
    keys.map(name => {
      const inner = entryOf(place, name);
      if (inner.charts.length === 0 && isDependency(place, name))
        return [name, dependency(place.charts, name, below(inner, depth + 1))];
      return [name, below(inner, depth + 1)];
    }),
  );
}

/** The values of a chart below this one: those that the chart itself reads, and all that the other knows. */
function dependency(charts: readonly Chart[], key: string, own: Value): Value {
  const [of] = charts.flatMap(({ metadata }) =>
    metadata.dependencies.filter(({ name, alias }) => (alias || name) === key),
  );
  if (!of || !CHARTS.some(({ chart }) => chart === of.name)) return 1;
  const condition = of.condition.split(',').map(path => path.trim().split('.').slice(1));
  const read = typeof own === 'object' ? own : {};
  return {
    ...Object.fromEntries(condition.map(([name = 'enabled']) => [name, 1])),
    ...read,
    [CHART]: of.name,
  };
}

/** `.Values.a.b`, `index .Values "a" "b"`, `dig "a" "b" … .Values`. */
const PATH = /\bValues((?:\.[A-Za-z_]\w*)+)/g;
const INDEX = /\bindex\s+\(?\$?\.?Values((?:\.[A-Za-z_]\w*)*)((?:\s+"[^"]+")+)/g;
const DIG = /\bdig((?:\s+"[^"]+")+)/g;

const quoted = (text: string): string[] =>
  [...text.matchAll(/"([^"]+)"/g)].map(([, word = '']) => word);
const dotted = (text: string): string[] => text.split('.').filter(word => word !== '');

/**
 * The keys that templates write out, and those of the chart's own values. Whatever a template does with what it
 * has got, such as printing it, leaves that open; a map of the values that none looks into is open, too.
 */
function treeOfTexts(chart: Chart): Value {
  const paths = chart.templates.flatMap(({ source: { text } }) => [
    ...[...text.matchAll(PATH)].map(([, path = '']) => dotted(path)),
    ...[...text.matchAll(INDEX)].map(([, path = '', keys = '']) => [
      ...dotted(path),
      ...quoted(keys),
    ]),
    ...[...text.matchAll(DIG)].map(([, keys = '']) => quoted(keys).slice(0, 1)),
  ]);
  const defaults = chart.values ? [chart.values] : [];
  return writtenBelow(chart, paths, defaults, 0);
}

function writtenBelow(
  chart: Chart,
  paths: readonly (readonly string[])[],
  defaults: readonly LocatedValue[],
  depth: number,
): Value {
  const isEnd = depth > 0 && (paths.length === 0 || paths.some(({ length }) => length === 0));
  if (isEnd || depth >= DEEPEST) return 1;
  const maps = defaults.flatMap(value => (value.kind === 'map' ? [value.entries] : []));
  const keys = new Set([
    ...maps.flatMap(map => [...map.keys()]),
    ...paths.flatMap(([key]) => key ?? []),
  ]);
  const root = withSchemas({ reads: [], defaults: [], schemas: [], charts: [chart] });
  for (const { name, alias } of depth === 0 ? chart.metadata.dependencies : [])
    keys.add(alias || name);
  return Object.fromEntries(
    [...keys].map(key => {
      const inner = paths.flatMap(([first, ...rest]) => (first === key ? [rest] : []));
      const values = maps.flatMap(map => map.get(key)?.value ?? []);
      if (depth === 0 && isDependency(root, key))
        return [key, dependency([chart], key, writtenBelow(chart, inner, values, depth + 1))];
      return [key, writtenBelow(chart, inner, values, depth + 1)];
    }),
  );
}

function union(a: Value | undefined, b: Value): Value {
  if (a === undefined || a === b) return b;
  if (typeof a !== 'object' || typeof b !== 'object') return 1;
  const out: Record<string, Value> = { ...a };
  for (const [key, value] of Object.entries(b)) out[key] = union(out[key], value);
  return out;
}

const sorted = (value: Value): Value =>
  typeof value === 'object'
    ? Object.fromEntries(
        Object.keys(value)
          .sort()
          .map(key => [key, sorted(value[key] ?? 1)]),
      )
    : value;

const [directory = ''] = process.argv.slice(2);
const lines = CHARTS.map(({ chart, newest, homes }) => {
  let known: Value | undefined;
  let count = 0;
  const folder = join(directory, chart);
  for (const version of readdirSync(folder)) {
    const loaded = chartIn(join(folder, version));
    if (!loaded) continue;
    count++;
    known = union(known, treeOf(loaded));
  }
  const text = JSON.stringify({ newest, homes, keys: sorted(known ?? 1) });
  console.log(`${chart}: ${count} versions, ${text.length} characters`);
  return `${JSON.stringify(chart)}:${text}`;
});
writeFileSync('schemas/known-values.json', `{\n${lines.join(',\n')}\n}\n`);
