import type { Policy } from '../../config/load.ts';
import type { ApplicationSet } from '../../model/application.ts';
import { code } from '../../text/code.ts';
import { get, getEntry, toPlain } from '../../yaml/access.ts';
import { type LocatedValue, placeOf } from '../../yaml/located.ts';
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
  check({ cluster: { applicationSets: sets }, policy, report }) {
    const wanted = policy.argocd?.syncPolicy;
    for (const set of sets) {
      const findings = wanted ? againstPolicy(set, wanted, policy) : againstSiblings(set, sets);
      for (const finding of findings) report(finding);
    }
  },
};

function againstPolicy(
  set: ApplicationSet,
  wanted: Record<string, unknown>,
  policy: Policy,
): Report[] {
  return settingsOf(wanted).flatMap(({ path, value }) => {
    const actual = at(set, path);
    const written = actual && JSON.stringify(toPlain(actual));
    if (written === JSON.stringify(value)) return [];
    const pinned = policy.place('argocd', 'syncPolicy', ...path);
    return [
      {
        at: actual ? placeOf(actual) : anchor(set),
        message: `\`syncPolicy.${path.join('.')}\` is ${written === undefined ? 'not set' : code(written)}, but ${policy.source('argocd', 'syncPolicy', ...path)} wants \`${JSON.stringify(value)}\``,
        related: pinned && [see(pinned, 'pinned here')],
      },
    ];
  });
}

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
function againstSiblings(set: ApplicationSet, sets: readonly ApplicationSet[]): Report[] {
  const others = sets.filter(other => other !== set);
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
  if (others.length < MIN_SIBLINGS || isUsual(value) || !rest.every(isUsual)) return undefined;
  return {
    at: value ? placeOf(value) : anchor(set),
    severity: 'info',
    message: `\`syncPolicy.${path.join('.')}\` is ${textOf(value)}, but ${textOf(usual)} in all ${others.length} other ApplicationSets`,
    related: usual && [see(usual, 'for example here')],
  };
}

const at = ({ value }: ApplicationSet, path: readonly string[]) =>
  get(value, 'spec', 'template', 'spec', 'syncPolicy', ...path);

const textOf = (value: LocatedValue | undefined): string =>
  value === undefined ? 'not set' : value.kind === 'scalar' ? value.text : 'set';

const anchor = ({ value }: ApplicationSet): LocatedValue =>
  getEntry(value, 'spec', 'template', 'spec', 'syncPolicy')?.key ??
  get(value, 'metadata', 'name') ??
  value;
