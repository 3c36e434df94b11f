import type { Policy } from '../../config/load.ts';
import type { ApplicationSet } from '../../model/application.ts';
import { code } from '../../text/code.ts';
import { own } from '../../text/own.ts';
import { get, getEntry, toPlain } from '../../yaml/access.ts';
import { type LocatedMap, type LocatedValue, oncePerPlace, placeOf } from '../../yaml/located.ts';
import { countIn, countOption } from '../options.ts';
import { type Report, type Rule, see } from '../rule.ts';

/** What decides what a sync does below `automated`; other settings (retry, managedNamespaceMetadata) suit each set. */
const SWITCHES = ['prune', 'selfHeal', 'allowEmpty'];

/** A deviation is one only where nearly everybody else agrees. */
const MIN_SIBLINGS = 4;

export const syncPolicy: Rule = {
  id: 'argocd/sync-policy',
  severity: 'warning',
  summary:
    "A sync policy that differs from the policy's, or from that of all sibling ApplicationSets.",
  rationale:
    'Whether changes are applied, healed and pruned by themselves should not depend on which file was copied from which.',
  remedy:
    "Set it like the others, or pin what differs on purpose in the policy's `argocd.syncPolicy`.",
  reference: 'https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/',
  policy: true,
  options: {
    siblings: countOption(
      MIN_SIBLINGS,
      'How many other ApplicationSets must agree for one to be said to differ',
    ),
  },
  check({ cluster, policy, options, report }) {
    const { applicationSets: sets, applications } = cluster;
    const least = countIn(options, 'siblings', MIN_SIBLINGS);
    for (const set of sets) {
      const own = applications.filter(({ applicationSet }) => applicationSet === set);
      const categories = new Set(own.map(({ category }) => category));
      const pins = [...(categories.size > 0 ? categories : [undefined])].flatMap(category =>
        pinFor(policy, category),
      );
      const findings =
        pins.length > 0
          ? pins.flatMap(pin => againstPolicy(asSync(set.value, TEMPLATE), pin, policy))
          : againstSiblings(set, sets, least);
      for (const finding of onceSaid(findings)) report(finding);
    }
    const written = applications.filter(({ generatedBy }) => generatedBy === undefined);
    for (const { value, category } of oncePerPlace(
      written,
      application => application.value.origin,
    ))
      for (const pin of pinFor(policy, category))
        for (const finding of againstPolicy(asSync(value, ['spec', 'syncPolicy']), pin, policy))
          report(finding);
  },
};

/** What the policy wants below `spec.syncPolicy`, each with where it says so: the category's own over that for all. */
interface Pin extends Setting {
  readonly pinnedAt: readonly string[];
}

function pinFor({ argocd, categories = {} }: Policy, category: string | undefined): Pin[][] {
  const lists = [
    { path: ['argocd', 'syncPolicy'], wanted: argocd?.syncPolicy },
    {
      path: ['categories', category ?? '', 'syncPolicy'],
      wanted: own(categories, category ?? '')?.syncPolicy,
    },
  ];
  const pins = new Map<string, Pin>();
  for (const { path, wanted = {} } of lists)
    for (const setting of settingsOf(wanted))
      pins.set(setting.path.join('.'), { ...setting, pinnedAt: [...path, ...setting.path] });
  return pins.size === 0 ? [] : [[...pins.values()]];
}

/** Several categories of one set say the same of it. */
const onceSaid = (findings: readonly Report[]): Report[] => [
  ...new Map(findings.map(finding => [finding.message, finding])).values(),
];

/** An ApplicationSet or Application, with where its sync policy is. */
interface Syncing {
  readonly value: LocatedMap;
  readonly path: readonly string[];
}

const TEMPLATE = ['spec', 'template', 'spec', 'syncPolicy'];
const asSync = (value: LocatedMap, path: readonly string[]): Syncing => ({ value, path });

const againstPolicy = (
  { value, path: root }: Syncing,
  pins: readonly Pin[],
  policy: Policy,
): Report[] =>
  pins.flatMap(({ path, value: wanted, pinnedAt }) => {
    const actual = get(value, ...root, ...path);
    const written = actual && JSON.stringify(toPlain(actual));
    if (written === JSON.stringify(wanted)) return [];
    const pinned = policy.place(...pinnedAt);
    return [
      {
        at: actual ? placeOf(actual) : anchor(value, root),
        message: `\`syncPolicy.${path.join('.')}\` is ${written === undefined ? 'not set' : code(written)}, but ${policy.source(...pinnedAt)} wants \`${JSON.stringify(wanted)}\``,
        help: ofCategory(pinnedAt),
        related: pinned && [see(pinned, 'pinned here')],
      },
    ];
  });

const ofCategory = ([part, category]: readonly string[]): string | undefined =>
  part === 'categories'
    ? `Set it so, or change \`categories.${category}.syncPolicy\` in the policy.`
    : undefined;

interface Setting {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** The single values below a map, each with its path. */
function settingsOf(
  wanted: Record<string, unknown>,
  prefix: readonly string[] = [],
): readonly Setting[] {
  return Object.entries(wanted).flatMap(([key, value]) => {
    const path = [...prefix, key];
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? settingsOf(value as Record<string, unknown>, path)
      : [{ path, value }];
  });
}

/** Where one differs in being automated at all, its switches say nothing more. */
function againstSiblings(
  set: ApplicationSet,
  sets: readonly ApplicationSet[],
  least: number,
): Report[] {
  const others = sets.filter(other => other !== set);
  if (others.length < least) return [];
  const whole = deviation(set, others, ['automated'], undefined);
  return whole
    ? [whole]
    : SWITCHES.flatMap(name => deviation(set, others, ['automated', name], 'false') ?? []);
}

/** @param preset what Argo CD takes where nothing is written: saying it or not makes no difference */
function deviation(
  set: ApplicationSet,
  others: readonly ApplicationSet[],
  path: readonly string[],
  preset: string | undefined,
): Report | undefined {
  const value = at(set, path);
  const [usual, ...rest] = others.map(other => at(other, path));
  const effect = (other: LocatedValue | undefined) =>
    other === undefined && preset !== undefined ? preset : textOf(other);
  const isUsual = (other: LocatedValue | undefined) => effect(other) === effect(usual);
  if (isUsual(value) || !rest.every(isUsual)) return undefined;
  return {
    at: value ? placeOf(value) : anchor(set.value, TEMPLATE),
    severity: 'info',
    message: `\`syncPolicy.${path.join('.')}\` is ${textOf(value)}, but ${textOf(usual)} in all ${others.length} other ApplicationSets`,
    related: usual && [see(usual, 'for example here')],
  };
}

const at = ({ value }: ApplicationSet, path: readonly string[]) => get(value, ...TEMPLATE, ...path);

const textOf = (value: LocatedValue | undefined): string =>
  value === undefined ? 'not set' : value.kind === 'scalar' ? value.text : 'set';

const anchor = (value: LocatedMap, path: readonly string[]): LocatedValue =>
  getEntry(value, ...path)?.key ?? get(value, 'metadata', 'name') ?? value;
