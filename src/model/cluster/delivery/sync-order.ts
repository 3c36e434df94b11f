import { getScalar } from '../../../yaml/access.ts';
import type { LocatedScalar } from '../../../yaml/located.ts';
import type { ClusterResource } from '../objects/owned.ts';

/** When Argo CD applies an object in a sync. */
export interface SyncStep {
  readonly phase: 'PreSync' | 'Sync' | 'PostSync';
  readonly wave: number;
  /** The annotation that says so; undefined where none does. */
  readonly at: LocatedScalar | undefined;
}

const PHASES = ['PreSync', 'Sync', 'PostSync'] as const;

/** Helm's hooks as Argo CD takes them. */
const HELM_PHASES: Readonly<Record<string, SyncStep['phase']>> = {
  'crd-install': 'PreSync',
  'pre-install': 'PreSync',
  'pre-upgrade': 'PreSync',
  'post-install': 'PostSync',
  'post-upgrade': 'PostSync',
};

/**
 * The phase and wave in which Argo CD applies an object: the earliest, where it is a hook of several
 * phases. Undefined for hooks that a sync doesn't run (Skip, SyncFail, PostDelete).
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export function syncStep({ value }: ClusterResource): SyncStep | undefined {
  const annotation = (name: string) => getScalar(value, 'metadata', 'annotations', name);
  const hook = annotation('argocd.argoproj.io/hook');
  const helmHook = hook ? undefined : annotation('helm.sh/hook');
  const weight =
    annotation('argocd.argoproj.io/sync-wave') ?? (helmHook && annotation('helm.sh/hook-weight'));
  const wave = weight && /^[-+]?\d{1,9}$/.test(weight.text) ? Number(weight.text) : 0;
  const phase = phaseOf(hook, helmHook);
  if (!phase) return undefined;
  return { phase, wave, at: (phase === 'Sync' ? undefined : (hook ?? helmHook)) ?? weight };
}

function phaseOf(
  hook: LocatedScalar | undefined,
  helmHook: LocatedScalar | undefined,
): SyncStep['phase'] | undefined {
  const written = (hook ?? helmHook)?.text;
  if (written === undefined) return 'Sync';
  const names = new Set(
    written.split(',').map(name => {
      const trimmed = name.trim();
      return helmHook ? new Map(Object.entries(HELM_PHASES)).get(trimmed) : trimmed;
    }),
  );
  return PHASES.find(phase => names.has(phase));
}

/** Whether Argo CD waits for one step to be healthy before it begins the other. */
export const comesBefore = (a: SyncStep, b: SyncStep): boolean => {
  const difference = PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase);
  return difference < 0 || (difference === 0 && a.wave < b.wave);
};
