import { entriesAt, get, itemsAt } from '../../../yaml/access.ts';
import type { LocatedEntry, LocatedValue } from '../../../yaml/located.ts';
import type { ClusterResource } from './owned.ts';

/** A label or annotation of an object. */
export interface Label extends LocatedEntry {
  readonly isLabel: boolean;
}

/** Where objects have metadata of their own: the object, its pods, its claims. */
const METADATA: readonly (readonly string[])[] = [
  ['metadata'],
  ['spec', 'template', 'metadata'],
  ['spec', 'jobTemplate', 'metadata'],
  ['spec', 'jobTemplate', 'spec', 'template', 'metadata'],
];

/** The labels and annotations of an object and of what it makes. */
export function labelsOf({ value }: ClusterResource): Label[] {
  const claims = itemsAt(value, 'spec', 'volumeClaimTemplates').map(item => get(item, 'metadata'));
  return [...METADATA.map(path => get(value, ...path)), ...claims].flatMap(metadata => [
    ...entries(metadata, 'labels', true),
    ...entries(metadata, 'annotations', false),
  ]);
}

const entries = (metadata: LocatedValue | undefined, field: string, isLabel: boolean): Label[] =>
  entriesAt(metadata, field).map(({ key, value }) => ({ key, value, isLabel }));
