import { code, codes } from '../../text/code.ts';
import { plural } from '../../text/plural.ts';
import { getEntry, itemsAt, textAt } from '../../yaml/access.ts';
import { type Rule, see } from '../rule.ts';

export const helmDisabled: Rule = {
  id: 'argocd/helm-disabled',
  severity: 'error',
  summary: '`helmCharts` in a kustomization that Argo CD builds without `--enable-helm`.',
  rationale:
    'kustomize refuses to inflate charts unless it is told so: `must specify --enable-helm`. No Application with a chart syncs.',
  remedy: "Set `kustomize.buildOptions: --enable-helm` under `configs.cm` in Argo CD's values.",
  reference:
    'https://argo-cd.readthedocs.io/en/stable/user-guide/kustomize/#kustomizing-helm-charts',
  check({ cluster, report }) {
    if (cluster.argocd.helmEnabled !== false || cluster.givesBuildOption('--enable-helm')) return;
    const found = cluster.applications.flatMap(application =>
      application.builds.flatMap(({ kustomizations }) =>
        kustomizations.flatMap(({ value, directory }) => {
          const charts = getEntry(value, 'helmCharts');
          const names = itemsAt(charts?.value).flatMap(item => textAt(item, 'name') ?? []);
          return charts && names.length > 0
            ? [{ at: charts.key, names, directory, application }]
            : [];
        }),
      ),
    );
    // One setting is missing, however many it would help.
    const [first, ...others] = new Map(found.map(item => [item.directory, item])).values();
    if (!first) return;
    const more = plural(others.length, 'more directory', 'more directories');
    const rest = others.length > 0 ? `, and ${more}` : '';
    report({
      at: first.at,
      message: `Argo CD builds without \`--enable-helm\`: it can't inflate ${codes(first.names)}${rest}`,
      help: 'Add `--enable-helm` to `kustomize.buildOptions` in `argocd-cm`.',
      related: others.map(({ at, directory }) => see(at, code(directory))),
      application: first.application,
    });
  },
};
