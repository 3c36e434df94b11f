import type { BuiltRelease } from '../../model/app-build.ts';
import type { Application } from '../../model/application.ts';
import type { Resource } from '../../model/resource.ts';
import type { Unknown } from '../../model/unknown.ts';
import { fromElsewhere } from './from-elsewhere.ts';

/** What its manifests hold, as far as others refer to it. */
const KINDS: ReadonlySet<string> = new Set([
  ...['ConfigMap', 'Secret', 'Service', 'ServiceAccount'],
  ...['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  ...['Deployment', 'StatefulSet', 'NetworkPolicy'],
]);

/** The namespace of its manifests and of what its documentation says. */
const HOME = 'argocd';

const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet']);
const PARTS = [/repo-server$/, /application-controller$/];

/**
 * The Argo CD that reads the repository, where the repository does not install it: something did, once, by
 * its manifests (`argocd-server`) or its chart (`argo-cd-argocd-server`).
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/installation/
 */
export function argocdItself(
  applications: readonly Application[],
  resources: readonly Pick<Resource, 'kind' | 'name' | 'value'>[],
  releases: readonly BuiltRelease[],
): Unknown[] {
  // Somebody may route to it in a repository that has no Application yet.
  const first = applications[0] ?? resources[0];
  // A part of it alone, such as a repo-server with plugins, is laid over what was installed.
  const isHere =
    releases.some(({ release }) => release.chart.text === 'argo-cd') ||
    resources.some(({ kind }) => kind === 'ArgoCD') ||
    PARTS.every(part => resources.some(({ kind, name }) => WORKLOADS.has(kind) && part.test(name)));
  if (!first || isHere) return [];
  const homes = new Set(applications.map(({ namespace = HOME }) => namespace));
  if (homes.size === 0) homes.add(HOME);
  return [
    fromElsewhere(first, {
      what: 'Argo CD',
      kinds: KINDS,
      namespaces: homes,
      names: /^argo-?cd(?:-|$)/,
    }),
  ];
}
