import { aliasedOrigins, originKey } from '../yaml/aliases.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../yaml/located.ts';
import type { Chart } from './chart.ts';
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

/** A key of values that a chart does not know: its own values, its schema, its templates. */
export interface UnreadKey {
  readonly key: LocatedScalar;
  /** The keys that lead to it, itself included. */
  readonly path: readonly string[];
  /** The map that it is in. */
  readonly map: LocatedMap;
  /** Keys that the chart knows in that place. */
  readonly known: readonly string[];
  /** Where else the chart's own values have a key of this name. */
  readonly elsewhere: readonly (readonly string[])[];
}

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
  const judged: Judged = { chart, isOwn, aliased: aliasedOrigins(values) };
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
    if (isTop && inner.charts.length === 0) return [];
    if (isKnown(inner)) return below(value, inner, at, judged);
    const isMeant = !isDependency(place, name) && isPlain(key, value, judged.aliased);
    if (!isMeant || isOfSops(at, value)) return [];
    return [
      {
        key,
        path: at,
        map,
        known: keysOf(place),
        elsewhere: judged.isOwn ? [] : placesOf(name, judged.chart),
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

/** Users keep anchors under keys of their own, and take defaults away with null. */
export function isPlain(
  key: LocatedScalar,
  value: LocatedValue,
  aliased: ReadonlySet<string>,
): boolean {
  if (key.origin.made || key.origin.alias || key.text.includes('{{')) return false;
  if (aliased.has(originKey(value.origin)) || /^(?:x-|[_.])/.test(key.text)) return false;
  return !(value.kind === 'scalar' && value.value === null);
}

/** What SOPS adds to a file, and takes away when it decrypts it. */
export const isOfSops = (path: readonly string[], value: LocatedValue): boolean =>
  path.length === 1 && path[0] === 'sops' && value.kind === 'map' && value.entries.has('mac');

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
