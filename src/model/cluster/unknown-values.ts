import { knownValues, minorOf } from '../../helm/known-values.ts';
import type { UnreadKey } from '../../helm/unread-key.ts';
import type { Problem } from '../../source/problem.ts';
import { compareVersions } from '../../template/go/semver.ts';
import { slipOf } from '../../text/nearest.ts';
import { originKey } from '../../yaml/aliases.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import type { AppBuild } from '../app-build.ts';
import { unreadValues } from '../chart-values.ts';
import { once } from '../once.ts';
import type { HelmRelease, ValuesCheck } from '../release.ts';

/** A key of values that no chart knows that gets them. */
export interface UnknownValue extends UnreadKey {
  readonly chart: string;
  /** Why the chart may know it after all. */
  readonly doubt?: string | undefined;
}

/** The values that one chart gets, and how to find what it does not know. */
type Check = Pick<ValuesCheck, 'chart' | 'values' | 'unread'> &
  Partial<Pick<ValuesCheck, 'handedDown'>> &
  Pick<UnknownValue, 'doubt'>;

/**
 * The keys of all values that the charts do not know that get them. A file that several releases share has
 * keys for each: only what none of them knows is told, and nothing of what a chart gets that is not at hand.
 */
export const unknownValues = once(findUnknown);

function findUnknown(
  builds: readonly AppBuild[],
): readonly (readonly [first: UnknownValue, ...others: UnknownValue[]])[] {
  const all = builds.flatMap(({ check, releases }) => [
    ...(check ? [check] : []),
    ...releases.flatMap(({ rendering }) => rendering.check ?? []),
  ]);
  const unseen = builds.flatMap(({ releases }) =>
    releases.flatMap(({ release, rendering }) =>
      rendering.check ? [] : { release, refused: rendering.problems },
    ),
  );
  const known = unseen.map(({ release, refused }) => ({
    release,
    check: checkOf(release, refused),
  }));
  // What is rendered once for several is judged once.
  const checks: readonly Check[] = [...new Set(all), ...known.flatMap(({ check }) => check ?? [])];
  const groups = checks.flatMap(check => {
    const found = check
      .unread()
      .filter(item => !isPulled(item) && !repeatsItsName(item))
      .map(item => ({ ...item, chart: check.chart, doubt: check.doubt }));
    return found.length > 0 ? [{ check, found }] : [];
  });
  if (groups.length === 0) return [];
  const wanted = new Set(
    groups.flatMap(({ found }) => found.map(({ key }) => originKey(key.origin))),
  );
  const uses = new Map<string, number>();
  const count = (values: readonly LocatedValue[], others?: ReadonlySet<string>): void => {
    const seen = new Set<string>();
    for (const value of values) keysIn(value, wanted, seen, others);
    for (const key of seen) uses.set(key, (uses.get(key) ?? 0) + 1);
  };
  for (const { values, handedDown } of checks) count(values, handedDown?.());
  for (const { release, check } of known) if (!check) count([release.values]);
  const unread = new Map<string, number>();
  for (const { found } of groups)
    for (const { key } of found) {
      const at = originKey(key.origin);
      unread.set(at, (unread.get(at) ?? 0) + 1);
    }
  const told = new Set<string>();
  return groups.flatMap(({ found }) => {
    const [first, ...others] = found.filter(({ key }) => {
      const at = originKey(key.origin);
      const isNew = !told.has(at) && (unread.get(at) ?? 0) >= (uses.get(at) ?? 0);
      told.add(at);
      return isNew;
    });
    return first ? [[first, ...others] as const] : [];
  });
}

/**
 * Of a chart that is not at hand: keys that none of its versions ever knew. Of a newer one than was read, only
 * what looks like a slip of the pen.
 */
function checkOf(release: HelmRelease, refused: readonly Problem[]): Check | undefined {
  const { chart, repository, version, values, readAround } = release;
  const known = repository && knownValues(chart.text, repository.text);
  if (!known) return undefined;
  const written = minorOf(version?.text);
  const newest = minorOf(known.newest);
  const isNewer = !written || !newest || compareVersions(written, newest) > 0;
  // What the model of the chart refuses is told already, and that Helm stops there. Of the root it knows newer versions.
  const root = known.strict && isNewer ? unreadValues(release) : [];
  const told = new Set(
    [...refused.map(({ at }) => at), ...root.map(({ key }) => key.origin)].map(originKey),
  );
  return {
    chart: chart.text,
    values: [values],
    unread: () => {
      const found = known
        .unread(values, version?.text)
        .filter(({ path }) => !readAround?.has(path.join('.')))
        .filter(({ key }) => !told.has(originKey(key.origin)));
      return isNewer
        ? found.filter(item => slipOf(item.key.text, item.known) !== undefined)
        : found;
    },
    doubt: isNewer ? `its values are known up to ${known.newest}` : undefined,
  };
}

/** Where kustomize puts a chart that it has pulled: the values in there are of whoever made the chart. */
const PULLED = /(?:^|\/)charts\/[^/]+-v?\d+\.\d+[^/]*\//;

const isPulled = ({ key }: UnreadKey): boolean => PULLED.test(key.origin.file.path);

/** In a map by name, people write the name once more: it is what the chart takes anyway. */
function repeatsItsName({ key, path, map }: UnreadKey): boolean {
  const value = map.entries.get(key.text)?.value;
  return key.text === 'name' && value?.kind === 'scalar' && value.text === path.at(-2);
}

function keysIn(
  value: LocatedValue,
  wanted: ReadonlySet<string>,
  seen: Set<string>,
  others?: ReadonlySet<string>,
): void {
  if (value.kind === 'sequence') for (const item of value.items) keysIn(item, wanted, seen, others);
  if (value.kind !== 'map') return;
  for (const { key, value: item } of value.entries.values()) {
    const at = originKey(key.origin);
    if (others?.has(at)) continue;
    if (wanted.has(at)) seen.add(at);
    keysIn(item, wanted, seen, others);
  }
}
