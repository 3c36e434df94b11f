import type { Cluster } from '../../model/cluster/cluster.ts';
import { headOf } from '../../model/located.ts';
import { KUSTOMIZATION_NAMES } from '../../source/classify.ts';
import { startOf } from '../../source/text.ts';
import { basename, dirname, isWithin } from '../../source/tree.ts';
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
    for (const { path, at, hint } of candidates(cluster)) {
      if (used.has(path)) continue;
      report({ at, message: `nothing references ${basename(path)}`, help: hint });
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

/** YAML below a kustomization that an Application deploys, without what its tools read by themselves. */
function candidates(cluster: Cluster) {
  const deployed = cluster.applications.flatMap(({ builds }) =>
    builds.filter(({ type, unknowable }) => type === 'kustomize' && unknowable.length === 0),
  );
  const directories = deployed.flatMap(({ directory }) => directory);
  const kustomized = new Set(
    deployed.flatMap(({ kustomizations }) => kustomizations.map(({ directory }) => directory)),
  );
  return (
    cluster.lintedFiles
      // Encrypted files are applied by hand, or by a plugin that says so elsewhere.
      .filter(({ types }) => !types.has('sops-encrypted'))
      .map(({ file }) => file)
      .filter(({ path }) => directories.some(directory => isWithin(path, directory)))
      .filter(
        ({ path }) =>
          !basename(path).startsWith('.') && !/^(Taskfile|helmfile|renovate)/.test(basename(path)),
      )
      .map(file => ({
        path: file.path,
        at: headOf(cluster.documents(file.path)[0]?.value) ?? startOf(file),
        hint: KUSTOMIZATION_NAMES.has(basename(file.path))
          ? 'No kustomization above lists this directory.'
          : kustomized.has(dirname(file.path))
            ? 'Add it to the kustomization beside it.'
            : undefined,
      }))
  );
}
