import { expect, it } from 'vitest';
import { lint } from '../../src/lint.ts';
import { rules } from '../../src/rules/index.ts';
import { memoryTree } from '../support/memory-tree.ts';

// What lies in a folder of archives, tests or samples, and no Application deploys, breaks nothing.

const KUSTOMIZATION =
  'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [gone.yaml]\n';
const SECRET =
  'apiVersion: v1\nkind: Secret\nmetadata: {name: web}\nstringData: {password: hunter2hunter2}\n';
const application = (path: string) =>
  `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  project: default
  source: {repoURL: https://example.com/cluster.git, targetRevision: main, path: ${path}}
  destination: {server: https://kubernetes.default.svc, namespace: web}
  syncPolicy: {automated: {prune: true}}
`;

function severityIn(
  path: string,
  rule: string,
  more: Record<string, string> = {},
): string | undefined {
  const tree = memoryTree({
    [`${path}/kustomization.yaml`]: KUSTOMIZATION,
    [`${path}/secret.yaml`]: SECRET,
    ...more,
  });
  const policyFile = {
    path: '.pitower-lint.yaml',
    text: 'repository: [https://example.com/cluster.git]\n',
  };
  const outcome = lint({ tree, policyFile, rules });
  if (outcome.status !== 'linted') throw new Error(JSON.stringify(outcome));
  return outcome.report.findings.find(({ ruleId }) => ruleId === rule)?.severity;
}

it.each([
  ['web', 'error'],
  ['latest/web', 'error'],
  ['backup/web', 'info'],
  ['.archive/web', 'info'],
  ['charts/tests/web', 'info'],
])('a missing file of %s is an %s', (path, severity) => {
  expect(severityIn(path, 'kustomize/missing-file')).toBe(severity);
});

it('of what an Application deploys the folder is only called so', () => {
  const argocd = { 'argocd/web.yaml': application('examples/web') };
  expect(severityIn('examples/web', 'kustomize/missing-file', argocd)).toBe('error');
});

it('a password is known wherever it lies', () => {
  expect(severityIn('backup/web', 'secrets/plain-secret')).toBe('error');
});
