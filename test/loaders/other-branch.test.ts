import { expect, it } from 'vitest';
import { lint } from '../../src/lint.ts';
import { rules } from '../../src/rules/index.ts';
import { memoryTree } from '../support/memory-tree.ts';

// Rendered manifests are kept in a branch of their own, which Applications read. What the main branch has of
// them, such as values, deploys nothing, and tells nothing of what is there.

const application = (path: string, revision: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
  namespace: argocd
spec:
  project: default
  source:
    repoURL: https://example.com/cluster.git
    path: ${path}
    targetRevision: ${revision}
  destination:
    server: https://kubernetes.default.svc
    namespace: web
  syncPolicy:
    syncOptions:
      - CreateNamespace=true
`;
const VALUES = 'web:\n  replicas: 1\n';
const CHART = `apiVersion: v2
name: shop
version: 1.0.0
dependencies:
  - name: shop
    version: 1.x
    repository: https://charts.example.com
`;

function rulesOf(path: string, revision: string, branches: readonly string[]): string[] {
  const config = [
    '[remote "origin"]\n\turl = https://example.com/cluster.git\n',
    ...branches.map(name => `[branch "${name}"]\n\tremote = origin\n`),
  ].join('');
  const tree = {
    ...memoryTree({
      'argocd/web.yaml': application(path, revision),
      'apps/web/values.yaml': VALUES,
      'apps/shop/Chart.yaml': CHART,
    }),
    gitConfig: () => new TextEncoder().encode(config),
  };
  const outcome = lint({ tree, policyFile: undefined, rules });
  if (outcome.status !== 'linted') throw new Error(JSON.stringify(outcome));
  const { findings } = outcome.report;
  return findings.filter(({ severity }) => severity !== 'info').map(({ ruleId }) => ruleId);
}

it.each([
  ['apps/web', 'main', ['main'], ['placement/not-deployable']],
  ['apps/gone', 'main', ['main'], ['argocd/source-path']],
  ['apps/web', 'rendered', ['main'], []],
  ['apps/gone', 'rendered', ['main'], []],
  // What a chart that is not at hand gets is looked at all the same.
  ['apps/shop', 'rendered', ['main'], ['helm/unpinned-chart']],
  // It was checked out: it is, or will be, what is here.
  ['apps/gone', 'rendered', ['main', 'rendered'], ['argocd/source-path']],
  // Its main branch is called so, or git does not say what is checked out.
  ['apps/gone', 'rendered', ['rendered'], ['argocd/source-path']],
  ['apps/gone', 'rendered', [], ['argocd/source-path']],
])('%s of the branch %s, where %j were checked out', (path, revision, branches, expected) => {
  expect(rulesOf(path, revision, branches)).toEqual(expected);
});
