import { getMap, itemsAt } from '../yaml/access.ts';
import type { LocatedMap, LocatedValue } from '../yaml/located.ts';

/** Where the kinds that make pods keep the pod's spec, the deepest first. */
const POD_SPECS: readonly (readonly string[])[] = [
  ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  ['spec', 'template', 'spec'],
  ['spec'],
];

const CONTAINERS = ['initContainers', 'containers', 'ephemeralContainers'];

/** The pod's spec of an object that makes pods, or of a Pod; undefined where it has no containers. */
export const podSpecOf = (object: LocatedValue): LocatedMap | undefined =>
  POD_SPECS.map(path => getMap(object, ...path)).find(
    spec => spec && itemsAt(spec, 'containers').length > 0,
  );

/** All containers of an object, those that initialise and those of debuggers too. */
export const containersIn = (object: LocatedValue): readonly LocatedValue[] =>
  POD_SPECS.toReversed().flatMap(path =>
    CONTAINERS.flatMap(list => itemsAt(object, ...path, list)),
  );
