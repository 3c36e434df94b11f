import type { BuiltRelease, FileReference, KustomizationFile } from '../../../model/app-build.ts';
import type { HelmRelease, Rendering } from '../../../model/release.ts';
import { NO_KINDS, type Unknown } from '../../../model/unknown.ts';
import type { Problem, ProblemRule, RelatedPlace } from '../../../source/problem.ts';
import type { Place } from '../../../source/text.ts';
import type { LocatedMap, LocatedValue } from '../../../yaml/located.ts';
import { placeOf } from '../../../yaml/located.ts';
import type { Sources } from '../../../yaml/sources.ts';
import type { Scope } from '../../unknown/file-scope.ts';
import type { Accumulated } from '../accumulate.ts';

export interface KustomizeOptions {
  /** Version of the kustomize that builds; default 5.8.1, which Argo CD bundles. */
  readonly kustomizeVersion?: string | undefined;
  /** Whether `--enable-helm` is given; undefined: not known. */
  readonly enableHelm?: boolean | undefined;
  /** Whether files may lie outside of their kustomization's directory; default `rootOnly`. */
  readonly loadRestrictor?: 'rootOnly' | 'none' | undefined;
  /** What an Application's source overrides in the kustomization: its `kustomize` field. */
  readonly overrides?: LocatedMap | undefined;
  /** Makes a release's objects, of the chart in a directory if it is here; default: none, and none of its kinds is complete. */
  readonly renderRelease?: ((release: HelmRelease, chart?: string) => Rendering) | undefined;
}

/** What one build collects, and what bounds it. */
export interface BuildContext {
  readonly sources: Sources;
  readonly options: KustomizeOptions;
  readonly problems: Problem[];
  readonly idle: Problem[];
  readonly references: FileReference[];
  readonly unknowable: Unknown[];
  readonly kustomizations: KustomizationFile[];
  readonly releases: BuiltRelease[];
  readonly memo: Map<string, Accumulated>;
  readonly spent: { builds: number; objects: number; isExhausted: boolean };
}

/** Kustomizations that one build may visit, objects it may make, and how deep it may go. */
export const LIMITS = { builds: 2_000, objects: 50_000, depth: 40 } as const;

export const newContext = (sources: Sources, options: KustomizeOptions): BuildContext => ({
  sources,
  options,
  problems: [],
  idle: [],
  references: [],
  unknowable: [],
  kustomizations: [],
  releases: [],
  memo: new Map(),
  spent: { builds: 0, objects: 0, isExhausted: false },
});

export interface More {
  readonly help?: string | undefined;
  readonly related?: readonly RelatedPlace[];
  readonly rule?: ProblemRule;
}

export const placed = (at: Place | LocatedValue): Place => ('kind' in at ? placeOf(at) : at);

/** Reports what kustomize would refuse. */
export function report(
  context: BuildContext,
  at: Place | LocatedValue,
  message: string,
  { help, related, rule = 'kustomize/invalid' }: More = {},
): void {
  context.problems.push({
    rule,
    at: placed(at),
    message,
    ...(help !== undefined && { help }),
    ...(related && { related }),
  });
}

/** Notes what kustomize takes although it does nothing. */
export function noteIdle(
  context: BuildContext,
  at: Place | LocatedValue,
  message: string,
  help?: string,
): void {
  const rule = 'kustomize/invalid';
  context.idle.push({ rule, at: placed(at), message, ...(help !== undefined && { help }) });
}

/** Notes that the build may hold what the files don't show: anything, or what the scope says. */
export function unknown(
  context: BuildContext,
  at: Place | LocatedValue,
  reason: string,
  scope: Scope = {},
): void {
  context.unknowable.push({ at: placed(at), reason, ...scope });
}

/** Notes that objects of the build may end up otherwise than known, without there being more. */
export function unsettled(context: BuildContext, at: Place | LocatedValue, reason: string): void {
  unknown(context, at, reason, { kinds: NO_KINDS });
}

/** A kustomization moves all that is in it into its namespace, what isn't known included. */
export function moveUnknowns(context: BuildContext, from: number, namespace: string): void {
  const moved = context.unknowable
    .splice(from)
    .map(({ elsewhere, ...rest }) => ({ ...rest, namespaces: new Set([namespace]) }));
  context.unknowable.push(...moved);
}

/** Whether the build so far may hold objects of a kind that aren't among its items. */
export function mayHoldMore(context: BuildContext, kind: string | undefined): boolean {
  return (
    context.unknowable.some(
      ({ kinds }) => !kinds || (kind === undefined ? kinds.size > 0 : kinds.has(kind)),
    ) ||
    context.releases.some(
      ({ rendering: { complete } }) =>
        complete !== 'all' && (kind === undefined || !complete.has(kind)),
    )
  );
}

/** Counts objects against the limit; false when the build has become too large to go on. */
export function spend(context: BuildContext, objects: number, at: Place | LocatedValue): boolean {
  const { spent } = context;
  spent.objects += objects;
  if (spent.objects <= LIMITS.objects && spent.builds <= LIMITS.builds) return true;
  if (!spent.isExhausted) {
    spent.isExhausted = true;
    const message = `not built any further: it makes more than ${LIMITS.objects} objects or visits more than ${LIMITS.builds} kustomizations`;
    report(context, at, message, { rule: 'internal/too-large' });
    unknown(context, at, 'the build is too large to be followed', { readsFiles: true });
  }
  return false;
}

/** Whether the building kustomize is at least a version such as `5.8.0`. */
export function isAtLeast(context: BuildContext, version: string): boolean {
  const numbers = (text: string) =>
    text
      .replace(/^v/, '')
      .split('.')
      .map(part => Number.parseInt(part, 10) || 0);
  const have = numbers(context.options.kustomizeVersion ?? '5.8.1');
  for (const [i, wanted] of numbers(version).entries()) {
    const difference = (have[i] ?? 0) - wanted;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
