import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makePolicy, type Policy } from '../../src/config/load.ts';
import { discover } from '../../src/loaders/discover.ts';
import { gitignore } from '../../src/source/gitignore.ts';
import { rooted } from '../../src/source/rooted.ts';
import { openWorkTree } from '../../src/source/work-tree.ts';
import { openSources } from '../../src/yaml/sources.ts';
import { memoryTree } from '../support/memory-tree.ts';

const scratch = mkdtempSync(join(tmpdir(), 'pitower-lint-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let count = 0;

function repository(files: readonly string[], contents: Record<string, string> = {}): string {
  const folder = join(scratch, String(count++));
  for (const path of [...files, ...Object.keys(contents)]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents[path] ?? 'key: value\n');
  }
  return folder;
}

describe('the work tree', () => {
  it("obeys git's ignore rules, also those above the linted directory", () => {
    const folder = repository(
      ['cluster/a.yaml', 'cluster/out/b.yaml', 'cluster/keep/c.log', 'cluster/d.log'],
      {
        '.git/HEAD': 'ref: refs/heads/main\n',
        '.gitignore': 'out/\n*.log\n',
        'cluster/keep/.gitignore': '!c.log\n',
      },
    );
    const tree = openWorkTree(join(folder, 'cluster'));
    expect(tree.root).toBe('cluster');
    expect(tree.files).toEqual(['cluster/a.yaml', 'cluster/keep/.gitignore', 'cluster/keep/c.log']);
  });

  it('follows links inside the repository only, and says which it does not follow', () => {
    const folder = repository(['real/a.yaml']);
    symlinkSync('real/a.yaml', join(folder, 'inside.yaml'));
    symlinkSync('/etc/hosts', join(folder, 'outside.yaml'));
    symlinkSync('real', join(folder, 'directory'));
    symlinkSync('loop', join(folder, 'loop'));
    const tree = openWorkTree(folder, { root: folder });
    expect(tree.files).toEqual(['inside.yaml', 'real/a.yaml']);
    expect(tree.skipped.map(({ path }) => path).sort()).toEqual(['loop', 'outside.yaml']);
    expect(tree.read('outside.yaml')).toBeUndefined();
    expect(tree.kind('directory')).toBe('directory');
    expect(tree.real('directory/a.yaml')).toBe('real/a.yaml');
    expect(tree.read('../../etc/hosts')).toBeUndefined();
  });
});

describe('what is looked at', () => {
  const policy = makePolicy(undefined, 'inferred') as Policy;
  const paths = (folder: string, own: Policy = policy) =>
    discover(openSources(openWorkTree(folder, { root: folder })), own).map(
      ({ document }) => document.file.path,
    );

  it('YAML and Talos patches, but no vendored or documentation folders, nor chart templates', () => {
    const folder = repository(
      [
        'a.yaml',
        'b.yml',
        'talos/c.patch',
        'd.json',
        'docs/e.yaml',
        'vendor/f.yaml',
        '.github/workflows/g.yaml',
        'chart/values.yaml',
        'chart/templates/h.yaml',
      ],
      {
        'chart/Chart.yaml': 'name: chart\n',
      },
    );
    expect(paths(folder)).toEqual([
      'a.yaml',
      'b.yml',
      'chart/Chart.yaml',
      'chart/values.yaml',
      'talos/c.patch',
    ]);
  });

  it('nor what the policy excludes', () => {
    const folder = repository(['a.yaml', 'archive/b.yaml']);
    expect(paths(folder, { ...policy, files: { exclude: ['archive/'] } })).toEqual(['a.yaml']);
  });
});

describe('gitignore', () => {
  it.each<[string, { directory: string; text: string }[], string, boolean]>([
    ['a pattern', [{ directory: '', text: '*.bak\n' }], 'a/b.bak', true],
    ['an anchored one', [{ directory: '', text: '/b.bak\n' }], 'a/b.bak', false],
    ['below a directory', [{ directory: 'a', text: '/b.bak\n' }], 'a/b.bak', true],
    [
      'a deeper file wins',
      [
        { directory: '', text: '*.bak\n' },
        { directory: 'a', text: '!b.bak\n' },
      ],
      'a/b.bak',
      false,
    ],
    [
      'nothing comes back below an ignored directory',
      [
        { directory: '', text: 'a/\n' },
        { directory: 'a', text: '!b\n' },
      ],
      'a/b',
      true,
    ],
  ])('%s', (_, files, path, expected) => {
    expect(gitignore(files)(path)).toBe(expected);
  });
});

describe('a copy without .git', () => {
  const APPSET =
    'kind: ApplicationSet\nspec:\n  generators:\n    - git:\n        directories:\n          - path: cluster/apps/*\n';
  const files = { 'appset.yaml': APPSET, 'apps/web/a.yaml': 'a: 1\n' };

  it('stands where its own paths say it does', () => {
    const tree = rooted(memoryTree(files), 'cluster');
    expect(tree.root).toBe('cluster');
    expect(tree.files).toEqual(['cluster/apps/web/a.yaml', 'cluster/appset.yaml']);
    expect(tree.kind('cluster/apps')).toBe('directory');
    expect(tree.kind('apps')).toBeUndefined();
    expect(tree.list('cluster/apps')).toEqual(['web']);
    expect(tree.real('cluster/apps/web/a.yaml')).toBe('cluster/apps/web/a.yaml');
    expect(tree.read('cluster/appset.yaml')).toEqual(memoryTree(files).read('appset.yaml'));
  });

  it.each([
    ['under another name', files, 'other'],
    ['when it holds a directory of that name', { ...files, 'cluster/x.yaml': '' }, 'cluster'],
    ['when it is a checkout', { ...files, '.git/HEAD': '' }, 'cluster'],
  ])('or at the root: %s', (_, content, name) => {
    expect(rooted(memoryTree(content), name).root).toBe('');
  });
});
