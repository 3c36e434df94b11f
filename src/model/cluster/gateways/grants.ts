import { getScalar, itemsAt, textAt } from '../../../yaml/access.ts';
import { found, type Lookup } from '../../lookup.ts';
import type { ClusterResource } from '../objects/owned.ts';
import type { ResourceIndex } from '../objects/resources.ts';
import { GATEWAY_GROUP } from './gateways.ts';

/** An object of the core group that another namespace refers to. */
export interface GrantTarget {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/**
 * Whether an object may refer to one of another namespace: a ReferenceGrant in that namespace must
 * say so. Within its own namespace it always may.
 *
 * @see https://gateway-api.sigs.k8s.io/api-types/referencegrant/
 */
export function isGranted(
  index: ResourceIndex,
  from: ClusterResource,
  to: GrantTarget,
): Lookup<ClusterResource> {
  const namespace = from.namespace ?? 'default';
  if (to.namespace === namespace) return found(from);
  const grant = index
    .ofKind('ReferenceGrant', GATEWAY_GROUP)
    .find(({ namespace: where, value }) => {
      const isFrom = itemsAt(value, 'spec', 'from').some(
        item =>
          textAt(item, 'group') === from.group &&
          textAt(item, 'kind') === from.kind &&
          textAt(item, 'namespace') === namespace,
      );
      const isTo = itemsAt(value, 'spec', 'to').some(
        item =>
          // The core group is the empty string: neither `v1` nor `core` names it.
          (getScalar(item, 'group')?.text ?? '') === '' &&
          textAt(item, 'kind') === to.kind &&
          (textAt(item, 'name') ?? to.name) === to.name,
      );
      return where === to.namespace && isFrom && isTo;
    });
  if (grant) return found(grant);
  // A grant of any name would do: could there be one that nobody here sees?
  return index.others({ group: GATEWAY_GROUP, kind: 'ReferenceGrant', namespace: to.namespace });
}
