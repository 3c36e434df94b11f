import table from '../../schemas/known-values.json' with { type: 'json' };
import { own } from '../text/own.ts';
import { withoutEndSlashes } from '../text/trim.ts';
import { aliasedOrigins } from '../yaml/aliases.ts';
import type { LocatedMap } from '../yaml/located.ts';
import { templatesIn } from './reads/reads.ts';
import { isOfSops, isPlain, type UnreadKey } from './unread.ts';

/** Under this key stands the chart that gets the values of a map, which it may know more of. */
export const CHART = '$chart';

/** The keys of a map of values: what is below each, 1 where that may be anything. */
export interface KnownKeys {
  readonly [key: string]: KnownKeys | 1 | string;
}

interface Entry {
  readonly newest: string;
  readonly homes: readonly string[];
  readonly keys: KnownKeys;
}

const CHARTS = table as unknown as Readonly<Record<string, Entry>>;

/** A chart of which it is known which keys of values any of its versions ever read. */
export interface KnownValues {
  /** The newest minor release that was read. */
  readonly newest: string;
  unread(values: LocatedMap): readonly UnreadKey[];
}

/** What is known of the chart of a name at an address; undefined of any other. */
export function knownValues(chart: string, repository: string): KnownValues | undefined {
  const entry = own(CHARTS, chart);
  const address = withoutEndSlashes(repository.trim().replace(/^[a-z]+:\/\//i, '')).toLowerCase();
  if (!entry?.homes.some(home => address === home || address === `${home}/${chart}`))
    return undefined;
  return { newest: entry.newest, unread: values => unreadOf(entry, values) };
}

/** The keys that no version knew, the outermost of those in each other. */
function unreadOf({ keys }: Entry, values: LocatedMap): readonly UnreadKey[] {
  const aliased = aliasedOrigins(values);
  // Templates in the values may read others of them.
  const texts = templatesIn(values);
  const below = (map: LocatedMap, known: KnownKeys, path: readonly string[]): UnreadKey[] =>
    [...map.entries.values()].flatMap(({ key, value }): readonly UnreadKey[] => {
      const name = key.text;
      if (path.length === 0 && (name === 'global' || name === 'tags')) return [];
      const inner = own(known, name);
      const at = [...path, name];
      if (inner !== undefined) {
        return typeof inner === 'object' && value.kind === 'map'
          ? below(value, withChart(inner), at)
          : [];
      }
      if (!isPlain(key, value, aliased) || isOfSops(at, value)) return [];
      if (texts.some(text => text.includes(name))) return [];
      return [{ key, path: at, map, known: Object.keys(known), elsewhere: placesOf(name, keys) }];
    });
  return below(values, keys, []);
}

/** The keys of a map together with those of the chart that gets it. */
function withChart(keys: KnownKeys): KnownKeys {
  const chart = own(keys, CHART);
  const of = typeof chart === 'string' ? own(CHARTS, chart)?.keys : undefined;
  const { [CHART]: _, ...rest } = keys;
  return of ? joined(rest, of) : keys;
}

/** What either of two knows. */
function joined(a: KnownKeys, b: KnownKeys): KnownKeys {
  const out: Record<string, KnownKeys[string]> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const other = own(a, key);
    if (other === undefined) out[key] = value;
    else
      out[key] = typeof other === 'object' && typeof value === 'object' ? joined(other, value) : 1;
  }
  return out;
}

function placesOf(
  name: string,
  keys: KnownKeys,
  path: readonly string[] = [],
): readonly (readonly string[])[] {
  return Object.entries(keys).flatMap(([key, inner]) => [
    ...(key === name ? [[...path, key]] : []),
    ...(typeof inner === 'object' ? placesOf(name, inner, [...path, key]) : []),
  ]);
}
