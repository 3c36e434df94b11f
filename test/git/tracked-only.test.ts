import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lintPaths } from '../../src/cli/run.ts';
import { positionAt } from '../../src/source/text.ts';
import { gitRepository, remove, scratchFolder } from '../support/git-repository.ts';

const scratch = scratchFolder();
afterAll(() => remove(scratch));

const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
const kustomization = (...resources: string[]) =>
  `kind: Kustomization\nresources:\n${resources.map(name => `  - ${name}\n`).join('')}`;

function findings(path: string, trackedOnly = true): string[] {
  const options = { config: false, rule: new Map(), only: [], skip: [], trackedOnly };
  return lintPaths([path], options).report.findings.map(
    ({ at, message }) => `${at.file.path}:${positionAt(at.file, at.start).line} ${message}`,
  );
}

describe('--tracked-only', () => {
  it('lints what a commit would have: staged files as they are, others not at all', () => {
    const repository = gitRepository(scratch);
    repository.commit({
      'kustomization.yaml': kustomization('a.yaml', 'b.yaml', 'dir/c.yaml', 'link.yaml'),
      'a.yaml': configMap,
      'link.yaml': { link: 'other/d.txt' },
      'other/d.txt': configMap.replace('name: a', 'name: d'),
    });
    repository.write({
      'b.yaml': configMap,
      'dir/c.yaml': configMap.replace('name: a', 'name: c'),
      'broken.yaml': 'a: [1\n',
    });
    repository.git('add', 'dir/c.yaml');
    expect(findings(repository.folder)).toEqual(['kustomization.yaml:4 `b.yaml` does not exist']);
    expect(findings(repository.folder, false).join()).toContain('broken.yaml:2');
  });

  it('in a subfolder', () => {
    const repository = gitRepository(scratch);
    repository.commit({
      'x/kustomization.yaml': kustomization('a.yaml'),
      'x/a.yaml': configMap,
      'y/kustomization.yaml': kustomization('gone.yaml'),
    });
    repository.write({ 'x/new/kustomization.yaml': kustomization('gone.yaml') });
    expect(findings(join(repository.folder, 'x'))).toEqual([]);
  });

  it('without a repository is an error', () => {
    expect(() => findings(scratch)).toThrow('--tracked-only');
  });
});
