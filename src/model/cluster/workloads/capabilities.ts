import { booleanAt, entriesAt, itemsAt, stringMapAt } from '../../../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { TalosModel } from '../../talos.ts';
import type { Cilium } from '../network/cilium.ts';
import type { Container } from './workloads.ts';

/**
 * Capabilities that Talos takes from its container runtime, and so from all pods: with the one a pod
 * could load a kernel module, with the other it could boot another kernel.
 *
 * @see https://github.com/siderolabs/talos/blob/v1.12.4/internal/app/machined/pkg/system/services/cri.go (WithDroppedCapabilities)
 */
const DROPPED: ReadonlySet<string> = new Set(['SYS_MODULE', 'SYS_BOOT']);

/** Whether the machines of a repository are Talos' and drop what {@link refusedCapabilities} are. */
export function dropsCapabilities({ nodes, patches, unchecked }: TalosModel): boolean {
  if (nodes.length === 0 || unchecked.length > 0) return false;
  // Without kexec there is nothing to protect: https://github.com/siderolabs/talos/releases/tag/v0.14.0
  return !patches.some(
    ({ value }) =>
      stringMapAt(value, 'machine', 'sysctls').get('kernel.kexec_load_disabled') === '1',
  );
}

/** Those of a container's added capabilities that no pod gets. */
export function refusedCapabilities({ value }: Container): LocatedScalar[] {
  if (booleanAt(value, 'securityContext', 'privileged')) return [];
  return refusedIn(itemsAt(value, 'securityContext', 'capabilities', 'add'));
}

const refusedIn = (items: readonly LocatedValue[]): LocatedScalar[] =>
  items.flatMap(item =>
    item.kind === 'scalar' && DROPPED.has(item.text.toUpperCase().replace(/^CAP_/, ''))
      ? [item]
      : [],
  );

/** The lists of the chart that have SYS_MODULE where nobody writes them. */
const CILIUM_LISTS = ['ciliumAgent', 'cleanCiliumState'];

/**
 * Where Cilium's values leave its pods a capability that no pod gets: the capability itself, or
 * undefined where the chart's own list has it.
 *
 * @see https://github.com/cilium/cilium/blob/v1.18.7/install/kubernetes/cilium/values.yaml (securityContext)
 */
export function refusedByCilium({ release }: Cilium): readonly (LocatedScalar | undefined)[] {
  const { values, valuesIncomplete } = release;
  if (valuesIncomplete || booleanAt(values, 'securityContext', 'privileged')) return [];
  const lists = entriesAt(values, 'securityContext', 'capabilities');
  return CILIUM_LISTS.flatMap(name => {
    const own = lists.find(({ key }) => key.text === name);
    return own ? refusedIn(itemsAt(own.value)) : [undefined];
  });
}
