import type { LocatedMap, LocatedScalar } from '../yaml/located.ts';
import type { HelmRelease } from './release.ts';

/** One Kubernetes object as the cluster would get it, after kustomize and Helm. */
export interface Resource {
  readonly apiVersion: string;
  /** API group, '' for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  /** Undefined where neither the object nor kustomize sets one; the Application's then applies. */
  readonly namespace: string | undefined;
  /** The final form; each field keeps the place that last set it. */
  readonly value: LocatedMap;
  /** Files that made it what it is: where it stands first, then each kustomization up to the root. */
  readonly files: readonly string[];
  /** The release whose chart makes it; undefined for manifests and generators. */
  readonly release: HelmRelease | undefined;
  /** True where a chart model knows only some of the fields: absent fields are then unknowable. */
  readonly partial: boolean;
}

/** What identifies an object in a cluster; the version is not part of it. */
export interface ObjectKey {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

/** Whether it is for Argo CD itself: an Application, an ApplicationSet, an AppProject. */
export const isArgoCd = ({ group }: Pick<ObjectKey, 'group'>): boolean => group === 'argoproj.io';

/** Splits an apiVersion: `apps/v1` is group `apps`, `v1` is the core group ''. */
export function splitApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

export type NameScalar = LocatedScalar & { readonly value: string };
