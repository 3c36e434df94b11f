import type { BuiltRelease } from '../../model/app-build.ts';
import type { Application } from '../../model/application.ts';
import type { Resource } from '../../model/resource.ts';
import type { Unknown } from '../../model/unknown.ts';

/**
 * The Argo CD that reads the repository, where the repository does not install it: something did, once, by
 * its manifests (`argocd-server`) or its chart (`argo-cd-argocd-server`).
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/installation/
 */
export function argocdItself(
  applications: readonly Application[],
  resources: readonly Pick<Resource, 'kind' | 'name'>[],
  releases: readonly BuiltRelease[],
): Unknown[] {
  const [first] = applications;
  const isHere =
    releases.some(({ release }) => release.chart.text === 'argo-cd') ||
    resources.some(
      ({ kind, name }) => kind === 'ArgoCD' || (kind === 'Deployment' && /repo-server$/.test(name)),
    );
  if (!first || isHere) return [];
  const homes = new Set(applications.map(({ namespace }) => namespace ?? 'argocd'));
  return [
    {
      at: first.value.origin,
      reason: 'Argo CD itself is installed from elsewhere',
      namespaces: homes,
      mayName: name => /^argo-?cd(?:-|$)/.test(name),
      strict: true,
    },
  ];
}
