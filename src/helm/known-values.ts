import { compareVersions, parseVersion, type Version } from '../template/go/semver.ts';
import { own } from '../text/own.ts';
import { withoutEndSlashes } from '../text/trim.ts';
import { aliasedOrigins, repeatedOrigins } from '../yaml/aliases.ts';
import type { LocatedMap, LocatedValue } from '../yaml/located.ts';
import { CHART, ITEM, type KnownKeys, SPAN } from './known-keys.ts';
import { type KnownTableEntry as Entry, knownTable } from './known-table.ts';
import { templatesIn } from './reads/reads.ts';
import { holdsAnchors, isOfSops, isPlain, type UnreadKey } from './unread-key.ts';

/** A chart of which it is known which keys of values its versions ever read. */
export interface KnownValues {
  /** The newest minor release that was read. */
  readonly newest: string;
  /** Whether its schema refuses all other keys. */
  readonly strict: boolean;
  /** Whether any version reads a value of this name. */
  has(name: string): boolean;
  /**
   * The keys that no version knew, the outermost of those in each other.
   *
   * @param version that of the release, where it is one and not a range: keys that others knew are told, too
   */
  unread(values: LocatedMap, version?: string): readonly UnreadKey[];
}

/** What is known of the chart of a name at an address; undefined of any other. */
export function knownValues(chart: string, repository: string): KnownValues | undefined {
  const entry = own(knownTable(), chart);
  const address = withoutEndSlashes(repository.trim().replace(/^[a-z]+:\/\//i, '')).toLowerCase();
  if (!entry?.homes.some(home => address === home || address === `${home}/${chart}`))
    return undefined;
  return {
    newest: entry.newest,
    strict: entry.strict === true,
    has: name => own(entry.keys, name) !== undefined && !isMark(name),
    unread: (values, version) =>
      isOlder(entry, version) ? [] : unreadOf(entry, values, datedVersion(entry, version)),
  };
}

/** Whether a release, or one that a range allows, may be from before a chart's schema was what is known of it. */
function isOlder({ strict, oldest }: Entry, written: string | undefined): boolean {
  const [first] = minorOf(oldest)?.numbers ?? [];
  const [, major] = /(\d+)/.exec(written ?? '') ?? [];
  return strict === true && first !== undefined && major !== undefined && Number(major) < first;
}

/** Whether a chart's keys are known by version depends on what was read of it. */
function datedVersion({ oldest, newest }: Entry, written: string | undefined): Version | undefined {
  const version = minorOf(written);
  const [first, last] = [minorOf(oldest), minorOf(newest)];
  if (!version || !first || !last) return undefined;
  return compareVersions(version, first) < 0 || compareVersions(version, last) > 0
    ? undefined
    : version;
}

/** A version by its minor release; undefined where it is not one version. */
export function minorOf(version: string | undefined): Version | undefined {
  const [, major, minor] =
    /^v?(\d+)\.(\d+)(?:\.(?:\d+|[xX*]))?(?:[-+].*)?$/.exec(version?.trim() ?? '') ?? [];
  return parseVersion(`${major}.${minor}.0`);
}

function unreadOf(
  { keys }: Entry,
  values: LocatedMap,
  version: Version | undefined,
): readonly UnreadKey[] {
  const aliased = aliasedOrigins(values);
  // Asked for keys of the root that the chart does not know only, which are few.
  let anchored: ReadonlySet<string> | undefined;
  const isAnchor = (value: LocatedValue): boolean => {
    anchored ??= new Set([...aliased, ...repeatedOrigins(values)]);
    return holdsAnchors(value, anchored);
  };
  // Templates in the values may read others of them.
  const texts = templatesIn(values);
  const entries = (map: LocatedMap, known: KnownKeys, path: readonly string[]): UnreadKey[] =>
    [...map.entries.values()].flatMap(({ key, value }): readonly UnreadKey[] => {
      const name = key.text;
      if (path.length === 0 && (name === 'global' || name === 'tags')) return [];
      const inner = own(known, name) ?? own(known, ITEM);
      const at = [...path, name];
      const absence = inner === undefined ? {} : absent(inner, version);
      if (inner !== undefined && !absence) return below(value, inner, at);
      if (!isPlain(key, value, aliased) || isOfSops(at, value)) return [];
      if (path.length === 0 && isAnchor(value)) return [];
      if (texts.some(text => text.includes(name))) return [];
      return [
        {
          key,
          path: at,
          map,
          known: namesOf(known, version),
          elsewhere: placesOf(name, keys, version),
          ...absence,
        },
      ];
    });
  const below = (
    value: LocatedValue,
    known: KnownKeys[string],
    path: readonly string[],
  ): UnreadKey[] => {
    if (typeof known !== 'object' || value.kind === 'scalar') return [];
    if (value.kind === 'map') {
      const all = withChart(known);
      return all ? entries(value, all, path) : [];
    }
    const item = own(known, ITEM);
    return value.items.flatMap((one, index) =>
      item === undefined ? [] : below(one, item, [...path, `[${index}]`]),
    );
  };
  return entries(values, keys, []);
}

/** The versions that do not have a key, as far as that of the release is among them. */
function absent(
  known: KnownKeys[string],
  version: Version | undefined,
): Pick<UnreadKey, 'since' | 'until'> | undefined {
  const span = typeof known === 'object' ? own(known, SPAN) : known;
  if (!version || typeof span !== 'string') return undefined;
  const [, after] = />(\d+\.\d+)/.exec(span) ?? [];
  const [, before] = /<(\d+\.\d+)/.exec(span) ?? [];
  const [lower, upper] = [minorOf(after), minorOf(before)];
  if (lower && compareVersions(version, lower) <= 0) return { since: after };
  // What was read last of a minor release may be what came with the next one.
  if (upper && compareVersions(version, upper) > 0)
    return { until: version.numbers.slice(0, 2).join('.') };
  return undefined;
}

const namesOf = (known: KnownKeys, version: Version | undefined): string[] =>
  Object.entries(known).flatMap(([name, inner]) =>
    isMark(name) || absent(inner, version) ? [] : name,
  );

const isMark = (name: string): boolean => name === CHART || name === ITEM || name === SPAN;

/** The keys of a map together with those of the chart that gets it; undefined where that is not known here. */
function withChart(keys: KnownKeys): KnownKeys | undefined {
  const chart = own(keys, CHART);
  if (typeof chart !== 'string') return keys;
  const of = own(knownTable(), chart)?.keys;
  const { [CHART]: _, ...rest } = keys;
  // Which version of it this one takes is not known.
  return of && joined(rest, undated(of) as KnownKeys);
}

function undated(known: KnownKeys[string]): KnownKeys[string] {
  if (typeof known !== 'object') return 1;
  return Object.fromEntries(
    Object.entries(known).flatMap(([name, inner]) =>
      name === SPAN ? [] : [[name, name === CHART ? inner : undated(inner)]],
    ),
  );
}

/** What either of two knows. */
function joined(a: KnownKeys, b: KnownKeys): KnownKeys {
  const { [SPAN]: _, ...rest } = a;
  const out: Record<string, KnownKeys[string]> = { ...rest };
  for (const [key, value] of Object.entries(b)) {
    const other = own(a, key);
    if (other === undefined || key === CHART) out[key] = value;
    else
      out[key] = typeof other === 'object' && typeof value === 'object' ? joined(other, value) : 1;
  }
  return out;
}

function placesOf(
  name: string,
  keys: KnownKeys,
  version: Version | undefined,
  path: readonly string[] = [],
): readonly (readonly string[])[] {
  return Object.entries(keys).flatMap(([key, inner]) => {
    const step = key === ITEM ? '*' : key;
    if (isMark(step) || absent(inner, version)) return [];
    return [
      ...(step === name ? [[...path, step]] : []),
      ...(typeof inner === 'object' ? placesOf(name, inner, version, [...path, step]) : []),
    ];
  });
}
