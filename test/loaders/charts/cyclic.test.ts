import { describe, expect, it } from 'vitest';
import { lint } from '../../../src/lint.ts';
import { rules } from '../../../src/rules/index.ts';
import { memoryTree } from '../../support/memory-tree.ts';

const APPLICATION = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop, namespace: argocd}
spec:
  project: default
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  source: {repoURL: https://git.example.com/home.git, path: charts/c0, targetRevision: main}
`;

/** Charts of which each depends on some others, by directory. */
function messages(dependencies: readonly (readonly number[])[]): string[] {
  const charts = dependencies.map((others, index) => {
    const entries = others.map(
      other => `  - {name: c${other}, version: 1.0.0, repository: "file://../c${other}"}\n`,
    );
    const head = `apiVersion: v2\nname: c${index}\nversion: 1.0.0\ndependencies:\n`;
    return [`charts/c${index}/Chart.yaml`, head + entries.join('')] as const;
  });
  const tree = memoryTree({ 'application.yaml': APPLICATION, ...Object.fromEntries(charts) });
  const outcome = lint({ tree, policyFile: undefined, rules });
  if (outcome.status !== 'linted') throw new Error(outcome.status);
  return outcome.report.findings.map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

describe('charts that depend on each other', () => {
  it('are refused', () => {
    expect(messages([[1], [0]]).join()).toMatch(/helm\/render: .*leads back to its chart/);
  });

  it('are refused soon, however many there are', () => {
    const all = Array.from({ length: 16 }, (_, index) => index);
    const started = process.cpuUsage();
    const found = messages(all.map(one => all.filter(other => other !== one)));
    const { user, system } = process.cpuUsage(started);
    expect(found.join()).toMatch(/helm\/render: .*leads back to its chart/);
    expect((user + system) / 1000).toBeLessThan(10_000);
  });
});
