import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { scratchProgram } from '../support/program.ts';

const { scratch, program } = scratchProgram();
const folder = join(scratch, 'repository');
beforeAll(() => {
  mkdirSync(join(folder, '.git'), { recursive: true });
  const names = Array.from({ length: 3_000 }, (_, i) => `missing-${i}.yaml`);
  writeFileSync(join(folder, 'kustomization.yaml'), `kind: Kustomization\nresources: [${names}]\n`);
});

/** What a shell makes of it; the linter is `lint`. */
function shell(script: string) {
  const lint = `lint() { '${process.execPath}' '${program}' "$@"; }`;
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['-c', `${lint}; set -o pipefail; ${script}`],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    },
  );
  return { status, stdout, stderr };
}

describe.skipIf(process.platform === 'win32')('standard output', () => {
  it.each([
    ['lint', 'lint --format json | head -c 10', 1],
    ['render', 'lint rules --format json | head -c 10', 0],
  ])('%s: a reader that has enough ends it quietly', (_, script, status) => {
    const result = shell(script);
    expect(result).toMatchObject({ status, stderr: '' });
    expect(result.stdout).toHaveLength(10);
  });

  it
    .skipIf(!existsSync('/dev/full'))
    .each([
      'lint --format json > /dev/full',
      'lint rules > /dev/full',
      'lint --format json=/dev/full --quiet > /dev/null',
    ])('a full disk is the status 2 and one line: %s', script => {
    const { status, stderr } = shell(script);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^pitower-lint: .* can't be written.*ENOSPC.*\n$/);
  });

  it('is a file like any other', () => {
    const { status, stdout, stderr } = shell(
      'lint --format json > ../out; wc -c < ../out; rm ../out',
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(Number(stdout)).toBeGreaterThan(100_000);
  });
});

it('what a policy holds is no command of a terminal or a log', () => {
  const file = join(folder, '.pitower-lint.yaml');
  const keys = ['\\e[31mred', '\\e]0;title\\a', 'x\\n::error::owned', 'a\\u200Bb', '##[error]x'];
  writeFileSync(file, keys.map(key => `"${key}": 1\n`).join(''));
  const { status, stderr } = spawnSync(process.execPath, [program, folder], { encoding: 'utf8' });
  rmSync(file);
  expect(status).toBe(2);
  expect(stderr).toContain('unknown key');
  expect(stderr).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u200B]|^\s*::|##\[/m);
});
