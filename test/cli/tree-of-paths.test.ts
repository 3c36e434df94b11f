import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openRepositoryOf } from '../../src/cli/repository.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pitower-lint-tree-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const application = (path: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${path.replace('/', '-')}, namespace: argocd}
spec:
  project: default
  source: {repoURL: https://github.com/example/cluster, targetRevision: HEAD, path: ${path}}
  destination: {server: https://kubernetes.default.svc, namespace: web}
`;

const FILES: Readonly<Record<string, string>> = {
  // One deploys what lies beside it, one what lies elsewhere in the repository.
  'delivery/apps/tools.yaml': application('delivery/tools'),
  'delivery/apps/web.yaml': application('web'),
  'delivery/tools/settings.yaml': 'kind: ConfigMap\n',
  'web/settings.yaml': 'kind: ConfigMap\n',
  // A cluster for itself.
  'labs/apps/web.yaml': application('labs/web'),
  'labs/web/settings.yaml': 'kind: ConfigMap\n',
};

describe('the tree of a path', () => {
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  execFileSync('git', ['init', '-q', folder]);
  execFileSync('git', ['-C', folder, 'add', '-A', '-f']);
  const treeOf = (path: string) =>
    relative(folder, openRepositoryOf([join(folder, path)]).directory);

  it.each([
    ['delivery/tools/settings.yaml', ''],
    ['delivery', ''],
    ['web', ''],
    ['labs/web/settings.yaml', 'labs'],
  ])('%s: all that the Applications there deploy', (path, tree) => {
    expect(treeOf(path)).toBe(tree);
  });
});
