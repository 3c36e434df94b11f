import { type IpRange, parseRange, rangeOf } from '../../net/addresses.ts';
import { booleanAt, get, itemsAt, stringMapAt, textAt } from '../access.ts';
import type { LocatedMap, LocatedValue } from '../located.ts';
import type { LoadBalancer } from './load-balancers.ts';
import type { ClusterResource } from './owned.ts';

export interface PoolBlock {
  readonly value: LocatedMap;
  /** Undefined when Cilium can't read it. */
  readonly range: IpRange | undefined;
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
    blocks: itemsAt(value, 'spec', 'blocks').flatMap(block =>
      block.kind === 'map' ? [{ value: block, range: blockRange(block) }] : [],
    ),
    disabled: booleanAt(value, 'spec', 'disabled') ?? false,
    selector: get(value, 'spec', 'serviceSelector'),
  };
}

/** `cidr` wins over start and stop; `start` alone is one address (cilium operator/pkg/lbipam). */
function blockRange(block: LocatedMap): IpRange | undefined {
  const cidr = textAt(block, 'cidr');
  if (cidr !== undefined) return parseRange(cidr.includes('/') ? cidr : `${cidr}/`);
  const start = textAt(block, 'start');
  return start === undefined ? undefined : rangeOf(start, textAt(block, 'stop') || start);
}

/** Labels that LB-IPAM adds to a Service's own before it asks a pool's selector. */
const serviceLabels = ({ labels, name, namespace }: LoadBalancer): ReadonlyMap<string, string> =>
  new Map([
    ...labels,
    ['io.kubernetes.service.namespace', namespace],
    ['io.kubernetes.service.name', name],
  ]);

/**
 * Whether a pool serves a load balancer. Undefined when that can't be told: a gateway's Service has
 * labels and a name that only its controller knows.
 */
export function serves(pool: IpPool, loadBalancer: LoadBalancer): boolean | undefined {
  if (pool.disabled) return false;
  return matchesSelector(
    pool.selector,
    serviceLabels(loadBalancer),
    loadBalancer.resource.kind !== 'Service',
  );
}

/** Kubernetes label selector: matchLabels and matchExpressions, all of them. */
export function matchesSelector(
  selector: LocatedValue | undefined,
  labels: ReadonlyMap<string, string>,
  labelsIncomplete = false,
): boolean | undefined {
  let sure = true;
  for (const [key, value] of stringMapAt(selector, 'matchLabels')) {
    if (labels.get(key) === value) continue;
    if (!labelsIncomplete) return false;
    sure = false;
  }
  for (const expression of itemsAt(selector, 'matchExpressions')) {
    if (matchesExpression(expression, labels)) continue;
    if (!labelsIncomplete) return false;
    sure = false;
  }
  return sure ? true : undefined;
}

function matchesExpression(expression: LocatedValue, labels: ReadonlyMap<string, string>): boolean {
  const actual = labels.get(textAt(expression, 'key') ?? '');
  const values = itemsAt(expression, 'values').flatMap(item =>
    item.kind === 'scalar' ? [item.text] : [],
  );
  switch (textAt(expression, 'operator')) {
    case 'In':
      return actual !== undefined && values.includes(actual);
    case 'NotIn':
      return actual === undefined || !values.includes(actual);
    case 'Exists':
      return actual !== undefined;
    case 'DoesNotExist':
      return actual === undefined;
    default:
      return false;
  }
}
