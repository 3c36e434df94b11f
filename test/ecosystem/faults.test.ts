import { describe, expect, it } from 'vitest';
import { makePolicy, type Policy } from '../../src/config/load.ts';
import { loadCluster } from '../../src/loaders/repository.ts';
import { textOf } from '../../src/source/text.ts';
import { openSources } from '../../src/yaml/sources.ts';
import { memoryTree } from '../support/memory-tree.ts';
import { drawFaults } from './faults.ts';

const application = (name: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}
  namespace: argocd
spec:
  project: default
  source:
    repoURL: https://example.com/cluster.git
    targetRevision: main
    path: ${name}
  destination:
    server: https://kubernetes.default.svc
    namespace: ${name}
`;
const claim = (name: string) => `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: ${name}
spec:
  storageClassName: fast
`;
const kustomization = (...resources: string[]) =>
  `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
${resources.map(resource => `  - ${resource}\n`).join('')}`;

describe('planted defects', () => {
  const files = {
    'argocd/plain.yaml': application('plain'),
    'argocd/blind.yaml': application('blind'),
    'plain/kustomization.yaml': kustomization('claim.yaml'),
    'plain/claim.yaml': claim('plain'),
    'blind/kustomization.yaml': kustomization('claim.yaml', 'https://example.com/v1.2.3/all.yaml'),
    'blind/claim.yaml': claim('blind'),
  };
  const policy = makePolicy(undefined, 'inferred') as Policy;
  const cluster = loadCluster(openSources(memoryTree(files)), policy, () => {});
  const draw = (count: number, seed: number) =>
    drawFaults(cluster, count, seed).map(({ what, at, text, blind }) =>
      [what, at.file.path, textOf(at), text, blind].join(' '),
    );

  it('are places of a tree with other characters', () => {
    expect(draw(9, 1).sort()).toEqual([
      'file blind/kustomization.yaml claim.yaml calim.yaml true',
      'file plain/kustomization.yaml claim.yaml gone.yaml false',
      'path argocd/blind.yaml blind gone true',
      'path argocd/plain.yaml plain plin false',
      'storage class blind/claim.yaml fast fastx true',
      'storage class plain/claim.yaml fast fastx false',
    ]);
  });

  it('stand half of them beside something unknown', () => {
    expect(draw(2, 1).filter(fault => fault.endsWith('true'))).toHaveLength(1);
  });

  it('are the same for the same seed', () => {
    expect(draw(4, 7)).toEqual(draw(4, 7));
  });
});
