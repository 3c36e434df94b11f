import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { VARIABLES } from '../../src/cli/environment.ts';
import { WITHOUT_COLOUR_VARIABLES } from '../support/environment.ts';
import { scratchProgram } from '../support/program.ts';

const { scratch, program } = scratchProgram();
const repository = join(scratch, 'repository');

/** A run in the repository, which has one error, `kustomize/missing-file`; its policy makes that a warning. */
function run(variables: Readonly<Record<string, string>>, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: repository,
    encoding: 'utf8',
    env: {
      ...WITHOUT_COLOUR_VARIABLES,
      ...Object.fromEntries(
        Object.entries(variables).map(([name, value]) => [`PITOWER_LINT_${name}`, value]),
      ),
    },
  });
  return { status, stdout, stderr };
}

beforeAll(() => {
  mkdirSync(join(repository, '.git'), { recursive: true });
  writeFileSync(
    join(repository, 'kustomization.yaml'),
    'kind: Kustomization\nresources: [gone.yaml]\n',
  );
  writeFileSync(
    join(repository, '.pitower-lint.yaml'),
    'extends: inferred\nrules: { kustomize/missing-file: warning }\n',
  );
  writeFileSync(join(repository, 'other.yaml.txt'), 'rules: { kustomize/missing-file: off }\n');
});

describe('variables', () => {
  it('set options, which win over the policy; what the command line says wins over them', () => {
    expect(run({}).status).toBe(0);
    expect(run({ FAIL_ON: 'warning' }).status).toBe(1);
    expect(run({ FAIL_ON: 'warning' }, '--fail-on', 'error').status).toBe(0);
    expect(run({ MAX_WARNINGS: '0' }).status).toBe(1);
    expect(run({ RULE: 'kustomize/missing-file=error' }).status).toBe(1);
    const both = run(
      { RULE: 'kustomize/missing-file=error' },
      '--rule',
      'kustomize/missing-file=off',
    );
    expect(both.status).toBe(0);
    expect(run({ CONFIG: 'other.yaml.txt' }).stdout).toContain('no findings');
    expect(run({ CONFIG: 'other.yaml.txt', FAIL_ON: 'warning' }, '--no-config').status).toBe(1);
  });

  it('take lists where options are repeatable', () => {
    const { stdout } = run({ FORMAT: 'compact,json=report.json' });
    expect(stdout).toMatch(/^kustomization\.yaml:2:13: warning /);
    const report = join(repository, 'report.json');
    expect(existsSync(report) && JSON.parse(readFileSync(report, 'utf8')).summary.warnings).toBe(1);
    expect(run({ SKIP: 'dns, kustomize/missing-file' }).stdout).toContain('no findings');
    const { stdout: flag } = run({ FORMAT: 'json' }, '--format', 'compact');
    expect(flag).toMatch(/^kustomization\.yaml:2:13: warning /);
  });

  it('are refused with their name where their value makes no sense', () => {
    const { status, stderr } = run({ FAIL_ON: 'eror' });
    expect(status).toBe(2);
    expect(stderr).toContain("'PITOWER_LINT_FAIL_ON'");
    expect(stderr).toContain('Did you mean `error`?');
  });

  it('that are empty count as not set; one that no option has is said', () => {
    expect(run({ FAIL_ON: '', CONFIG: '', BASELINE: '' })).toMatchObject({ status: 0, stderr: '' });
    const { status, stderr } = run({ FAILON: 'warning' });
    expect(status).toBe(0);
    expect(stderr).toBe(
      'pitower-lint: no option has the variable `PITOWER_LINT_FAILON`. Did you mean `PITOWER_LINT_FAIL_ON`?\n',
    );
  });

  it('hold for other commands where those have the option', () => {
    const { status, stderr } = run({ CHARTS: 'nowhere' }, 'coverage');
    expect(status).toBe(2);
    expect(stderr).toContain('--charts: nowhere is not a directory');
  });

  it('are all documented, with nothing else', () => {
    const guide = readFileSync('docs/command-line.md', 'utf8');
    const said = new Set([...guide.matchAll(/`(PITOWER_LINT_[A-Z_]+)`/g)].map(([, name]) => name));
    expect([...said].sort()).toEqual([...VARIABLES].sort());
  });
});
