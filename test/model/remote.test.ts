import { describe, expect, it } from 'vitest';
import { isPinned } from '../../src/model/remote.ts';

describe('what a remote path of a kustomization is pinned to', () => {
  it.each([
    'https://github.com/kubernetes-sigs/gateway-api//config/crd?ref=v1.2.1',
    'github.com/kubernetes-sigs/gateway-api/config/crd?ref=9a2f0c3',
    'git@github.com:example/base.git?timeout=60&ref=v2',
    'https://github.com/kubernetes-sigs/gateway-api?version=v1.0.0',
    'https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.2.1/standard-install.yaml',
    'https://raw.githubusercontent.com/rancher/local-path-provisioner/v0.0.30/deploy/local.yaml',
    'https://raw.githubusercontent.com/a/b/3d1f7f5c1c2b4a7c9d8e7f6a5b4c3d2e1f0a9b8c/crd.yaml',
    'https://github.com/a/b/raw/refs/tags/v1.0.0/crd.yaml',
    'https://example.com/charts/2.4/all.yaml',
  ])('%s: a revision', url => expect(isPinned(url)).toBe(true));

  it.each([
    'https://github.com/kubernetes-sigs/gateway-api//config/crd',
    'github.com/a/b?ref=main',
    'github.com/a/b?ref=refs/heads/main',
    'github.com/a/b?ref=',
    'https://raw.githubusercontent.com/a/b/master/crd-1.2.yaml',
    'https://github.com/a/b/releases/latest/download/install.yaml',
    'https://example.com/install.yaml',
    'git@github.com:a/b2.0',
  ])('%s: whatever is newest', url => expect(isPinned(url)).toBe(false));
});
