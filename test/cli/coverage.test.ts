import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const run = (...args: string[]) =>
  spawnSync(process.execPath, ['dist/cli.js', 'coverage', ...args], { encoding: 'utf8' });

describe('coverage', () => {
  it('names each application that is not seen in full, and why', () => {
    const { stdout, status } = run('fixtures/talos/dns/good-remote');
    expect(status).toBe(0);
    expect(stdout).toContain('1 application seen in full, 0 in part, 1 not at all\n');
    expect(stdout).toContain(
      'platform (not seen), argocd/platform.yaml\n  `platform` is deployed from another repository: nothing is fetched\n',
    );
    expect(stdout).toContain('1 lookup held back: `platform` is deployed from another repository');
    expect(stdout).toContain('  Service kube-system/kube-dns\n');
  });

  it('says the same to programs', () => {
    const report = JSON.parse(run('fixtures/talos/dns/good-remote', '--format', 'json').stdout);
    expect(report).toMatchObject({ full: 1, partial: 0, none: 1 });
    expect(report.applications).toContainEqual({
      name: 'platform',
      file: 'argocd/platform.yaml',
      seen: 'none',
      unknown: ['`platform` is deployed from another repository: nothing is fetched'],
    });
  });

  it('of a tree without anything unknown is one line', () => {
    const { stdout } = run('fixtures/internal/no-applications/good');
    expect(stdout).toBe('1 application seen in full, 0 in part, 0 not at all\n');
  });
});
