import { expect, it } from 'vitest';
import { nestedTrees } from '../../src/source/argo-paths.ts';
import { memoryTree } from '../support/memory-tree.ts';

const application = (path: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web}
spec:
  source:
    repoURL: https://example.com/private.git
    path: ${path}
`;
const KUSTOMIZATION = 'kind: Kustomization\nresources:\n  - settings.yaml\n';

const COPY = {
  'apps/web/kustomization.yaml': KUSTOMIZATION,
  'argocd/web.yaml': application('apps/web'),
  'fixtures/first/argocd/web.yaml': application('base/web'),
  'fixtures/first/base/web/kustomization.yaml': KUSTOMIZATION,
};

it('a folder with Argo CD objects whose paths start there is a repository of its own', () => {
  expect(nestedTrees(memoryTree(COPY))).toEqual(['fixtures/first']);
});

it.each([
  ['clusters/home.yaml', 'kind: Kustomization\nspec:\n  path: ./fixtures/first/argocd\n'],
  ['clusters/kustomization.yaml', 'resources:\n  - ../fixtures/first/argocd\n'],
  ['fixtures/first/values.yaml', 'sets:\n  - path: fixtures/first/base\n'],
])('unless %s names it: its Applications deploy another repository', (path, text) => {
  expect(nestedTrees(memoryTree({ ...COPY, [path]: text }))).toEqual([]);
});
