import type { Application } from '../../application.ts';
import { reaches, type Unknown } from '../../unknown.ts';

/**
 * Whether an Application has an object for a namespace, or may have: a source of another repository, a chart
 * that is not known in full and a directory with something unreadable can hold any.
 */
export function mayLandIn({ sources, builds, resources }: Application, namespace: string): boolean {
  return (
    resources.some(resource => resource.namespace === namespace) ||
    builds.length < sources.filter(({ ref, path, chart }) => !ref || path || chart).length ||
    builds.some(
      ({ unknowable, releases }) =>
        unknowable.some(unknown => mayBeIn(unknown, namespace)) ||
        releases.some(({ rendering }) => rendering.complete !== 'all'),
    )
  );
}

/** Whether something unread may have an object for a namespace that it is applied to. */
const mayBeIn = (unknown: Unknown, namespace: string): boolean =>
  [...(unknown.kinds ?? [''])].some(kind => kind !== 'CustomResourceDefinition') &&
  reaches(unknown, { group: '', kind: 'ConfigMap', namespace }, namespace);

/** Namespaces that every cluster has. */
export const BUILT_IN_NAMESPACES: ReadonlySet<string> = new Set([
  'default',
  'kube-system',
  'kube-public',
  'kube-node-lease',
]);

/** Whether Kubernetes or its distribution makes a namespace. */
export const isOfPlatform = (namespace: string): boolean =>
  /^(?:default|kube-.+|openshift(?:-.+)?)$/.test(namespace);
