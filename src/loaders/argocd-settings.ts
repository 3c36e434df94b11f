import type { AppBuild } from '../model/app-build.ts';
import type { ArgoCdSettings } from '../model/cluster/objects/facts.ts';
import { getString, textAt } from '../yaml/access.ts';
import type { LocatedScalar } from '../yaml/located.ts';
import type { Sources } from '../yaml/sources.ts';
import { isScript } from './unknown/scripts.ts';

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

/** Not behind a comment's sign. */
const BUILD_OPTIONS = /^[^#\n]*kustomize\.buildOptions["'\\]*:.*$/gm;

/**
 * Whether a file gives Argo CD's kustomize an option: a patch of objects that are not known does so, too, and a
 * script or an instruction that patches them. Asked only where it seems to lack; the texts are read then.
 */
export function givesBuildOption({ tree, text }: Sources): (option: string) => boolean {
  let lines: readonly string[] | undefined;
  return option => {
    lines ??= tree.files
      .filter(path => /\.(?:ya?ml|md)$/.test(path) || isScript(path))
      .flatMap(path => text(path)?.text.match(BUILD_OPTIONS) ?? []);
    return lines.some(line => line.includes(option));
  };
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
