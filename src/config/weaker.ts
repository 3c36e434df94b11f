import type { Place } from '../source/text.ts';
import { code, codes } from '../text/code.ts';
import { own } from '../text/own.ts';
import { plural } from '../text/plural.ts';
import type { Policy, ScopedLayer } from './load.ts';
import type { Severity } from './policy.ts';
import { matchesRule } from './rule-names.ts';
import { itemsOf, short, type Weakening, weakerValues } from './weaker-parts.ts';

export type { Weakening } from './weaker-parts.ts';

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
  ...weakerValues(before, now),
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
    const then = own(earlier, name);
    const said = (message: string): Weakening[] => [
      { at: now.place('rules', id, name), before: before.place('rules', id, name), message },
    ];
    if (!Array.isArray(value)) {
      const was = then === undefined ? 'not set' : code(short(then));
      return JSON.stringify(value) === JSON.stringify(then)
        ? []
        : said(`\`${name}\` of \`${id}\` is ${code(short(value))}, and was ${was} before`);
    }
    const added = itemsOf(value).filter(item => !itemsOf(then).includes(item));
    return added.length === 0
      ? []
      : said(`\`${name}\` of \`${id}\` has ${codes(added)} in addition`);
  });
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
