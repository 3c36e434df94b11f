import type { HelmRelease, Rendering } from '../../../model/release.ts';
import { scopeOf } from '../shared/scope.ts';
import { references } from './references.ts';
import { claim, ingress, raw, route, type Shape, service } from './shapes.ts';
import { visits } from './walk.ts';

const SHAPES: readonly Shape[] = [raw, route, service, ingress, claim];

/**
 * What the values of a chart without a model tell by themselves: routes, services that ask for an
 * address, ingresses, claims of a storage class, references to claims and Secrets. Names are made
 * up from where they stand, every object is partial, and nothing is known to be the whole list.
 */
export function recognise(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const visited = visits(release.values);
  const found = visited.flatMap(visit =>
    visit.isReferenceOnly ? [] : SHAPES.flatMap(shape => shape(scope, visit) ?? []),
  );
  return {
    objects: [...found, ...references(scope, visited)],
    complete: new Set(),
    problems: [],
  };
}
