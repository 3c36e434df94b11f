import { describe, expect, it } from 'vitest';
import { makePolicy, type Policy } from '../../src/config/load.ts';
import { loadCluster } from '../../src/loaders/repository.ts';
import { openSources } from '../../src/yaml/sources.ts';
import { memoryTree } from '../support/memory-tree.ts';

const policy = makePolicy(undefined, 'inferred') as Policy;
const clusterOf = (files: Record<string, string>) =>
  loadCluster(openSources(memoryTree(files)), policy, () => {});

const URL = 'https://example.com/cluster.git';
const application = (name: string, path: string, namespace = 'argocd') =>
  `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}
spec:
  project: default
  source: { repoURL: ${URL}, path: ${path} }
  destination: { server: https://kubernetes.default.svc, namespace: ${namespace} }
`;
const settings = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;

/** Application names with what they deploy: `name: Kind namespace/name, …`. */
const shape = (files: Record<string, string>) =>
  clusterOf(files)
    .applications.map(
      ({ name, namespace, resources }) =>
        `${namespace ?? '-'}/${name.text}: ${resources
          .map(({ kind, namespace: where, name: own }) => `${kind} ${where}/${own}`)
          .join(', ')}`,
    )
    .sort();

describe('Applications that Applications deploy', () => {
  it('are read as a kustomization changes them', () => {
    expect(
      shape({
        'root.yaml': application('root', 'apps'),
        'apps/kustomization.yaml': 'namePrefix: home-\nresources: [web.yaml]\n',
        'apps/web.yaml': application('web', 'web', 'shop'),
        'web/settings.yaml': settings('web'),
      }),
    ).toEqual(['-/root: Application argocd/home-web', 'argocd/home-web: ConfigMap shop/web']);
  });

  it('are found where only a patch gives them their path', () => {
    expect(
      shape({
        'root.yaml': application('root', 'apps'),
        'apps/kustomization.yaml': 'resources: [web.yaml]\npatches:\n  - path: patch.yaml\n',
        'apps/web.yaml': application('web', 'nowhere', 'shop'),
        'apps/patch.yaml':
          'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web}\nspec: {source: {path: web}}\n',
        'web/settings.yaml': settings('web'),
      }),
    ).toEqual(['-/root: Application argocd/web', 'argocd/web: ConfigMap shop/web']);
  });

  it('are expanded where they are ApplicationSets', () => {
    const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: web
spec:
  goTemplate: true
  generators:
    - list:
        elements: [{ name: one }]
  template:
    metadata: { name: '{{ .name }}' }
    spec:
      project: default
      source: { repoURL: ${URL}, path: '{{ .name }}' }
      destination: { server: https://kubernetes.default.svc, namespace: shop }
`;
    expect(
      shape({
        'root.yaml': application('root', 'sets'),
        'sets/kustomization.yaml':
          'resources: [web.yaml]\npatches:\n  - target: {kind: ApplicationSet}\n    patch: |-\n      - op: add\n        path: /spec/generators/0/list/elements/-\n        value: {name: two}\n',
        'sets/web.yaml': set,
        'one/settings.yaml': settings('one'),
        'two/settings.yaml': settings('two'),
      }),
    ).toEqual([
      '-/root: ApplicationSet argocd/web',
      'argocd/one: ConfigMap shop/one',
      'argocd/two: ConfigMap shop/two',
    ]);
  });

  it('are followed over several levels, and a cycle ends', () => {
    expect(
      shape({
        'root.yaml': application('root', 'a'),
        'a/kustomization.yaml': 'namePrefix: a-\nresources: [app.yaml, ../root.yaml]\n',
        'a/app.yaml': application('app', 'b'),
        'b/kustomization.yaml': 'nameSuffix: -b\nresources: [app.yaml]\n',
        'b/app.yaml': application('app', 'c', 'shop'),
        'c/settings.yaml': settings('c'),
      }),
    ).toEqual([
      'argocd/a-app: Application argocd/app-b',
      'argocd/a-root: Application argocd/a-app, Application argocd/a-root',
      'argocd/app-b: ConfigMap shop/c',
    ]);
  });

  it('are as their file has them where nothing deploys them', () => {
    expect(
      shape({
        'web.yaml': application('web', 'web', 'shop'),
        'web/settings.yaml': settings('web'),
      }),
    ).toEqual(['-/web: ConfigMap shop/web']);
  });

  it('keep the places of their fields', () => {
    const { applications } = clusterOf({
      'root.yaml': application('root', 'apps'),
      'apps/kustomization.yaml': 'namePrefix: home-\nresources: [web.yaml]\n',
      'apps/web.yaml': application('web', 'web', 'shop'),
    });
    const web = applications.find(({ name }) => name.text === 'home-web');
    const { file, start, end } = web?.sources[0]?.path?.origin ?? {};
    expect([file?.path, file?.text.slice(start, end)]).toEqual(['apps/web.yaml', 'web']);
  });
});
