import type { Sources } from '../../../yaml/sources.ts';
import type { Gathered } from './gathered.ts';
import type { Inputs, KustomizeOptions } from './inputs.ts';

/** What a step that reads files and says what it found is given; other steps take one half of it. */
export interface BuildContext extends Inputs, Gathered {}

export const newContext = (sources: Sources, options: KustomizeOptions): BuildContext => ({
  sources,
  options,
  problems: [],
  idle: [],
  references: [],
  unknowable: [],
  kustomizations: [],
  releases: [],
  spent: { builds: 0, objects: 0, changes: 0, isExhausted: false },
});
