import { parseQuantity } from '../model/quantity.ts';
import { parseRange } from '../net/addresses.ts';
import type { Place } from '../source/text.ts';
import { code, codes } from '../text/code.ts';
import { own } from '../text/own.ts';
import { plural } from '../text/plural.ts';
import type { PathSegment } from '../yaml/located.ts';
import { isMapping } from './layers.ts';
import type { Policy, ScopedLayer } from './load.ts';
import type { Severity } from './policy.ts';
import { matchesRule } from './rule-names.ts';

/** A way in which a policy asks for less than it did. */
export interface Weakening {
  /** Where the policy says so now; undefined where it no longer says anything. */
  readonly at: Place | undefined;
  /** Where it said more before. */
  readonly before: Place | undefined;
  readonly message: string;
}

/** A rule, and how severe it is where no policy says anything. */
export interface KnownRule {
  readonly id: string;
  readonly severity: Severity;
}

/** Every way in which a policy asks for less than it did before. */
export const weakerParts = (
  before: Policy,
  now: Policy,
  rules: readonly KnownRule[],
): readonly Weakening[] => [
  ...lessSevere(before, now, rules),
  ...rules.flatMap(rule => options(before, now, rule)),
  ...PARTS.flatMap(part => weaker(before, now, [part], before[part], now[part])),
  ...addedOverrides(before, now, rules),
  ...removedOverrides(before, now),
];

const RANKS = ['off', 'info', 'warning', 'error'] as const;
const rank = (severity: Severity | 'off'): number => RANKS.indexOf(severity);

const severityIn = (policy: Policy, { id, severity }: KnownRule): Severity | 'off' =>
  policy.setting(id).severity ?? severity;

/** Rules that are off or less severe than before, those together that one entry is about. */
function lessSevere(before: Policy, now: Policy, rules: readonly KnownRule[]): Weakening[] {
  const groups = new Map<string, { at: Place | undefined; rules: KnownRule[] }>();
  for (const rule of rules) {
    if (rank(severityIn(now, rule)) >= rank(severityIn(before, rule))) continue;
    const name = entryOf(now, rule.id);
    const key = name ?? `gone ${entryOf(before, rule.id) ?? ''}`;
    const at = name === undefined ? undefined : now.place('rules', name);
    groups.set(key, { at, rules: [...(groups.get(key)?.rules ?? []), rule] });
  }
  return [...groups.values()].map(({ at, rules: [first, ...others] }) => ({
    at,
    before: first && before.place('rules', entryOf(before, first.id) ?? first.id),
    message:
      first && others.length === 0
        ? `\`${first.id}\` is ${spoken(severityIn(now, first))}, and was ${spoken(severityIn(before, first))} before`
        : `${plural(others.length + 1, 'rule')} are off or less severe than before: ${codes([first, ...others].slice(0, 5).flatMap(rule => rule?.id ?? []))}${others.length > 4 ? ' and more' : ''}`,
  }));
}

const spoken = (severity: Severity | 'off'): string =>
  severity === 'off'
    ? 'off'
    : `${severity === 'info' || severity === 'error' ? 'an' : 'a'} ${code(severity)}`;

/** The entry that a policy's files say something of a rule by. */
function entryOf(policy: Policy, id: string): string | undefined {
  const names = policy.layers.toReversed().flatMap(({ value: { rules = {} } }) =>
    Object.hasOwn(rules, id)
      ? [id]
      : Object.keys(rules)
          .filter(name => matchesRule(id, name))
          .slice(-1),
  );
  return names.find(name => policy.place('rules', name) !== undefined);
}

/** Lists of a rule's options that have more than before: what a rule lets pass. */
function options(before: Policy, now: Policy, { id }: KnownRule): Weakening[] {
  const earlier = before.setting(id).options;
  return Object.entries(now.setting(id).options).flatMap(([name, value]) => {
    const added = itemsOf(value).filter(item => !itemsOf(own(earlier, name)).includes(item));
    return added.length === 0
      ? []
      : [
          {
            at: now.place('rules', id, name),
            before: before.place('rules', id, name),
            message: `\`${name}\` of \`${id}\` has ${codes(added)} in addition`,
          },
        ];
  });
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
  'custom',
  'files',
] as const satisfies readonly (keyof Policy)[];

/** Lists that say what may be: more items allow more, and none at all allow everything. */
const ALLOWING: readonly RegExp[] = [
  /^loadBalancer\.ranges$/,
  /^domains$/,
  /^talos\.lan$/,
  /^storage\.nfs\.(?:servers|exports)$/,
  /audience$/,
  /\.claims\.[^.]+\.(?:class|accessModes)$/,
];

/** What takes something out of what is asked: more of it asks for less. */
const EXEMPTING: readonly RegExp[] = [
  /^files\.exclude$/,
  /^argocd\.repositories$/,
  /^categories\.[^.]+\.empty$/,
  /^storage\.classes\.[^.]+\.external$/,
];

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
  if (isEmpty(earlier) && !isMapping(value)) return [];
  if (isEmpty(value) && !isEmpty(earlier))
    return said(`\`${name}\` is no longer pinned; it was \`${short(earlier)}\``);
  if (isIn(ALLOWING, path)) {
    const added = itemsOf(value).filter(item => !isAllowed(item, itemsOf(earlier)));
    return added.length === 0 ? [] : said(`\`${name}\` allows ${codes(added)} in addition`);
  }
  if (Array.isArray(earlier)) {
    const left = new Set(itemsOf(value));
    const gone = itemsOf(earlier).filter(item => !left.has(item));
    return gone.length === 0 ? [] : said(`\`${name}\` no longer has ${codes(gone)}`);
  }
  if (isMapping(earlier) || isMapping(value)) {
    const [then, inside] = [earlier, value].map(part => (isMapping(part) ? part : {}));
    return [...new Set([...Object.keys(then ?? {}), ...Object.keys(inside ?? {})])].flatMap(key =>
      weaker(before, now, [...path, key], own(then ?? {}, key), own(inside ?? {}, key)),
    );
  }
  return isLess(earlier, value)
    ? said(`\`${name}\` is \`${short(value)}\`; it was \`${short(earlier)}\``)
    : [];
}

/** A switch that was on, or a limit that is higher. */
function isLess(earlier: unknown, value: unknown): boolean {
  if (earlier === true) return value === false;
  const [from, to] = [earlier, value].map(text => parseQuantity(String(text)));
  return from !== undefined && to !== undefined && to > from;
}

/** Whether an item was allowed before: as it is, within a range, or as a name below a domain. */
function isAllowed(item: string, earlier: readonly string[]): boolean {
  const range = parseRange(item);
  return earlier.some(other => {
    if (other === item || item.endsWith(`.${other.replace(/^\*?\./, '')}`)) return true;
    const wide = range && parseRange(other);
    if (!range || !wide || range.family !== wide.family) return false;
    return wide.first <= range.first && range.last <= wide.last;
  });
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'object' && Object.keys(value).length === 0);

const itemsOf = (value: unknown): string[] =>
  value === undefined || value === null || value === false
    ? []
    : [value].flat().map(item => (typeof item === 'string' ? item : JSON.stringify(item)));

function short(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Overrides that are new or changed and don't only ask for more. */
function addedOverrides(before: Policy, now: Policy, rules: readonly KnownRule[]): Weakening[] {
  const known = new Set(before.scoped.map(shapeOf));
  return now.scoped.flatMap((override, number) => {
    if (known.has(shapeOf(override)) || isStricter(before, now.within([number]), override, rules))
      return [];
    return [
      {
        at: placeOf(override),
        before: undefined,
        message: `an override was added or changed: ${scopeOf(override)}`,
      },
    ];
  });
}

/** Whether an override asks for rules only, and none less severe than the policy did before. */
function isStricter(
  before: Policy,
  within: Policy,
  { layer }: ScopedLayer,
  rules: readonly KnownRule[],
): boolean {
  return (
    Object.keys(layer.value).every(key => key === 'rules') &&
    Object.values(layer.value.rules ?? {}).every(
      setting =>
        typeof setting === 'string' || Object.keys(setting).every(key => key === 'severity'),
    ) &&
    rules.every(rule => rank(severityIn(within, rule)) >= rank(severityIn(before, rule)))
  );
}

/** Overrides that are gone. */
function removedOverrides(before: Policy, now: Policy): Weakening[] {
  const left = new Set(now.scoped.map(({ scope }) => JSON.stringify(scope)));
  return before.scoped.flatMap(override =>
    left.has(JSON.stringify(override.scope))
      ? []
      : [
          {
            at: undefined,
            before: placeOf(override),
            message: `an override is gone: ${scopeOf(override)}`,
          },
        ],
  );
}

const shapeOf = ({ scope, layer }: ScopedLayer): string => JSON.stringify([scope, layer.value]);

const scopeOf = ({ scope }: ScopedLayer): string =>
  Object.entries(scope)
    .map(([key, names]) => `${key} ${codes(names as string[])}`)
    .join(', ');

function placeOf({ layer: { located } }: ScopedLayer): Place | undefined {
  const [first] = located?.entries.values() ?? [];
  return first?.key.origin;
}
