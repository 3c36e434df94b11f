import { codes } from '../../text/code.ts';
import { getEntry, itemsAt, textAt } from '../../yaml/access.ts';
import type { Rule } from '../rule.ts';

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
    if (cluster.argocd.helmEnabled !== false || cluster.enablesHelm()) return;
    for (const application of cluster.applications) {
      for (const { value } of application.builds.flatMap(({ kustomizations }) => kustomizations)) {
        const charts = getEntry(value, 'helmCharts');
        const names = itemsAt(charts?.value).flatMap(item => textAt(item, 'name') ?? []);
        if (!charts || names.length === 0) continue;
        report({
          at: charts.key,
          message: `Argo CD builds without \`--enable-helm\`: it can't inflate ${codes(names)}`,
          help: 'Add `--enable-helm` to `kustomize.buildOptions` in `argocd-cm`.',
          application,
        });
      }
    }
  },
};
