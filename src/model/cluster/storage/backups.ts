import { textAt } from '../../../yaml/access.ts';
import type { ResourceIndex } from '../objects/resources.ts';
import type { VolumeClaim } from './storage.ts';

/**
 * Whether VolSync copies a claim somewhere; undefined where a source of its namespace may be hidden.
 *
 * @see https://volsync.readthedocs.io/en/stable/usage/restic/index.html
 */
export function isBackedUp(
  index: ResourceIndex,
  { namespace, name }: Pick<VolumeClaim, 'namespace' | 'name'>,
): boolean | undefined {
  const source = { group: 'volsync.backube', kind: 'ReplicationSource' };
  const hasSource = index
    .ofKind(source.kind, source.group)
    .some(
      resource =>
        (resource.namespace ?? 'default') === namespace &&
        textAt(resource.value, 'spec', 'sourcePVC') === name,
    );
  if (hasSource) return true;
  return index.mayHide({ ...source, namespace }) ? undefined : false;
}
