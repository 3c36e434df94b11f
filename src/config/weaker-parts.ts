import { parseQuantity } from '../model/quantity.ts';
import { parseRange } from '../net/addresses.ts';
import type { Place } from '../source/text.ts';
import { parseVersion } from '../template/go/semver.ts';
import { codes } from '../text/code.ts';
import { own } from '../text/own.ts';
import type { PathSegment } from '../yaml/located.ts';
import { isMapping } from './layers.ts';
import type { Policy } from './load.ts';
import { matchesName } from './rule-names.ts';
import { addedVersion, isRange } from './version-ranges.ts';

/** A way in which a policy asks for less than it did. */
export interface Weakening {
  /** Where the policy says so now; undefined where it no longer says anything. */
  readonly at: Place | undefined;
  /** Where it said more before. */
  readonly before: Place | undefined;
  readonly message: string;
}

/** The parts of a policy that are compared value by value. */
const PARTS = [
  'categories',
  'applications',
  'audience',
  'loadBalancer',
  'gateways',
  'domains',
  'externalDns',
  'storage',
  'cilium',
  'talos',
  'argocd',
  'charts',
  'images',
  'sources',
  'objects',
  'custom',
  'files',
] as const satisfies readonly (keyof Policy)[];

/** Every value that asks for less than it did before. */
export const weakerValues = (before: Policy, now: Policy): readonly Weakening[] =>
  PARTS.flatMap(part => weaker(before, now, [part], before[part], now[part]));

/** Lists that say what may be: more items allow more, and none at all allow everything. */
const ALLOWING: readonly RegExp[] = [
  /^loadBalancer\.(?:ranges$|(?:pools|reserved)\.)/,
  /^domains$/,
  /^talos\.lan$/,
  /^storage\.nfs\.(?:servers|exports)$/,
  /audience$/,
  /\.claims\.[^.]+\.(?:class|accessModes)$/,
  /^images\./,
  /^sources\./,
  /^categories\.[^.]+\.namespaces$/,
  /^objects\..*\.is$/,
];

/** What takes something out of what is asked: more of it asks for less. */
const EXEMPTING: readonly RegExp[] = [
  /^files\.exclude$/,
  /^argocd\.repositories$/,
  /^categories\.[^.]+\.empty$/,
  /^storage\.classes\.[^.]+\.external$/,
  /^objects\..*\.optional$/,
];

/** Conditions that something is asked under: a further one asks it of fewer. */
const CONDITIONS = /^objects\..*\.match(?:\.|$)/;

/** Ranges of versions. */
const VERSIONS = /^(?:charts\..*|talos\.(?:nodes\..*\.)?(?:version|kubernetes))$/;

/** Limits that ask for less when they are lower. */
const FROM_BELOW = /\.(?:min|minSize|copies)$/;

/** Requirements of one label, annotation or field. */
const REQUIREMENT = /^objects\..*?\.(?:labels|annotations|fields|pod|containers)\./;

/** Entries by glob: a new one takes the place of the last that was for its name. */
const BY_GLOB =
  /^(?:charts|images|loadBalancer\.pools|talos\.nodes|(?:storage|applications\.[^.]+)\.claims)$/;

const isIn = (patterns: readonly RegExp[], path: readonly PathSegment[]): boolean =>
  patterns.some(pattern => pattern.test(path.join('.')));

function weaker(
  before: Policy,
  now: Policy,
  path: readonly PathSegment[],
  earlier: unknown,
  value: unknown,
): Weakening[] {
  const name = path.join('.');
  const said = (message: string): Weakening[] => [
    { at: now.place(...path), before: before.place(...path), message },
  ];
  if (isIn(EXEMPTING, path)) {
    const added = itemsOf(value).filter(item => !itemsOf(earlier).includes(item));
    return added.length === 0 ? [] : said(`\`${name}\` has ${codes(added)} in addition`);
  }
  // An empty list of sources allows none.
  const isUnpinned = (part: unknown) => isEmpty(part) && !(isIn([/^sources\./], path) && part);
  if (CONDITIONS.test(name)) {
    if (isEmpty(value)) return [];
    if (isEmpty(earlier) && !isMapping(value))
      return said(`\`${name}\` asks it only of ${codes(itemsOf(value))}`);
  }
  if (isUnpinned(earlier) && !isMapping(value)) return [];
  if (isUnpinned(value) && !isUnpinned(earlier))
    return said(`\`${name}\` is no longer pinned; it was \`${short(earlier)}\``);
  if (typeof earlier === 'string' && REQUIREMENT.test(name) && !isIn(ALLOWING, path))
    return isStill(earlier, value)
      ? []
      : said(`\`${name}\` is \`${short(value)}\`; it was \`${short(earlier)}\``);
  if (isIn(ALLOWING, path)) {
    const added = itemsOf(value).filter(item => !isAllowed(item, itemsOf(earlier)));
    return added.length === 0 ? [] : said(`\`${name}\` allows ${codes(added)} in addition`);
  }
  if (VERSIONS.test(name) && typeof earlier === 'string' && typeof value === 'string') {
    const added = addedVersion(earlier, value);
    return added === undefined
      ? []
      : said(`\`${name}\` is \`${value}\`, which allows \`${added}\`; it was \`${earlier}\``);
  }
  if (Array.isArray(earlier) || /\.not$/.test(name)) {
    const left = new Set(itemsOf(value));
    const gone = itemsOf(earlier).filter(item => !left.has(item));
    return gone.length === 0 ? [] : said(`\`${name}\` no longer has ${codes(gone)}`);
  }
  if (isMapping(earlier) || isMapping(value)) {
    const [then = {}, inside = {}] = [earlier, value].map(part => (isMapping(part) ? part : {}));
    const known = BY_GLOB.test(name) ? (key: string) => lastFor(then, key) : () => undefined;
    return [...new Set([...Object.keys(then), ...Object.keys(inside)])].flatMap(key =>
      weaker(before, now, [...path, key], own(then, key) ?? known(key), own(inside, key)),
    );
  }
  return isLess(name, earlier, value)
    ? said(`\`${name}\` is \`${short(value)}\`; it was \`${short(earlier)}\``)
    : [];
}

/** The last entry whose glob stands for a name. */
const lastFor = (entries: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.entries(entries).findLast(([glob]) => glob.includes('*') && matchesName(key, glob))?.[1];

/** Whether a requirement of one word is kept: what must be there may be asked to be something besides. */
const isStill = (earlier: string, value: unknown): boolean =>
  earlier === value ||
  (earlier === 'required' &&
    isMapping(value) &&
    value.optional !== true &&
    ['is', 'min', 'max'].some(part => value[part] !== undefined));

/** A switch that was on, or a limit that lets more pass. */
function isLess(name: string, earlier: unknown, value: unknown): boolean {
  if (earlier === true) return value === false;
  const [from, to] = [earlier, value].map(text => parseQuantity(String(text)));
  if (from === undefined || to === undefined) return false;
  return FROM_BELOW.test(name) ? to < from : to > from;
}

/** Whether an item was allowed before: as it is, within a range, or as a name below a domain. */
function isAllowed(item: string, earlier: readonly string[]): boolean {
  const range = parseRange(item);
  return earlier.some(other => {
    if (other === item || item.endsWith(`.${other.replace(/^\*?\./, '')}`)) return true;
    if (isRange(item) && isRange(other)) return addedVersion(other, item) === undefined;
    // One version for another is an upgrade.
    if (parseVersion(item) && parseVersion(other)) return true;
    const wide = range && parseRange(other);
    if (!range || !wide || range.family !== wide.family) return false;
    return wide.first <= range.first && range.last <= wide.last;
  });
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/** The items of a list, or the one value, as texts. */
export const itemsOf = (value: unknown): string[] =>
  value === undefined || value === null || value === false
    ? []
    : [value].flat().map(item => (typeof item === 'string' ? item : JSON.stringify(item)));

/** A value in some words. */
export function short(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
