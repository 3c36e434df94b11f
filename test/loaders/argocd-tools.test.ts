import { describe, expect, it } from 'vitest';
import type { Policy } from '../../src/config/load.ts';
import { toolsOf } from '../../src/loaders/argocd-tools.ts';
import { openSources } from '../../src/yaml/sources.ts';
import { memoryTree } from '../support/memory-tree.ts';

const NEWEST = { helm: '4.2.1', kustomize: '5.8.1' };

function toolsIn(files: Readonly<Record<string, string>>, policy: Partial<Policy> = {}) {
  const sources = openSources(memoryTree(files));
  for (const path of Object.keys(files)) sources.parse(path);
  return toolsOf(policy as Policy, sources);
}

const application = (targetRevision: string): string =>
  `kind: Application\nspec:\n  source: {repoURL: https://argoproj.github.io/argo-helm, chart: argo-cd, targetRevision: ${targetRevision}}\n`;

describe('the Helm and the kustomize that render', () => {
  it('are those of the newest Argo CD that is known where nothing says which one runs', () => {
    expect(toolsIn({ 'a.yaml': 'kind: ConfigMap\n' })).toEqual(NEWEST);
  });

  it.each([
    ['2.13.2', { helm: '3.15.4', kustomize: '5.4.3' }],
    ['v3.3.0', { helm: '3.19.4', kustomize: '5.8.0' }],
    ['3.4.1', { helm: '3.19.4', kustomize: '5.8.1' }],
    ['3.5.0', NEWEST],
    ['9.0.0', NEWEST],
    ['1.0.0', { helm: '3.6.0', kustomize: '4.2.0' }],
  ])("are those of the policy's Argo CD: %s", (version, tools) => {
    expect(toolsIn({ 'a.yaml': application('7.7.0') }, { argocd: { version } })).toEqual(tools);
  });

  it.each([
    ['the chart in an Application', { 'a.yaml': application('7.7.5') }, '3.15.4'],
    ['a range of versions', { 'a.yaml': application('8.*') }, '3.18.4'],
    [
      "a kustomization's chart",
      { 'kustomization.yaml': 'helmCharts:\n- {name: argo-cd, version: 9.4.2}\n' },
      '3.19.4',
    ],
    [
      "a chart's dependency",
      { 'Chart.yaml': 'dependencies:\n- {name: argo-cd, version: 5.51.6}\n' },
      '3.13.2',
    ],
    [
      'remote manifests',
      {
        'kustomization.yaml':
          'resources:\n- https://raw.githubusercontent.com/argoproj/argo-cd/v3.1.0/manifests/install.yaml\n',
      },
      '3.18.4',
    ],
    [
      'a remote base',
      {
        'kustomization.yaml':
          'resources:\n- github.com/argoproj/argo-cd/manifests/cluster-install?ref=v2.14.1\n',
      },
      '3.16.3',
    ],
    [
      'the newest of several',
      { 'a.yaml': application('7.7.5'), 'b.yaml': application('9.4.0') },
      '3.19.4',
    ],
  ])('are those of the Argo CD that the repository installs: %s', (_, files, helm) => {
    expect(toolsIn(files).helm).toBe(helm);
  });

  it('are those that the policy names before all others', () => {
    const policy = { helm: { version: '4.3.1' }, kustomize: { version: '5.7.0' } };
    expect(toolsIn({ 'a.yaml': application('7.7.5') }, policy)).toEqual({
      helm: '4.3.1',
      kustomize: '5.7.0',
    });
  });
});
