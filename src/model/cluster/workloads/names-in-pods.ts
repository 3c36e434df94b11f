import { getString, itemsAt } from '../../../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { Container, Workload } from './workloads.ts';

/** A name that a pod or container has a second time. */
export interface RepeatedName {
  readonly at: LocatedScalar;
  readonly first: LocatedScalar;
  readonly what: 'volume' | 'variable' | 'port';
  /** Undefined for what belongs to the pod as a whole. */
  readonly container: Container | undefined;
  /** Whether the API takes it: the later variable wins, the first container's port. */
  readonly isAccepted: boolean;
}

/**
 * Names that must be unique in a pod or container and are not. Volumes and the ports of one container
 * are refused when they repeat; a variable's last value wins, and of two containers' ports of one
 * name a Service takes the first.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.0/pkg/apis/core/validation/validation.go
 */
export function repeatedNames(workload: Workload): readonly RepeatedName[] {
  const { volumes, containers, initContainers } = workload;
  const ofPod = repeated(volumes.map(({ name }) => name)).map(pair => ({
    ...pair,
    what: 'volume' as const,
    container: undefined,
    isAccepted: false,
  }));
  const ofContainers = [...initContainers, ...containers].flatMap(container => {
    const variables = itemsAt(container.value, 'env').flatMap(nameOf);
    const ports = container.ports.flatMap(nameOf);
    return [
      ...repeated(variables).map(pair => ({
        ...pair,
        what: 'variable' as const,
        container,
        isAccepted: true,
      })),
      ...repeated(ports).map(pair => ({
        ...pair,
        what: 'port' as const,
        container,
        isAccepted: false,
      })),
    ];
  });
  return [...ofPod, ...ofContainers, ...portsOfPod(workload)];
}

/** A name that somebody wrote: what stands in for a part of a chart's object has none of its own. */
const nameOf = (item: LocatedValue): LocatedScalar[] => {
  const name = getString(item, 'name');
  return name && name.origin.made === undefined ? [name] : [];
};

/** Names of ports that two containers of a pod have. */
function portsOfPod({ containers }: Workload): RepeatedName[] {
  const seen = new Map<string, { at: LocatedScalar; container: Container }>();
  return containers.flatMap(container =>
    container.ports.flatMap(port => {
      const at = getString(port, 'name');
      const earlier = at && seen.get(at.text);
      if (at && !earlier) seen.set(at.text, { at, container });
      return at && earlier && earlier.container !== container
        ? [{ at, first: earlier.at, what: 'port' as const, container: undefined, isAccepted: true }]
        : [];
    }),
  );
}

function repeated(names: readonly LocatedScalar[]) {
  const seen = new Map<string, LocatedScalar>();
  return names.flatMap(at => {
    const first = seen.get(at.text);
    if (!first) seen.set(at.text, at);
    return first ? [{ at, first }] : [];
  });
}
