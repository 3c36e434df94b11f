import { entriesAt, get, itemsAt, numberAt, stringMapAt, textAt } from '../access.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../located.ts';
import type { ClusterResource } from './owned.ts';

export interface ServicePort {
  readonly value: LocatedMap;
  readonly name: string | undefined;
  readonly port: number | undefined;
  readonly protocol: string;
  readonly targetPort: LocatedValue | undefined;
}

export interface Service {
  readonly resource: ClusterResource;
  readonly name: string;
  readonly namespace: string;
  /** `ClusterIP` when absent, as the API defaults it. */
  readonly type: string;
  readonly ports: readonly ServicePort[];
  /** Whether `ports` may not be the whole list. */
  readonly portsUnknown: boolean;
  readonly selector: ReadonlyMap<string, string>;
  readonly annotations: readonly Annotation[];
}

/** One annotation or label with the places of its key and its value. */
export interface Annotation {
  readonly key: LocatedScalar;
  readonly value: LocatedValue;
  /** The value as text: what the API would hold if it accepts it. */
  readonly text: string;
}

/** The entries of a map of strings, such as annotations or labels. */
export const annotationsAt = (
  value: LocatedValue,
  ...path: readonly string[]
): readonly Annotation[] =>
  entriesAt(value, ...path).map(({ key, value: entry }) => ({
    key,
    value: entry,
    text: entry.kind === 'scalar' ? entry.text : '',
  }));

export function toService(resource: ClusterResource): Service {
  const { value } = resource;
  return {
    resource,
    name: resource.name,
    namespace: resource.namespace ?? 'default',
    type: textAt(value, 'spec', 'type') ?? 'ClusterIP',
    ports: itemsAt(value, 'spec', 'ports').flatMap(port =>
      port.kind === 'map' ? [toPort(port)] : [],
    ),
    portsUnknown: resource.partial && get(value, 'spec', 'ports') === undefined,
    selector: stringMapAt(value, 'spec', 'selector'),
    annotations: annotationsAt(value, 'metadata', 'annotations'),
  };
}

const toPort = (value: LocatedMap): ServicePort => ({
  value,
  name: textAt(value, 'name'),
  port: numberAt(value, 'port'),
  protocol: textAt(value, 'protocol') ?? 'TCP',
  targetPort: get(value, 'targetPort'),
});
