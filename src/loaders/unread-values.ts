import { createHash } from 'node:crypto';
import type { Chart } from '../helm/chart.ts';
import type { RenderOutcome } from '../helm/render.ts';
import { handedDown, unreadKeys } from '../helm/unread.ts';
import type { UnreadKey } from '../helm/unread-key.ts';
import type { FalseText, PrintedMap, ValuesCheck } from '../model/release.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../yaml/located.ts';
import { falseTexts } from './false-texts.ts';
import { printedMaps } from './printed-maps.ts';

/** So many are tried one by one; more of them are the values of another chart. */
const MANY = 12;

/**
 * Which keys of a release's values its chart does not know. What no template seems to read is tried: the
 * chart is rendered without it, and has to say the same.
 *
 * @param chart as it was loaded, with all of its dependencies declared
 * @param rendered what it makes with the values as they are
 * @param render renders the chart with other values of its own, and of the user
 */
export function valuesCheck(
  chart: Chart,
  values: LocatedMap,
  rendered: RenderOutcome,
  render: (chart: Chart, values: LocatedMap) => RenderOutcome,
): ValuesCheck {
  let unread: readonly UnreadKey[] | undefined;
  let handed: ReadonlySet<string> | undefined;
  let taken: readonly FalseText[] | undefined;
  let printed: readonly PrintedMap[] | undefined;
  const own = chart.isOwn ? chart.values : undefined;
  const find = (): readonly UnreadKey[] => {
    const keys = [
      ...unreadKeys(chart, values, false),
      ...(own ? unreadKeys(chart, own, true) : []),
    ];
    const digest = keys.length > 0 ? digestOf(rendered) : '';
    const isIdle = (some: readonly UnreadKey[]): boolean => {
      const left = new Set(some.map(({ key }) => key));
      const changed = own ? { ...chart, values: without(own, left) } : chart;
      return digestOf(render(changed, without(values, left))) === digest;
    };
    if (keys.length === 0 || isIdle(keys)) return keys;
    return keys.length > MANY ? [] : keys.filter(key => isIdle([key]));
  };
  return {
    chart: chart.metadata.name,
    values: own ? [values, own] : [values],
    unread: () => {
      unread ??= find();
      return unread;
    },
    handedDown: () => {
      handed ??= handedDown(chart, own ? [values, own] : [values]);
      return handed;
    },
    falseTexts: () => {
      taken ??= falseTexts(chart, values, rendered, changed => render(chart, changed));
      return taken;
    },
    printedMaps: () => {
      printed ??= printedMaps(chart, values, rendered);
      return printed;
    },
  };
}

/** What a chart makes, as a text that two renderings share only if they are equal. */
function digestOf(outcome: RenderOutcome): string {
  const hash = createHash('sha256');
  if (!outcome.ok) return 'failed';
  for (const { path, text } of outcome.manifests) hash.update(`${path}\n${text.length}\n${text}\n`);
  return hash.digest('hex');
}

/** The same values without some entries. */
function without(map: LocatedMap, keys: ReadonlySet<LocatedScalar>): LocatedMap {
  const entries = [...map.entries].flatMap(([name, { key, value }]) =>
    keys.has(key) ? [] : [[name, { key, value: pruned(value, keys) }] as const],
  );
  return { ...map, entries: new Map(entries) };
}

function pruned(value: LocatedValue, keys: ReadonlySet<LocatedScalar>): LocatedValue {
  if (value.kind === 'map') return without(value, keys);
  if (value.kind === 'scalar') return value;
  return { ...value, items: value.items.map(item => pruned(item, keys)) };
}
