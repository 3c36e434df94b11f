import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replaceAll } from '../../src/cli/save.ts';
import { UsageError } from '../../src/cli/usage-error.ts';
import { openWorkTree } from '../../src/source/work-tree.ts';
import { scratchProgram } from '../support/program.ts';

// Whoever changes the linted tree chooses neither what else is read nor what is written.

const { scratch, program } = scratchProgram();

const SECRET = 'hunter2: [unknown, key';
let count = 0;
/** A folder with files and links (`{ to }`), and one file beside it that is nobody's business. */
function folderOf(
  files: Readonly<Record<string, string | { readonly to: string }>>,
  git = true,
): string {
  const folder = join(scratch, `case-${count++}`, 'repository');
  mkdirSync(git ? join(folder, '.git') : folder, { recursive: true });
  writeFileSync(join(folder, '../secret'), SECRET);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (typeof content === 'string') writeFileSync(join(folder, path), content);
    else symlinkSync(content.to, join(folder, path));
  }
  return folder;
}

function run(cwd: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
    timeout: 20_000,
  });
  return { status, stdout, stderr };
}

const secretOf = (folder: string) => readFileSync(join(folder, '../secret'), 'utf8');
const CLEAN = {
  'kustomization.yaml': 'kind: Kustomization\nresources: [a.yaml]\n',
  'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
};
const LEAVES = 'it is a link that leaves the repository';

describe('reading', () => {
  const secret = { to: '../secret' };
  it.each<[string, Readonly<Record<string, string | { to: string }>>, string[], string]>([
    ['the policy that is found', { '.pitower-lint.yaml': secret }, [], LEAVES],
    ['a link to nothing', { '.pitower-lint.yaml': { to: 'no' } }, [], 'it is not there'],
    ['the policy that is named', { 'p.yaml': secret }, ['--config', 'p.yaml'], LEAVES],
    ['a link to a link', { a: secret, '.pitower-lint.yaml': { to: 'a' } }, [], LEAVES],
    [
      'a policy in a folder that is a link',
      { d: { to: '..' } },
      ['--config', 'd/secret'],
      'leaves the repository',
    ],
    ['the baseline', { base: secret }, ['--baseline', 'base'], LEAVES],
    ['rendered manifests', { 'r/x.yaml': { to: '../../secret' } }, ['--rendered', 'r'], LEAVES],
    [
      'schemas',
      {
        's/example.com/thing_v1.json': { to: '../../../secret' },
        'a.yaml': 'apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\n',
      },
      ['--schema-dir', 's'],
      LEAVES,
    ],
    ['a device', { '.pitower-lint.yaml': { to: '/dev/zero' } }, [], LEAVES],
    ["git's configuration", { '.pitower-lint.yaml': { to: '.git/config' } }, [], LEAVES],
  ])('%s is refused, and nothing of it is said', (_, files, args, message) => {
    const folder = folderOf({ '.git/config': SECRET, ...CLEAN, ...files });
    const { status, stdout, stderr } = run(folder, ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('hunter2');
  });

  it('what a user names outside of the repository may be a link, but no device', () => {
    const folder = folderOf(CLEAN);
    writeFileSync(join(folder, '../policy.yaml'), 'extends: inferred\n');
    symlinkSync('policy.yaml', join(folder, '../link.yaml'));
    expect(run(folder, '--config', '../link.yaml').status).toBe(0);
    const { status, stderr } = run(folder, '--config', '/dev/zero');
    expect(status).toBe(2);
    expect(stderr).toContain('it is not a regular file');
  });

  it.skipIf(process.platform === 'win32')('a pipe is not waited for', () => {
    const folder = folderOf(CLEAN);
    for (const name of ['.pitower-lint.yaml', 'pipe.yaml', 'base'])
      expect(spawnSync('mkfifo', [join(folder, name)]).status).toBe(0);
    expect(run(folder).stderr).toContain('it is not a regular file');
    expect(run(folder, '--no-config', '--baseline', 'base').stderr).toContain('not a regular file');
    const { status, stdout } = run(folder, '--no-config', '--verbose');
    expect(status).toBe(0);
    expect(stdout).toContain('pipe.yaml: neither a file nor a directory');
  });

  it.skipIf(process.platform === 'win32')('nor is a lock, a store or a cache', () => {
    const folder = folderOf(CLEAN);
    const lock = join(folder, '.pitower-lint.charts.lock');
    for (const to of ['../secret', '/dev/zero']) {
      symlinkSync(to, lock);
      const { status, stdout, stderr } = run(folder, '--verbose');
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).not.toContain('hunter2');
      rmSync(lock);
    }
    expect(spawnSync('mkfifo', [lock]).status).toBe(0);
    expect(run(folder).status).toBe(0);
    rmSync(lock);
    const cache = join(folder, '../cache');
    expect(spawnSync('mkfifo', [cache]).status).toBe(0);
    for (const XDG_CACHE_HOME of [cache, '/dev/zero', '/dev/full']) {
      const { status, stderr } = spawnSync(process.execPath, [program, folder], {
        encoding: 'utf8',
        env: { ...process.env, CI: '', XDG_CACHE_HOME },
        timeout: 20_000,
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    }
  });

  it('of a manifest of 300 MB only the start is read', () => {
    const folder = folderOf({ ...CLEAN, 'huge.yaml': 'a: 1\n' });
    truncateSync(join(folder, 'huge.yaml'), 300 * 1024 * 1024);
    expect(openWorkTree(folder).read('huge.yaml')?.length).toBe(8 * 1024 * 1024 + 1);
    const { stdout } = run(folder, '--format', 'compact');
    expect(stdout).toContain('huge.yaml:1:1: ');
    expect(stdout).toContain('internal/too-large');
    truncateSync(join(folder, 'huge.yaml'), 0);
    symlinkSync('huge.yaml', join(folder, '.pitower-lint.yaml'));
    truncateSync(join(folder, 'huge.yaml'), 300 * 1024 * 1024);
    expect(run(folder).stderr).toContain('it is larger than 1 MiB');
  });

  it("git's own files are no content, whatever leads there", () => {
    const folder = folderOf({
      '.git/config': '[remote "origin"]\n',
      'link.yaml': { to: '.git/config' },
      folder: { to: '.git' },
    });
    const tree = openWorkTree(folder);
    for (const path of ['link.yaml', 'folder/config', '.git/config', '.GIT/config'])
      expect([tree.kind(path), tree.read(path)]).toEqual([undefined, undefined]);
    expect(Buffer.from(tree.gitConfig?.() ?? []).toString()).toContain('origin');
    rmSync(join(folder, '.git'), { recursive: true });
    writeFileSync(join(folder, '.git'), 'gitdir: ../elsewhere\n');
    expect(openWorkTree(folder).gitConfig?.()).toBeUndefined();
  });
});

describe('writing', () => {
  const link = { to: '../secret' };
  it.each<[string, string, string[]]>([
    ['a report', 'out.json', ['--format', 'json=out.json']],
    ['a baseline', 'base', ['--write-baseline', 'base']],
  ])('%s goes through no link of the repository', (_, name, args) => {
    const folder = folderOf({ ...CLEAN, [name]: link });
    const { status, stderr } = run(folder, ...args);
    expect(status).toBe(2);
    expect(stderr).toContain('it is a link in the repository');
    expect(secretOf(folder)).toBe(SECRET);
  });

  it('a folder that is a link, and those of git, are refused', () => {
    const folder = folderOf({ ...CLEAN, d: { to: '..' } });
    expect(run(folder, '--format', 'json=d/secret').stderr).toContain('leaves the repository');
    expect(secretOf(folder)).toBe(SECRET);
    expect(run(folder, '--format', 'json=.git/config').stderr).toContain("git's own files");
    expect(existsSync(join(folder, '.git/config'))).toBe(false);
  });

  it('a path below a file is said in one line', () => {
    const { status, stderr } = run(folderOf(CLEAN), '--format', 'json=a.yaml/out');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^pitower-lint: the report can't be written to a.yaml\/out: .*\n$/);
  });

  it('what is no link is written, in place of what was there; so is a link elsewhere', () => {
    const folder = folderOf({ ...CLEAN, 'out.json': 'old' });
    symlinkSync('secret', join(folder, '../link'));
    const args = ['--format', 'json=out.json', '--format', 'json=../link'];
    expect(run(folder, ...args, '--format', 'compact=/dev/null')).toMatchObject({ status: 0 });
    expect(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'))).toBeTypeOf('object');
    expect(JSON.parse(secretOf(folder))).toBeTypeOf('object');
    expect(lstatSync(join(folder, '../link')).isSymbolicLink()).toBe(true);
    expect(readdirSync(folder).sort()).toEqual([
      '.git',
      'a.yaml',
      'kustomization.yaml',
      'out.json',
    ]);
  });

  it('fixes are written all, or none where one file can not be', () => {
    const folder = folderOf({ a: 'old a', b: 'old b', c: 'old c' });
    const text = (name: string) => readFileSync(join(folder, name), 'utf8');
    const change = (name: string) => ({
      path: join(folder, name),
      before: `old ${name}`,
      text: `new ${name}`,
    });
    const none = (write: () => void) => {
      expect(write).toThrow(UsageError);
      expect(['a', 'b', 'c'].map(text)).toEqual(['old a', 'old b', 'old c']);
      expect(readdirSync(folder).sort()).toEqual(['.git', 'a', 'b', 'c']);
    };
    none(() => replaceAll([change('a'), change('b'), change('no/file')]));
    none(() =>
      replaceAll([change('a'), change('b'), change('c')], (from, to) => {
        if (String(to).endsWith('c')) throw new Error('the disk is gone');
        writeFileSync(to, readFileSync(from));
      }),
    );
    replaceAll([change('a'), change('b')]);
    expect(['a', 'b', 'c'].map(text)).toEqual(['new a', 'new b', 'old c']);
  });

  it('--fix in a folder without .git whose paths start above it', () => {
    const folder = folderOf(
      {
        'cluster/appset.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: apps, namespace: argocd}
spec:
  generators:
    - git:
        repoURL: https://example.com/r.git
        directories:
          - path: cluster/apps/*
  template:
    metadata: {name: '{{path.basename}}'}
    spec:
      project: default
      source: {repoURL: https://example.com/r.git, path: '{{path}}'}
      destination: {server: https://kubernetes.default.svc, namespace: default}
`,
        'cluster/apps/a/kustomization.yaml': 'kind: Kustomization\nresources: [web.yaml]\n',
        'cluster/apps/a/web.yaml': `apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    io.cilium/lb-ipam-ips: 192.0.2.1
spec: {type: LoadBalancer, ports: [{port: 80}]}
`,
      },
      false,
    );
    const only = ['--only', 'loadbalancer/annotation-name', '--fix'];
    for (const at of ['cluster', 'cluster/apps/a']) {
      const { stdout } = run(folder, at, '--only', 'loadbalancer/annotation-name');
      expect(stdout).toContain('1 with --fix');
    }
    expect(run(folder, 'cluster', ...only).stderr).toBe('pitower-lint: 1 fix in 1 file applied\n');
    expect(readFileSync(join(folder, 'cluster/apps/a/web.yaml'), 'utf8')).toContain(
      'cilium.io/ips',
    );
    expect(existsSync(join(folder, 'cluster/cluster'))).toBe(false);
  });
});
