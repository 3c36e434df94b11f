import type { Policy } from '../../config/load.ts';
import { get, toPlain } from '../../model/access.ts';
import type { ApplicationSet } from '../../model/application.ts';
import { type LocatedValue, placeOf } from '../../model/located.ts';
import { type Report, type Rule, see } from '../rule.ts';

/** Settings that decide what a sync does; others (retry, managedNamespaceMetadata) suit each set. */
const COMPARED = [
  ['automated', 'prune'],
  ['automated', 'selfHeal'],
  ['automated', 'allowEmpty'],
  ['automated'],
] as const;

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
    "Set it like the others, or pin what differs on purpose in the policy's argocd.syncPolicy.",
  reference: 'https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/',
  policy: true,
  check({ cluster, policy, report }) {
    for (const set of cluster.applicationSets)
      for (const finding of againstPolicy(set, policy)) report(finding);
    if (policy.argocd?.syncPolicy) return;
    for (const path of COMPARED)
      for (const finding of againstSiblings(cluster.applicationSets, path)) report(finding);
  },
};

function againstPolicy(set: ApplicationSet, policy: Policy): Report[] {
  return Object.entries(flatten(policy.argocd?.syncPolicy ?? {})).flatMap(([key, wanted]) => {
    const path = key.split('\0');
    const actual = at(set, path);
    if (actual && JSON.stringify(toPlain(actual)) === JSON.stringify(wanted)) return [];
    const pinned = policy.place('argocd', 'syncPolicy', ...path);
    return [
      {
        at: actual ? placeOf(actual) : anchor(set),
        message: `syncPolicy.${path.join('.')} is ${actual ? JSON.stringify(toPlain(actual)) : 'not set'}, but ${policy.source('argocd', 'syncPolicy', ...path)} wants ${JSON.stringify(wanted)}`,
        related: pinned && [see(pinned, 'pinned here')],
      },
    ];
  });
}

function flatten(
  value: Record<string, unknown>,
  prefix: readonly string[] = [],
): Record<string, unknown> {
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, child]) =>
      typeof child === 'object' && child !== null && !Array.isArray(child)
        ? flatten(child as Record<string, unknown>, [...prefix, key])
        : { [[...prefix, key].join('\0')]: child },
    ),
  );
}

function againstSiblings(sets: readonly ApplicationSet[], path: readonly string[]): Report[] {
  const values = sets.map(set => ({ set, value: at(set, path), text: textOf(at(set, path)) }));
  return values.flatMap(({ set, value, text }) => {
    const others = values.filter(other => other.set !== set);
    const [first] = others;
    const alike = first && others.every(other => other.text === first.text);
    if (!alike || others.length < MIN_SIBLINGS || first.text === text) return [];
    return [
      {
        at: value ? placeOf(value) : anchor(set),
        message: `syncPolicy.${path.join('.')} is ${text}, but ${first.text} in all ${others.length} other ApplicationSets`,
        related: first.value && [see(first.value, 'for example here')],
      },
    ];
  });
}

const at = ({ value }: ApplicationSet, path: readonly string[]) =>
  get(value, 'spec', 'template', 'spec', 'syncPolicy', ...path);

const textOf = (value: LocatedValue | undefined): string =>
  value === undefined ? 'not set' : value.kind === 'scalar' ? value.text : 'set';

const anchor = ({ value }: ApplicationSet): LocatedValue => {
  const spec = get(value, 'spec', 'template', 'spec');
  const entry = spec?.kind === 'map' ? spec.entries.get('syncPolicy') : undefined;
  return entry?.key ?? get(value, 'metadata', 'name') ?? value;
};
