import { once } from '../../once.ts';
import type { ResourceIndex } from './resources.ts';

/**
 * Kinds whose controllers make a namespace of the object's own name.
 *
 * @see https://docs.kargo.io/user-guide/how-to-guides/working-with-projects
 * @see https://github.com/kubernetes-retired/hierarchical-namespaces/blob/master/docs/user-guide/concepts.md
 * @see https://docs.redhat.com/en/documentation/openshift_container_platform/4.19/html/project_apis/project-project-openshift-io-v1
 */
const MAKERS = [
  ['Project', 'kargo.akuity.io'],
  ['SubnamespaceAnchor', 'hnc.x-k8s.io'],
  ['Project', 'project.openshift.io'],
  ['ProjectRequest', 'project.openshift.io'],
] as const;

/** Whether an object is a namespace, or has its controller make one of its name. */
export const makesNamespace = ({ kind, group }: { kind: string; group: string }): boolean =>
  (kind === 'Namespace' && group === '') ||
  MAKERS.some(([maker, owner]) => kind === maker && group === owner);

/** The namespaces that controllers make for objects of the cluster. */
export const madeNamespaces = once(
  (resources: ResourceIndex): ReadonlySet<string> =>
    new Set(
      MAKERS.flatMap(([kind, group]) => resources.ofKind(kind, group).map(({ name }) => name)),
    ),
);
