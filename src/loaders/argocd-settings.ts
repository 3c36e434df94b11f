import type { AppBuild } from '../model/app-build.ts';
import type { ArgoCdSettings } from '../model/cluster/objects/facts.ts';
import { getString, textAt } from '../yaml/access.ts';
import type { LocatedScalar } from '../yaml/located.ts';
import type { Sources } from '../yaml/sources.ts';

/**
 * Argo CD's own `kustomize.buildOptions`, from the argo-cd chart's values or the argocd-cm
 * ConfigMap (https://argo-cd.readthedocs.io/en/stable/user-guide/kustomize/#kustomize-build-options-versions).
 * A set-up with a config management plugin may build in any way: then nothing is said.
 */
export function argocdSettings(builds: readonly AppBuild[]): ArgoCdSettings {
  const declared = builds.flatMap(build => [
    ...build.releases.flatMap(({ release }) =>
      release.chart.text === 'argo-cd'
        ? [
            {
              options: getString(release.values, 'configs', 'cm', 'kustomize.buildOptions'),
              plugin:
                textAt(release.values, 'configs', 'cmp', 'create') !== undefined ||
                hasPlugins(release.values),
            },
          ]
        : [],
    ),
    ...build.resources.flatMap(resource =>
      resource.kind === 'ConfigMap' && resource.name === 'argocd-cm' && !resource.release
        ? [{ options: getString(resource.value, 'data', 'kustomize.buildOptions'), plugin: false }]
        : [],
    ),
  ]);
  if (declared.length === 0 || declared.some(({ plugin }) => plugin)) {
    return { helmEnabled: undefined, loadRestrictor: undefined };
  }
  return settingsOf(declared.flatMap(({ options }) => options ?? []));
}

const ENABLES_HELM = /^[ \t]*["']*kustomize\.buildOptions["']*:.*--enable-helm/m;

/**
 * Whether a file gives Argo CD's kustomize `--enable-helm`: a patch of objects that are not known does so, too.
 * Asked only where it seems to be off; the texts are read then.
 */
export function enablesHelm({ tree, text }: Sources): () => boolean {
  let answer: boolean | undefined;
  return () =>
    (answer ??= tree.files.some(
      path => /\.ya?ml$/.test(path) && ENABLES_HELM.test(text(path)?.text ?? ''),
    ));
}

const hasPlugins = (values: AppBuild['releases'][number]['release']['values']): boolean => {
  const plugins = values.entries.get('configs')?.value;
  const cmp = plugins?.kind === 'map' ? plugins.entries.get('cmp')?.value : undefined;
  const list = cmp?.kind === 'map' ? cmp.entries.get('plugins')?.value : undefined;
  return list?.kind === 'map' && list.entries.size > 0;
};

function settingsOf(options: readonly LocatedScalar[]): ArgoCdSettings {
  const text = options.map(({ text: option }) => option).join(' ');
  return {
    helmEnabled: /--enable-helm(?!=false)\b/.test(text),
    loadRestrictor: /--load-restrictor[= ]LoadRestrictionsNone/.test(text) ? 'none' : 'rootOnly',
  };
}
