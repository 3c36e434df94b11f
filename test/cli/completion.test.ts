import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../src/rules/index.ts';
import { scratchProgram } from '../support/program.ts';

const { scratch, program } = scratchProgram();
const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];
const isHere = (shell: Shell) => spawnSync(shell, ['-c', 'true']).error === undefined;
const scriptOf = (shell: Shell) => join(scratch, `completion.${shell}`);
const folder = join(scratch, 'folder');

beforeAll(() => {
  mkdirSync(join(folder, 'apps'), { recursive: true });
  writeFileSync(join(folder, 'policy.yaml'), '');
  for (const shell of SHELLS) {
    const { status, stdout } = spawnSync(process.execPath, [program, 'completion', shell], {
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    writeFileSync(scriptOf(shell), stdout);
  }
});

/** What bash offers for words, of which the last is being typed; `=` is a word of its own to it. */
function bash(...words: string[]): string[] {
  const script = `source "$1"; shift
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _pitower_lint; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const args = ['-c', script, 'bash', scriptOf('bash'), 'pitower-lint', ...words];
  const { stdout, stderr } = spawnSync('bash', args, { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter(Boolean).sort();
}

/** What fish offers for a line. */
function fish(line: string): string[] {
  const script = `source ${scriptOf('fish')}; complete -C ${JSON.stringify(line)}`;
  const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout
    .split('\n')
    .flatMap(text => text.split('\t')[0] || [])
    .sort();
}

const dnsRules = rules.map(({ id }) => id).filter(id => id.startsWith('dns/l'));

describe('completion', () => {
  it.each(SHELLS)('of %s is a script that the shell reads', shell => {
    if (!isHere(shell)) return;
    const args = shell === 'fish' ? ['--no-execute', scriptOf(shell)] : ['-n', scriptOf(shell)];
    const { status, stderr } = spawnSync(shell, args, { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.skipIf(!isHere('bash'))(
    'bash: commands, options, rules, words and files at their places',
    () => {
      expect(bash('ex')).toEqual(['explain']);
      expect(bash('a')).toEqual(['apps']);
      expect(bash('--fail-on', '')).toEqual(['error', 'info', 'warning']);
      expect(bash('--fail-on', '=', 'w')).toEqual(['warning']);
      expect(bash('lint', '--fail')).toEqual(['--fail-on']);
      expect(bash('--only', 'dns/l')).toEqual(dnsRules);
      expect(bash('--only', 'dns,gateway/leg')).toEqual(['dns,gateway/legacy-ingress']);
      expect(bash('--rule', 'dns/label-')).toEqual(['dns/label-value=']);
      expect(bash('--rule', 'dns/label', '=', 'o')).toEqual(['off']);
      expect(bash('--config', 'p')).toEqual(['policy.yaml']);
      expect(bash('--charts', '')).toEqual(['apps']);
      expect(bash('--format', 'json', '=', 'p')).toEqual(['policy.yaml']);
      expect(bash('charts', '')).toEqual(['list', 'pull', 'verify']);
      expect(bash('charts', 'pull', '--h')).toEqual(['--help', '--hosts-of']);
      expect(bash('explain', 'dns/l')).toEqual(dnsRules);
      expect(bash('completion', '')).toEqual(['bash', 'fish', 'zsh']);
    },
  );

  it.skipIf(!isHere('fish'))('fish: the same', () => {
    expect(fish('pitower-lint ex')).toEqual(['explain']);
    expect(fish('pitower-lint --fail-on ')).toEqual(['error', 'info', 'warning']);
    expect(fish('pitower-lint lint --fail')).toEqual(['--fail-on']);
    expect(fish('pitower-lint --only dns/l')).toEqual(dnsRules);
    expect(fish('pitower-lint --only dns,gateway/leg')).toEqual(['dns,gateway/legacy-ingress']);
    expect(fish('pitower-lint --config p')).toEqual(['policy.yaml']);
    expect(fish('pitower-lint charts ')).toEqual(['list', 'pull', 'verify']);
    expect(fish('pitower-lint explain dns/l')).toEqual(dnsRules);
  });

  it('refuses other shells', () => {
    const { status, stderr } = spawnSync(process.execPath, [program, 'completion', 'tcsh'], {
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stderr).toContain('bash, fish, zsh');
  });
});
