import type { HelmRelease, Rendering } from '../../../model/release.ts';
import type { LocatedMap } from '../../../yaml/located.ts';
import type { Sources } from '../../../yaml/sources.ts';

/** How a kustomization is built. */
export interface KustomizeOptions {
  /** Version of the kustomize that builds; default 5.8.1, which Argo CD bundles. */
  readonly kustomizeVersion?: string | undefined;
  /** Whether `--enable-helm` is given; undefined: not known. */
  readonly enableHelm?: boolean | undefined;
  /** Whether files may lie outside of their kustomization's directory; default `rootOnly`. */
  readonly loadRestrictor?: 'rootOnly' | 'none' | undefined;
  /** What an Application's source overrides in the kustomization: its `kustomize` field. */
  readonly overrides?: LocatedMap | undefined;
  /** Which URLs name the repository under lint, whose bases need not be fetched; default: none. */
  readonly isOwnRepository?: ((url: string) => boolean) | undefined;
  /**
   * Makes a release's objects, of the chart in a directory if it is here; default: none, and none of its
   * kinds is complete.
   */
  readonly renderRelease?: ((release: HelmRelease, chart?: string) => Rendering) | undefined;
}

/** What one build reads: nothing in it changes while it runs. */
export interface Inputs {
  readonly sources: Sources;
  readonly options: KustomizeOptions;
}

/**
 * Kustomizations that one build may visit, objects it may make, how deep it may go, and how often its entries may
 * change objects.
 */
export const LIMITS = { builds: 2_000, objects: 50_000, depth: 40, changes: 150_000 } as const;

/** Whether the building kustomize is at least a version such as `5.8.0`. */
export function isAtLeast({ options }: Inputs, version: string): boolean {
  const numbers = (text: string) =>
    text
      .replace(/^v/, '')
      .split('.')
      .map(part => Number.parseInt(part, 10) || 0);
  const have = numbers(options.kustomizeVersion ?? '5.8.1');
  for (const [i, wanted] of numbers(version).entries()) {
    const difference = (have[i] ?? 0) - wanted;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
