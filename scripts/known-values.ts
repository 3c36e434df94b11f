/**
 * Writes `schemas/known-values.json`: the keys of values that charts know, or knew in any version, for releases
 * whose chart is not at hand.
 *
 *     npx tsx scripts/known-values.ts DIRECTORY
 *
 * `DIRECTORY/<chart>/<version>` has versions of charts of `CHARTS`, one at least of each minor release whose keys are
 * to be dated. What was written before stays known: the files of some versions are not to be had twice.
 * Of a `strict` chart these are the files of its library, at the tag of each version: they hold schema and templates.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chart } from '../src/helm/chart.ts';
import { CHART, ITEM, type KnownKeys, SPAN } from '../src/helm/known-keys.ts';
import {
  entryOf,
  isDependency,
  isKnown,
  isOpen,
  itemOf,
  keysOf,
  type Place,
  withSchemas,
} from '../src/helm/places.ts';
import { readsOf } from '../src/helm/reads/reads.ts';
import type { LocatedValue } from '../src/yaml/located.ts';
import { chartIn } from '../test/support/chart-tree.ts';
import { CHARTS } from './known-charts.ts';
import { treeOfSchema, type Value } from './schema-keys.ts';

type Known = KnownKeys[string];

const FILE = 'schemas/known-values.json';

/** Keys that lie deeper are not written down: what is above them counts as open. */
const DEEPEST = 6;

function treeOf(chart: Chart): Value {
  const library = libraryOf(chart);
  if (library) return library === 'bitnami' ? treeOfTexts(chart) : 1;
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

function below(place: Place, depth: number): Value {
  if (depth >= DEEPEST || isOpen(place)) return 1;
  // What no template looks into has no keys that could be wrong.
  if (place.reads?.length === 0 && place.charts.length === 0) return 1;
  const keys = keysOf(place).filter(name => name !== '');
  const any = entryOf(place, '\0');
  if (isKnown(any)) {
    // A map by name, or a list: all that is known of any of what is in it.
    const item = below(
      [itemOf(place), ...keys.map(name => entryOf(place, name))].reduce(joined, any),
      depth + 1,
    );
    return item === 1 || depth === 0 ? 1 : { [ITEM]: item };
  }
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

const joined = (a: Place, b: Place): Place => ({
  reads: [...new Set([...(a.reads ?? []), ...(b.reads ?? [])])],
  defaults: [...a.defaults, ...b.defaults],
  schemas: [...a.schemas, ...b.schemas],
  charts: [],
});

/** The values of a chart below this one: those that the chart itself reads, and all that the other knows. */
function dependency(charts: readonly Chart[], key: string, own: Value): Value {
  const [of] = charts.flatMap(({ metadata }) =>
    metadata.dependencies.filter(({ name, alias }) => (alias || name) === key),
  );
  if (!of || !CHARTS.some(({ chart }) => chart === of.name)) return 1;
  const condition = of.condition.split(',').map(path => path.trim().split('.').slice(1));
  const read = typeof own === 'object' ? own : {};
  return {
    ...Object.fromEntries(condition.map(([name = 'enabled']) => [name, 1 as const])),
    ...read,
    [CHART]: of.name,
  };
}

const INCLUDED = /\b(?:include|template)\s+"([\w.-]+)"/g;
const DEFINED = /\bdefine\s+"([^"]+)"/g;

/**
 * Whose templates a chart calls that are not here: those of a library read whatever they like of the values, but
 * the one of Bitnami keeps to what the values of its charts list. A chart that can be switched off is none.
 */
function libraryOf(chart: Chart): 'bitnami' | 'other' | undefined {
  const present = new Set(chart.subcharts.map(({ metadata }) => metadata.name));
  const absent = chart.metadata.dependencies.filter(
    ({ name, condition, tags }) => condition === '' && tags.length === 0 && !present.has(name),
  );
  if (absent.length === 0) return undefined;
  const texts = (item: Chart): string[] => [
    ...item.templates.map(({ source }) => source.text),
    ...item.subcharts.flatMap(texts),
  ];
  const all = texts(chart).join('\n');
  const defined = new Set([...all.matchAll(DEFINED)].map(([, name]) => name));
  const missing = [...all.matchAll(INCLUDED)].some(([, name]) => !defined.has(name));
  if (!missing) return undefined;
  return absent.every(({ name }) => name === 'common') ? 'bitnami' : 'other';
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
  if (isEnd || depth >= DEEPEST - 1) return 1;
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

/** One place in all versions, oldest first; undefined in those that do not have it. */
type History = readonly (Value | undefined)[];

/** What any version knows of a place, and since when and until when, where that is not the same as around it. */
function known(history: History, minors: readonly string[], around?: string): Known {
  const span = spanOf(history, minors);
  const own = span === around ? undefined : span;
  const present = history.filter(value => value !== undefined);
  if (present.some(value => value === 1)) return own ?? 1;
  const maps = history.map(value => (typeof value === 'object' ? value : undefined));
  const names = [...new Set(maps.flatMap(map => Object.keys(map ?? {})))].sort();
  const of = maps.flatMap(map => map?.[CHART] ?? []).at(-1);
  return {
    ...(own && { [SPAN]: own }),
    ...Object.fromEntries(
      names
        .filter(name => name !== CHART)
        .map(name => {
          const inner = maps.map(map => map?.[name]);
          const values = inner.map(value => (typeof value === 'string' ? 1 : value));
          return [name, known(values, minors, span ?? around)];
        }),
    ),
    ...(typeof of === 'string' && { [CHART]: of }),
  };
}

/** `>1.2` where it is not there up to a version, `<2.0` where it is gone after one: files of a release may have what comes with the next. */
function spanOf(history: History, minors: readonly string[]): string | undefined {
  const first = minors[history.findIndex(value => value !== undefined)];
  const last = minors[history.findLastIndex(value => value !== undefined)];
  // Of a minor release with several versions, the key may have come with any.
  const after = minors.slice(0, minors.indexOf(first ?? '')).at(-1);
  const before = minors[minors.lastIndexOf(last ?? '') + 1];
  return (after ? `>${after}` : '') + (before ? `<${before}` : '') || undefined;
}

/** What was known before, too, of which nobody can say any more when it was. */
function union(earlier: Known | undefined, now: Known | undefined): Known {
  if (earlier === undefined) return now ?? 1;
  if (now === undefined) return earlier;
  if (typeof earlier !== 'object') return typeof now === 'string' ? now : 1;
  // Before, all versions were read: these are some of them, and older ones besides.
  if (typeof now !== 'object') return earlier;
  if (own(earlier, ITEM) !== undefined || own(now, ITEM) === undefined) {
    const names = new Set([...Object.keys(earlier), ...Object.keys(now)]);
    return Object.fromEntries(
      [...names].sort().map(name => {
        const [a, b] = [own(earlier, name), own(now, name)];
        if (name === CHART || name === SPAN) return [name, (b ?? a) as string];
        return [name, union(a, b)];
      }),
    );
  }
  return now;
}

const own = (keys: KnownKeys, name: string): Known | undefined =>
  Object.hasOwn(keys, name) ? keys[name] : undefined;

const compare = (a: string, b: string): number => {
  const [x, y] = [a, b].map(text => text.split('.').map(Number)) as [number[], number[]];
  return x.map((part, index) => part - (y[index] ?? 0)).find(difference => difference !== 0) ?? 0;
};

/** So many versions tell when a key came and went. */
const MANY = 160;

function versionsIn(folder: string): string[] {
  const all = existsSync(folder) ? readdirSync(folder).sort(compare) : [];
  const step = Math.ceil(all.length / MANY);
  return all.filter((_, index) => index % step === 0 || index === all.length - 1);
}

interface Entry {
  readonly newest: string;
  readonly oldest?: string;
  readonly homes: readonly string[];
  readonly strict?: boolean;
  readonly keys: KnownKeys;
}

const [directory = '', ...only] = process.argv.slice(2);
const before = JSON.parse(readFileSync(FILE, 'utf8')) as Readonly<Record<string, Entry>>;
const entries = new Map(Object.entries(before));
const write = (): void => {
  const lines = CHARTS.flatMap(({ chart }) => {
    const entry = entries.get(chart);
    return entry ? [`${JSON.stringify(chart)}:${JSON.stringify(entry)}`] : [];
  });
  writeFileSync(FILE, `{\n${lines.join(',\n')}\n}\n`);
};
for (const { chart, newest, homes, strict } of CHARTS) {
  if (only.length > 0 && !only.includes(chart)) continue;
  const earlier = entries.get(chart);
  const folder = join(directory, chart);
  const loaded = versionsIn(folder).flatMap(version => {
    const one = chartIn(join(folder, version));
    if (!one) return [];
    const tree = strict ? treeOfSchema(join(folder, version), one) : treeOf(one);
    return [{ minor: version.split('.').slice(0, 2).join('.'), tree }];
  });
  const minors = loaded.map(({ minor }) => minor);
  const trees = loaded.map(({ tree }) => tree);
  // Some were released with a slip in a template, by which all of the values seem to be read.
  const open = trees.filter(tree => tree === 1).length;
  const kept = loaded.filter(({ tree }) => tree !== 1 || open > trees.length / 20);
  const now =
    kept.length > 0
      ? known(
          kept.map(({ tree }) => tree),
          kept.map(({ minor }) => minor),
        )
      : 1;
  const isOpen = now === 1;
  const keys = isOpen ? earlier?.keys : strict ? now : union(earlier?.keys, now);
  const oldest = isOpen ? earlier?.oldest : minors[0];
  console.log(`${chart}: ${loaded.length} versions to ${minors.at(-1)}, ${open} of them open`);
  if (typeof keys !== 'object') continue;
  entries.set(chart, { newest, ...(oldest && { oldest }), homes, ...(strict && { strict }), keys });
  // It takes long: what is done is kept.
  write();
}
