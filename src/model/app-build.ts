import type { Problem } from '../source/problem.ts';
import type { LocatedMap, LocatedScalar } from '../yaml/located.ts';
import type { HelmRelease, Rendering, ValuesCheck } from './release.ts';
import type { Resource } from './resource.ts';
import type { Unknown } from './unknown.ts';

/** What one directory (an Application's source, or a stand-alone kustomization) resolves to. */
export interface AppBuild {
  /**
   * The directory, relative to the repository root; the file of the Application where what it
   * deploys has no directory here (a chart, another repository's).
   */
  readonly directory: string;
  readonly type: 'kustomize' | 'helm' | 'directory' | 'plugin';
  readonly resources: readonly Resource[];
  readonly releases: readonly BuiltRelease[];
  /** Every kustomization and component that took part, the root first. */
  readonly kustomizations: readonly KustomizationFile[];
  /** Every path that was mentioned, found or not. */
  readonly references: readonly FileReference[];
  /** What could not be resolved from the files, each with what it could make. */
  readonly unknowable: readonly Unknown[];
  readonly problems: readonly Problem[];
  /** The values of a chart of the repository that is what the directory is. */
  readonly check?: ValuesCheck | undefined;
  /** Whether git is made to keep the directory, for what is to come. */
  readonly isKeptFree?: boolean;
  /** What kustomize takes without a word although it does nothing: no reason for it to stop. */
  readonly idle?: readonly Problem[];
}

export interface BuiltRelease {
  readonly release: HelmRelease;
  readonly rendering: Rendering;
}

export interface KustomizationFile {
  readonly file: string;
  readonly directory: string;
  readonly kind: 'Kustomization' | 'Component';
  readonly value: LocatedMap;
}

export type ReferenceRole =
  | 'resource'
  | 'component'
  | 'patch'
  | 'values'
  | 'generator-input'
  | 'replacement'
  | 'configuration'
  | 'crd'
  | 'plugin'
  | 'chart';

export interface FileReference {
  readonly role: ReferenceRole;
  readonly from: LocatedScalar;
  /** The path it resolves to, relative to the repository root; undefined when it leaves it. */
  readonly path: string | undefined;
  readonly target: 'file' | 'directory' | 'remote' | 'missing';
  /** Whether it is fetched over the network all the same: it is written as a URL of this very repository. */
  readonly isFetched?: boolean;
}
