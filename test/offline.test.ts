import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { gitRepository } from './support/git-repository.ts';
import { GUARD } from './support/guard.ts';
import { scratchProgram } from './support/program.ts';

// Nothing is fetched and nothing is executed: the linter works where both throw.

const { scratch, program } = scratchProgram();
const guard = join(scratch, 'guard.cjs');

beforeAll(() => {
  writeFileSync(guard, GUARD);
});

const guarded = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, ['--require', guard, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });

describe('without network and processes', () => {
  it.each([
    ['fetch', "fetch('https://example.com')"],
    ['net', "import('node:net').then(net => net.connect(80, 'example.com'))"],
    ['https', "import('node:https').then(https => https.get('https://example.com'))"],
    ['dns', "import('node:dns').then(dns => dns.lookup('example.com', () => {}))"],
    ['child_process', "import('node:child_process').then(cp => cp.execSync('true'))"],
  ])('the guard holds: %s', (_, code) => {
    const { status, stderr } = guarded(['--input-type=module', '--eval', code]);
    expect(stderr).toContain('FORBIDDEN');
    expect(status).toBe(99);
  });

  it.each<[string, string[]]>([
    ['lint', ['pitower', '--format', 'json']],
    ['lint, verbosely', ['pitower', '--verbose']],
    ['render', ['render', '--path', 'pitower']],
    ['rules', ['rules']],
  ])('%s works', (_, args) => {
    const { status, stdout, stderr } = guarded([program, ...args]);
    expect(stderr).toBe('');
    expect([0, 1]).toContain(status);
    expect(stdout.length).toBeGreaterThan(200);
  });

  it('git is run for --changed-since and --tracked-only, and nothing else is', () => {
    const repository = gitRepository(scratch);
    const base = repository.commit({ 'a.yaml': 'apiVersion: v1\nkind: List\nitems: []\n' });
    const path = repository.folder;
    for (const option of [`--changed-since=${base}`, '--tracked-only']) {
      expect(guarded([program, path, option]).status).toBe(99);
      const { status, stderr } = guarded([program, path, option], { ALLOW_SPAWN: 'git' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    }
  });
});
