import type { BuiltRelease, FileReference, KustomizationFile } from '../../../model/app-build.ts';
import { NO_KINDS, type Unknown } from '../../../model/unknown.ts';
import type { Problem, ProblemRule, RelatedPlace } from '../../../source/problem.ts';
import type { Place } from '../../../source/text.ts';
import type { LocatedValue } from '../../../yaml/located.ts';
import { placeOf } from '../../../yaml/located.ts';
import type { Scope } from '../../unknown/file-scope.ts';
import { LIMITS } from './inputs.ts';

/** What one build finds. It only grows, by the functions below and by what a step makes. */
export interface Gathered {
  readonly problems: Problem[];
  readonly idle: Problem[];
  readonly references: FileReference[];
  readonly unknowable: Unknown[];
  readonly kustomizations: KustomizationFile[];
  readonly releases: BuiltRelease[];
  readonly spent: { builds: number; objects: number; changes: number; isExhausted: boolean };
}

export interface More {
  readonly help?: string | undefined;
  readonly related?: readonly RelatedPlace[];
  readonly rule?: ProblemRule;
  readonly missing?: string | undefined;
}

export const placed = (at: Place | LocatedValue): Place => ('kind' in at ? placeOf(at) : at);

/** Reports what kustomize would refuse. */
export function report(
  gathered: Gathered,
  at: Place | LocatedValue,
  message: string,
  { help, related, rule = 'kustomize/invalid', missing }: More = {},
): void {
  gathered.problems.push({
    rule,
    at: placed(at),
    message,
    ...(help !== undefined && { help }),
    ...(related && { related }),
    ...(missing !== undefined && { missing }),
  });
}

/** Notes what kustomize takes although it does nothing. */
export function noteIdle(
  gathered: Gathered,
  at: Place | LocatedValue,
  message: string,
  help?: string,
): void {
  const rule = 'kustomize/invalid';
  gathered.idle.push({ rule, at: placed(at), message, ...(help !== undefined && { help }) });
}

/** Notes that the build may hold what the files don't show: anything, or what the scope says. */
export function unknown(
  gathered: Gathered,
  at: Place | LocatedValue,
  reason: string,
  scope: Scope = {},
): void {
  gathered.unknowable.push({ at: placed(at), reason, ...scope });
}

/** Notes that objects of the build may end up otherwise than known, without there being more. */
export function unsettled(gathered: Gathered, at: Place | LocatedValue, reason: string): void {
  unknown(gathered, at, reason, { kinds: NO_KINDS });
}

/** A kustomization moves all that is in it into its namespace, what isn't known included. */
export function moveUnknowns(gathered: Gathered, from: number, namespace: string): void {
  const moved = gathered.unknowable
    .splice(from)
    .map(({ elsewhere, ...rest }) => ({ ...rest, namespaces: new Set([namespace]) }));
  gathered.unknowable.push(...moved);
}

/** Whether the build so far may hold objects of a kind that aren't among its items. */
export function mayHoldMore(gathered: Gathered, kind: string | undefined): boolean {
  return (
    gathered.unknowable.some(
      ({ kinds }) => !kinds || (kind === undefined ? kinds.size > 0 : kinds.has(kind)),
    ) ||
    gathered.releases.some(
      ({ rendering: { complete } }) =>
        complete !== 'all' && (kind === undefined || !complete.has(kind)),
    )
  );
}

/** Counts objects against the limit; false when the build has become too large to go on. */
export function spend(gathered: Gathered, objects: number, at: Place | LocatedValue): boolean {
  const { spent } = gathered;
  spent.objects += objects;
  if (spent.objects <= LIMITS.objects && spent.builds <= LIMITS.builds) return true;
  return exhausted(
    gathered,
    at,
    `it makes more than ${LIMITS.objects} objects or visits more than ${LIMITS.builds} kustomizations`,
  );
}

/** Counts what entries of a kustomization do to objects; false when it has become too much to go on. */
export function spendChanges(gathered: Gathered, changes: number, at: LocatedValue): boolean {
  const { spent } = gathered;
  spent.changes += changes;
  if (spent.changes <= LIMITS.changes) return true;
  return exhausted(gathered, at, `its entries change objects more than ${LIMITS.changes} times`);
}

function exhausted(gathered: Gathered, at: Place | LocatedValue, why: string): false {
  const { spent } = gathered;
  if (!spent.isExhausted) {
    spent.isExhausted = true;
    report(gathered, at, `not built any further: ${why}`, { rule: 'internal/too-large' });
    unknown(gathered, at, 'the build is too large to be followed', { readsFiles: true });
  }
  return false;
}
