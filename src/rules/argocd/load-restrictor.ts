import { dirname, isWithin } from '../../source/tree.ts';
import type { Rule } from '../rule.ts';

/** Directories may lie anywhere; files must not. */
const FILE_ROLES = new Set([
  'resource',
  'patch',
  'values',
  'generator-input',
  'replacement',
  'configuration',
  'crd',
]);

export const loadRestrictor: Rule = {
  id: 'argocd/load-restrictor',
  severity: 'error',
  habit: { of: 'error', most: 3, becomes: 'info' },
  summary: 'A kustomization that reads a file outside its root while load restrictions are on.',
  rationale:
    "kustomize refuses files that are not in or below the kustomization's own directory, unless it runs with `--load-restrictor LoadRestrictionsNone`.",
  remedy:
    'Move the file into the directory, make it a component or base, or lift the restriction in `kustomize.buildOptions`.',
  reference:
    'https://kubectl.docs.kubernetes.io/faq/kustomize/#security-file-foo-is-not-in-or-below-bar',
  check({ cluster, report }) {
    if (cluster.argocd.loadRestrictor !== 'rootOnly') return;
    if (cluster.givesBuildOption('LoadRestrictionsNone')) return;
    for (const application of cluster.applications) {
      // What an Application itself names, such as `$ref/values.yaml`, Argo CD reads and not kustomize.
      const references = application.builds.flatMap(build => {
        const own = new Set(build.kustomizations.map(({ file }) => file));
        return build.references.filter(({ from }) => own.has(from.origin.file.path));
      });
      for (const { from, path, target, role } of references) {
        const directory = dirname(from.origin.file.path);
        if (
          target !== 'file' ||
          !FILE_ROLES.has(role) ||
          path === undefined ||
          isWithin(path, directory)
        )
          continue;
        report({
          at: from,
          message: `\`${from.text}\` lies outside the kustomization's directory, which load restrictions forbid`,
          application,
        });
      }
    }
  },
};
