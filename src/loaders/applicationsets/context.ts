import type { Generator } from '../../model/application.ts';
import type { Problem } from '../../source/problem.ts';
import type { MissingKey } from '../../template/go/scope.ts';
import type { Sources } from '../../yaml/sources.ts';
import type { ClusterSecret } from './clusters.ts';
import type { OwnRepository } from './own-repository.ts';
import type { RenderMode } from './render-value.ts';

/** What the generators of one ApplicationSet need to know. */
export interface ExpansionContext {
  readonly sources: Sources;
  readonly own: OwnRepository;
  readonly goTemplate: boolean;
  readonly missingKey: MissingKey;
  readonly parse: RenderMode['parse'];
  readonly total: RenderMode['total'];
  readonly clusters: readonly ClusterSecret[];
  /** Directories of the repository that Argo CD lists: none hidden, in order. */
  readonly directories: () => readonly string[];
  /** Filled while expanding: every generator, inner ones included. */
  readonly generators: Generator[];
  readonly problems: Problem[];
}

/** Parameter sets of one ApplicationSet; more are a mistake, or an attack. */
export const MAX_SETS = 10_000;
