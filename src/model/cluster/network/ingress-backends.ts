import { get, getMap, getScalar, getString, itemsAt } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { ClusterResource } from '../objects/owned.ts';

/** A Service and port that an Ingress sends requests to. */
export interface IngressBackend {
  readonly namespace: string;
  readonly name: LocatedScalar & { readonly value: string };
  readonly port: LocatedScalar | undefined;
  /** The port is meant by its name, not by its number. */
  readonly isNamed: boolean;
}

/**
 * The Services that an Ingress names: its default backend and that of each path, always of its own
 * namespace. What a chart computed is left out, and so are backends that are no Services.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressBackend
 */
export function ingressBackends({ value, namespace, partial }: ClusterResource): IngressBackend[] {
  if (partial) return [];
  const paths = itemsAt(value, 'spec', 'rules').flatMap(rule => itemsAt(rule, 'http', 'paths'));
  const backends = [
    get(value, 'spec', 'defaultBackend'),
    ...paths.map(path => get(path, 'backend')),
  ];
  return backends.flatMap(backend => {
    const service = getMap(backend, 'service');
    return service ? toBackend(service, namespace ?? 'default') : [];
  });
}

function toBackend(service: LocatedMap, namespace: string): IngressBackend[] {
  const name = getString(service, 'name');
  if (!name || isMade(name)) return [];
  const named = getScalar(service, 'port', 'name');
  const port = named ?? getScalar(service, 'port', 'number');
  return [{ namespace, name, port: isMade(port) ? undefined : port, isNamed: named !== undefined }];
}

const isMade = (value: LocatedValue | undefined): boolean => value?.origin.made !== undefined;
