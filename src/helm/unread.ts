import { slipOf } from '../text/nearest.ts';
import { aliasedOrigins, originKey, repeatedOrigins } from '../yaml/aliases.ts';
import type { LocatedMap, LocatedValue } from '../yaml/located.ts';
import type { Chart } from './chart.ts';
import { knownValues } from './known-values.ts';
import {
  entryOf,
  isDependency,
  isKnown,
  isOpen,
  itemOf,
  keysOf,
  type Place,
  withSchemas,
} from './places.ts';
import { readsOf, templatesIn } from './reads/reads.ts';
import type { ReadNode } from './reads/tree.ts';
import { holdsAnchors, isOfSops, isPlain, type UnreadKey } from './unread-key.ts';

/**
 * The keys that nothing in the chart knows, the outermost of those in each other.
 *
 * @param isOwn whether these are the chart's own values: only what is for the charts below it is judged
 */
export function unreadKeys(chart: Chart, values: LocatedMap, isOwn: boolean): readonly UnreadKey[] {
  const root = withSchemas({
    reads: undefined,
    defaults: isOwn || !chart.values ? [] : [chart.values],
    schemas: [],
    charts: [chart],
  });
  const aliased = aliasedOrigins(values);
  const anchored = new Set([...aliased, ...repeatedOrigins(values)]);
  const judged: Judged = { chart, isOwn, aliased, anchored };
  // Following all templates takes a while: what the chart's own values have needs none of it.
  if (keysBelow(values, root, [], judged).length === 0) return [];
  const reads = readsFor(chart, templatesIn(values));
  return reads ? keysBelow(values, { ...root, reads: [reads] }, [], judged) : [];
}

const known = new WeakMap<Chart, Map<string, ReadNode | undefined>>();

/** Many releases may be of one chart. */
function readsFor(chart: Chart, texts: readonly string[]): ReadNode | undefined {
  const ofChart = known.get(chart) ?? new Map<string, ReadNode | undefined>();
  known.set(chart, ofChart);
  const key = JSON.stringify(texts);
  if (!ofChart.has(key)) ofChart.set(key, readsOf(chart, texts));
  return ofChart.get(key);
}

interface Judged {
  readonly chart: Chart;
  readonly isOwn: boolean;
  readonly aliased: ReadonlySet<string>;
  /** The same with what merge keys bring. */
  readonly anchored: ReadonlySet<string>;
}

function keysBelow(
  map: LocatedMap,
  place: Place,
  path: readonly string[],
  judged: Judged,
): readonly UnreadKey[] {
  if (isOpen(place)) return [];
  const isTop = judged.isOwn && path.length === 0;
  return [...map.entries.values()].flatMap(({ key, value }): readonly UnreadKey[] => {
    const name = key.text;
    if (place.charts.length > 0 && (name === 'global' || name === 'tags')) return [];
    const at = [...path, name];
    const inner = entryOf(place, name);
    // What a chart has among its own values, and reads nowhere, matters where it was meant for a chart below it.
    if (isTop && inner.charts.length === 0 && !isForOthers(judged.chart, name)) return [];
    // Whose values these are is not at hand: it may read any of them.
    if (inner.charts.length === 0 && isDependency(place, name)) return [];
    if (isKnown(inner))
      return isTop && inner.charts.length === 0 ? [] : below(value, inner, at, judged);
    if (!isPlain(key, value, judged.aliased) || isOfSops(at, value)) return [];
    if (path.length === 0 && holdsAnchors(value, judged.anchored)) return [];
    return [
      {
        key,
        path: at,
        map,
        known: keysOf(place),
        elsewhere: [
          ...(path.length === 0 ? placesBelow(name, judged.chart) : []),
          ...(judged.isOwn ? [] : placesOf(name, judged.chart)),
        ],
      },
    ];
  });
}

function below(
  value: LocatedValue,
  place: Place,
  path: readonly string[],
  judged: Judged,
): readonly UnreadKey[] {
  // What no template looks into has no keys that could be wrong.
  if (place.reads?.length === 0 && place.charts.length === 0) return [];
  if (value.kind === 'map') return keysBelow(value, place, path, judged);
  if (value.kind === 'scalar' || isOpen(place)) return [];
  const item = itemOf(place);
  return value.items.flatMap((one, index) =>
    one.kind === 'map' ? keysBelow(one, item, [...path, `[${index}]`], judged) : [],
  );
}

/** Whether a key at the top of a chart's own values can only be meant for the charts that it depends on. */
function isForOthers(chart: Chart, name: string): boolean {
  const { dependencies } = chart.metadata;
  if (dependencies.length === 0 || dependencies.some(({ importValues }) => importValues.length > 0))
    return false;
  if (!chart.templates.some(({ source }) => source.text.includes('Values'))) return true;
  return dependencies.some(
    item =>
      slipOf(name, [item.alias || item.name]) !== undefined ||
      knownValues(item.name, item.repository)?.has(name),
  );
}

/**
 * The keys of values that only charts get that are not at hand: those below the name of a dependency, where the
 * chart itself does not look at them.
 */
export function handedDown(chart: Chart, values: readonly LocatedMap[]): ReadonlySet<string> {
  const present = new Set(chart.subcharts.map(({ metadata }) => metadata.name));
  const names = chart.metadata.dependencies.flatMap(({ name, alias }) =>
    present.has(name) ? [] : alias || name,
  );
  const reads = names.length > 0 ? readsFor(chart, values.flatMap(templatesIn)) : undefined;
  if (!reads || reads.whole) return new Set();
  return new Set(
    names.flatMap(name => {
      const read = reads.children.get(name);
      if (read?.whole || read?.children.has('*') || reads.children.has('*')) return [];
      return values.flatMap(map => {
        const value = map.entries.get(name)?.value;
        if (value?.kind !== 'map') return [];
        return [...value.entries.values()].flatMap(({ key }) =>
          read?.children.has(key.text) ? [] : originKey(key.origin),
        );
      });
    }),
  );
}

/** Where charts that are not at hand are known to have a value of a name. */
const placesBelow = (name: string, { metadata }: Chart): readonly (readonly string[])[] =>
  metadata.dependencies.flatMap(item =>
    knownValues(item.name, item.repository)?.has(name) ? [[item.alias || item.name, name]] : [],
  );

const MAX_PLACES = 4;

function placesOf(name: string, chart: Chart): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  const look = (value: LocatedValue | undefined, path: readonly string[]): void => {
    if (value?.kind !== 'map' || path.length > MAX_PLACES) return;
    for (const [key, entry] of value.entries) {
      if (key === name) found.push([...path, key]);
      look(entry.value, [...path, key]);
    }
  };
  look(chart.values, []);
  return found;
}
