import type { AppBuild } from '../../model/app-build.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import { type SourceText, startOf } from '../../source/text.ts';
import { basename, dirname, isWithin } from '../../source/tree.ts';
import { KUSTOMIZATION_NAMES } from '../../yaml/classify.ts';
import { headOf } from '../../yaml/located.ts';
import type { Rule } from '../rule.ts';

export const unreferencedFile: Rule = {
  id: 'placement/unreferenced-file',
  severity: 'warning',
  summary:
    'A manifest, values file, patch or component in an application directory that nothing references.',
  rationale:
    'It looks as if it were deployed and is not: kustomize reads only what its kustomization lists.',
  remedy: 'List it in the kustomization, or remove it.',
  reference: 'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resource/',
  check({ cluster, report }) {
    const used = usedFiles(cluster);
    const unused = candidates(cluster).filter(({ path }) => !used.has(path));
    const directories = unused
      .filter(({ path }) => KUSTOMIZATION_NAMES.has(basename(path)))
      .map(({ path }) => dirname(path));
    for (const file of unused) {
      const directory = dirname(file.path);
      const isKustomization = KUSTOMIZATION_NAMES.has(basename(file.path));
      // A directory that nothing lists is one finding, not one for each of its files.
      if (
        directories.some(
          path => isWithin(directory, path) && !(isKustomization && path === directory),
        )
      )
        continue;
      report({
        at: headOf(cluster.documents(file.path)[0]?.value) ?? startOf(file),
        message: isKustomization
          ? `no kustomization above lists the directory ${directory}`
          : `nothing references ${basename(file.path)}`,
        help: isKustomization
          ? 'List it in the resources of the application, or remove it.'
          : 'List it in a kustomization, or remove it.',
      });
    }
  },
};

function usedFiles({ builds }: Cluster): Set<string> {
  return new Set(
    builds.flatMap(build => [
      ...build.references.flatMap(({ path }) => path ?? []),
      ...build.kustomizations.map(({ file }) => file),
      ...build.resources.flatMap(({ files }) => files),
    ]),
  );
}

/**
 * YAML below a kustomization that an Application deploys, or a manifest below one that is applied in
 * another way, without what its tools read by themselves. Bases and components count as well.
 */
function candidates({ applications, standalone, lintedFiles }: Cluster): SourceText[] {
  const deployed = kustomized(applications.flatMap(({ builds }) => builds));
  // One at the root of the repository doesn't own all that is in it.
  const applied = kustomized(standalone).filter(directory => directory !== '');
  return (
    lintedFiles
      // Encrypted files are applied by hand, or by a plugin that says so elsewhere.
      .filter(({ types }) => !types.has('sops-encrypted'))
      .filter(({ file: { path }, types }) => {
        const isBelow = (directory: string) => isWithin(path, directory);
        return deployed.some(isBelow) || (types.has('manifest') && applied.some(isBelow));
      })
      .map(({ file }) => file)
      .filter(({ path }) => !/^(\.|Taskfile|helmfile|renovate)/.test(basename(path)))
  );
}

const kustomized = (builds: readonly AppBuild[]): string[] =>
  builds
    .filter(({ unknowable }) => !unknowable.some(({ readsFiles }) => readsFiles))
    .flatMap(({ kustomizations }) => kustomizations.map(({ directory }) => directory));
