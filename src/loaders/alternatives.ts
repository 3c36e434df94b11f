import type { AppBuild } from '../model/app-build.ts';
import type { Application } from '../model/application.ts';

/**
 * Which kustomizations that no Application deploys are another overlay over what one does deploy: for another
 * environment, or for another day.
 */
export function alternatives(applications: readonly Application[]): (build: AppBuild) => boolean {
  const bases = new Set(
    applications.flatMap(({ builds }) =>
      builds.flatMap(({ kustomizations }) =>
        kustomizations.flatMap(({ kind, directory }) => (kind === 'Component' ? [] : directory)),
      ),
    ),
  );
  return ({ kustomizations: [, ...below] }) =>
    below.some(({ kind, directory }) => kind !== 'Component' && bases.has(directory));
}
