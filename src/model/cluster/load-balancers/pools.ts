import { type IpRange, parseRange, rangeOf } from '../../../net/addresses.ts';
import { isPlaceholder } from '../../../text/placeholder.ts';
import { booleanAt, get, itemsAt, textAt } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedValue } from '../../../yaml/located.ts';
import type { ClusterResource } from '../objects/owned.ts';
import { matchesSelector } from '../objects/selectors.ts';
import type { LoadBalancer } from './load-balancers.ts';

export interface PoolBlock {
  readonly value: LocatedMap;
  /** Undefined when Cilium can't read it, or nobody can yet. */
  readonly range: IpRange | undefined;
  /** Whether a later step fills in one of its addresses. */
  readonly isOpen: boolean;
}

/** A CiliumLoadBalancerIPPool. */
export interface IpPool {
  readonly resource: ClusterResource;
  readonly blocks: readonly PoolBlock[];
  readonly disabled: boolean;
  readonly selector: LocatedValue | undefined;
}

export function toPool(resource: ClusterResource): IpPool {
  const { value } = resource;
  return {
    resource,
    // Before Cilium 1.16 `cidrs` was read, too: loadbalancer/pool says where it is no longer.
    blocks: ['blocks', 'cidrs']
      .flatMap(field => itemsAt(value, 'spec', field))
      .flatMap(block =>
        block.kind === 'map'
          ? [{ value: block, range: blockRange(block), isOpen: hasPlaceholder(block) }]
          : [],
      ),
    disabled: booleanAt(value, 'spec', 'disabled') ?? false,
    selector: get(value, 'spec', 'serviceSelector'),
  };
}

const hasPlaceholder = (block: LocatedMap): boolean =>
  ['cidr', 'start', 'stop'].some(field => isPlaceholder(textAt(block, field) ?? ''));

/** `cidr` wins over start and stop; `start` alone is one address (cilium operator/pkg/lbipam). */
function blockRange(block: LocatedMap): IpRange | undefined {
  const cidr = textAt(block, 'cidr');
  if (cidr !== undefined) return parseRange(cidr.includes('/') ? cidr : `${cidr}/`);
  const start = textAt(block, 'start');
  return start === undefined ? undefined : rangeOf(start, textAt(block, 'stop') || start);
}

/** A Service's own labels with those that Cilium adds before it asks a selector. */
const serviceLabels = ({ labels, name, namespace }: LoadBalancer): ReadonlyMap<string, string> =>
  new Map([
    ...labels,
    ['io.kubernetes.service.namespace', namespace],
    ['io.kubernetes.service.name', name],
  ]);

/** Whether a pool serves a load balancer; undefined when that can't be told. */
export const serves = (pool: IpPool, loadBalancer: LoadBalancer): boolean | undefined =>
  pool.disabled ? false : selects(pool.selector, loadBalancer);

/**
 * Whether a pool's or an announcement policy's selector chooses the Service of a load balancer.
 * Undefined when that can't be told: of a gateway's Service only the controller knows name and
 * labels, and a chart adds labels to those of its values.
 */
export const selects = (
  selector: LocatedValue | undefined,
  loadBalancer: LoadBalancer,
): boolean | undefined =>
  matchesSelector(
    selector,
    serviceLabels(loadBalancer),
    loadBalancer.resource.kind !== 'Service' || loadBalancer.resource.partial,
  );
