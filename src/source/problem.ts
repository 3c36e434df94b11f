import type { Place } from './text.ts';

/** Rules whose findings come from reading the files, before any rule looks at the model. */
export type ProblemRule =
  | 'yaml/syntax'
  | 'kustomize/missing-file'
  | 'kustomize/folded-item'
  | 'kustomize/invalid'
  | 'argocd/template-error'
  | 'argocd/source-path'
  | 'argocd/load-restrictor'
  | 'helm/moved-objects'
  | 'helm/render'
  | 'helm/values-schema'
  | 'talos/invalid-patch'
  | 'talos/recipe'
  | 'internal/too-large'
  | 'internal/unreadable';

export interface RelatedPlace {
  readonly at: Place;
  readonly message: string;
}

/** What a loader could not read, or read and found wrong. A rule of the same id reports it. */
export interface Problem {
  readonly rule: ProblemRule;
  readonly at: Place;
  readonly message: string;
  readonly help?: string;
  readonly related?: readonly RelatedPlace[];
  /** What is named and not there, where many places naming the same would mean that it is made elsewhere. */
  readonly missing?: string;
}
