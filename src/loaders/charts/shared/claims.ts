import { booleanAt, get } from '../../../yaml/access.ts';
import type { LocatedMap } from '../../../yaml/located.ts';

/** Whether a chart makes the claim that a map names: what has a size is to be made, unless it is said not to be. */
export const makesClaim = (map: LocatedMap): boolean =>
  booleanAt(map, 'create') ?? get(map, 'size') !== undefined;
