import { describe, expect, it } from 'vitest';
import { ownPath } from '../../../src/loaders/kustomize/kustomization/own-base.ts';
import { openSources } from '../../../src/yaml/sources.ts';
import { memoryTree } from '../../support/memory-tree.ts';

// A base may be written as a URL of the very repository that it is in. What lies here is then what would be fetched.

const config = '[remote "origin"]\n\turl = https://github.com/home/cluster\n[branch "main"]\n';
const sources = openSources({
  ...memoryTree({}),
  gitConfig: () => new TextEncoder().encode(config),
});
const isOwnRepository = (url: string) =>
  ['https://github.com/home/cluster', 'git@git.example.com:team/group/cluster'].includes(
    url.toLowerCase(),
  );
const pathOf = (text: string) => ownPath({ sources, options: { isOwnRepository } }, text);

describe('of this repository', () => {
  it.each([
    ['github.com/home/cluster/manifests/web/', 'manifests/web'],
    ['github.com/Home/Cluster/manifests/web?ref=main', 'manifests/web'],
    ['github.com/home/cluster', ''],
    ['https://github.com/home/cluster/web?ref=HEAD', 'web'],
    ['https://github.com/home/cluster.git/web', 'web'],
    ['https://github.com/home/cluster//web?timeout=90s&version=main', 'web'],
    ['git@git.example.com:team/group/cluster.git//web', 'web'],
    ['ssh://git@git.example.com/team/group/cluster//web', 'web'],
    ['https://raw.githubusercontent.com/home/cluster/main/web/all.yaml', 'web/all.yaml'],
    ['https://raw.githubusercontent.com/home/cluster/refs/heads/main/all.yaml', 'all.yaml'],
  ])('%s', (text, path) => {
    expect(pathOf(text)).toBe(path);
  });
});

describe('of elsewhere, or of another day', () => {
  it.each([
    'github.com/other/cluster/manifests/web',
    'github.com/home/cluster-two/manifests/web',
    'github.com/home/cluster/manifests/web?ref=v1.2.0',
    'https://github.com/home/cluster//web?ref=rendered',
    'https://raw.githubusercontent.com/home/cluster/v1/web/all.yaml',
    'https://github.com/home/cluster/releases/download/v1/all.yaml?ref=v1',
    'https://example.com/all.yaml',
    '../web',
  ])('%s', text => {
    expect(pathOf(text)).toBeUndefined();
  });
});
