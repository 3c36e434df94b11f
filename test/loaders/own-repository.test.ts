import { expect, it } from 'vitest';
import { makePolicy, type Policy } from '../../src/config/load.ts';
import { ownRepository } from '../../src/loaders/applicationsets/index.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { memoryTree } from '../support/memory-tree.ts';

const HOMELAB = 'https://github.com/someone/homelab';
const application = (repoURL: string, path: string) =>
  parseYaml({
    path: 'app.yaml',
    text: `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web}
spec: {source: {repoURL: '${repoURL}', path: '${path}'}}
`,
  }).documents[0]?.value;

/** Whether URLs are the repository's own, where one Application names one URL and path. */
function own(repoURL: string, path: string, origin = HOMELAB): boolean {
  const tree = {
    ...memoryTree({ 'apps/web/settings.yaml': '{}\n' }),
    gitConfig: () => new TextEncoder().encode(`[remote "origin"]\n\turl = ${origin}\n`),
  };
  const policy = makePolicy({ path: 'p', text: '{}' }, 'inferred') as Policy;
  return ownRepository(policy, tree, [application(repoURL, path)])(repoURL);
}

it.each([
  [HOMELAB, 'apps/web', true],
  [HOMELAB, 'apps/gone', true],
  // A mirror, or a copy of a repository that was renamed: its paths are here.
  ['https://git.example.com/someone/homelab', 'apps/web', true],
  ['https://github.com/someone/cluster', 'apps/web', true],
  // Another repository: its paths are not, and every repository has a top.
  ['https://github.com/someone/private', 'base', false],
  ['https://github.com/someone/private', '.', false],
])('%s with the path %s', (url, path, isOwn) => {
  expect(own(url, path)).toBe(isOwn);
});

it("git's own is this repository, also where only objects that a build makes name it", () => {
  const tree = {
    ...memoryTree({ 'apps/web/settings.yaml': '{}\n' }),
    gitConfig: () => new TextEncoder().encode(`[remote "origin"]\n\turl = ${HOMELAB}.git\n`),
  };
  const policy = makePolicy({ path: 'p', text: '{}' }, 'inferred') as Policy;
  expect(ownRepository(policy, tree, [])(HOMELAB)).toBe(true);
  expect(ownRepository(policy, tree, [application('https://github.com/a/b', '.')])(HOMELAB)).toBe(
    true,
  );
  expect(ownRepository(policy, tree, [])('https://github.com/a/b')).toBe(false);
});

it.each([
  [['apps/web', 'apps/web/settings.yaml', 'apps'], true],
  // Too few, or some that are not here: a fork.
  [['apps/web', 'apps'], false],
  [['apps/web', 'apps/web/settings.yaml', 'apps', 'apps/gone'], false],
])('the owner had another name, where all of these are here: %j', (paths, isOwn) => {
  const tree = {
    ...memoryTree({ 'apps/web/settings.yaml': '{}\n' }),
    gitConfig: () => new TextEncoder().encode(`[remote "origin"]\n\turl = ${HOMELAB}\n`),
  };
  const policy = makePolicy({ path: 'p', text: '{}' }, 'inferred') as Policy;
  const before = 'https://github.com/somebody/homelab';
  const objects = [
    application(HOMELAB, 'apps/web'),
    ...paths.map(path => application(before, path)),
  ];
  expect(ownRepository(policy, tree, objects)(before)).toBe(isOwn);
});

it.each([
  ['https://git.example.com/someone/homelab', true],
  // Whoever else has a repository of that name has a folder `apps`, too.
  ['https://git.example.com/neighbour/homelab', false],
])('beside what the own name reads, %s with one path that is here', (url, isOwn) => {
  const tree = {
    ...memoryTree({ 'apps/web/settings.yaml': '{}\n' }),
    gitConfig: () => new TextEncoder().encode(`[remote "origin"]\n\turl = ${HOMELAB}\n`),
  };
  const policy = makePolicy({ path: 'p', text: '{}' }, 'inferred') as Policy;
  const objects = [
    ...['apps', 'apps/web', 'apps/web/settings.yaml'].map(path => application(HOMELAB, path)),
    application(url, 'apps'),
  ];
  expect(ownRepository(policy, tree, objects)(url)).toBe(isOwn);
});
