import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { WITHOUT_COLOUR_VARIABLES } from '../support/environment.ts';
import { scratchProgram } from '../support/program.ts';

const { scratch, program } = scratchProgram();
const repository = join(scratch, 'repository');
const kustomization = join(repository, 'kustomization.yaml');
const OWN = `
custom:
  - id: own/names
    message: "names are long\\e[31m"
    match: { kinds: [ConfigMap] }
    schema: { properties: { metadata: { properties: { name: { minLength: 3 } } } } }
`;

const run = (...args: string[]) =>
  spawnSync(process.execPath, [program, ...args], {
    cwd: scratch,
    encoding: 'utf8',
    env: WITHOUT_COLOUR_VARIABLES,
  });

interface Said {
  readonly ruleId: string;
  readonly message: string;
  readonly fingerprint: string;
}
const findings = (): readonly Said[] =>
  JSON.parse(run('repository', '--format', 'json').stdout).findings;
const explained = (digits: string, ...args: string[]) =>
  run('explain', digits, '--path', 'repository', ...args);

beforeAll(() => {
  mkdirSync(join(repository, '.git'), { recursive: true });
  const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
  writeFileSync(join(repository, 'a.yaml'), map);
  writeFileSync(kustomization, 'kind: Kustomization\nresources:\n  - a.yaml\n  - gone.yaml\n');
  writeFileSync(join(repository, '.pitower-lint.yaml'), `extends: inferred${OWN}`);
});

describe('explain FINGERPRINT', () => {
  it('says of that finding what a lint says, with its place, what is known of it and the page of its rule', () => {
    const found = findings().find(({ ruleId }) => ruleId === 'kustomize/missing-file');
    const { status, stdout } = explained(found?.fingerprint ?? '');
    expect(status).toBe(0);
    const [head = ''] = stdout.split('\n\n');
    expect(head).toMatch(/^kustomization\.yaml\n {2}4:5 {2}error {2}`gone\.yaml` does not exist/);
    expect(head).toContain(' 4 |   - gone.yaml\n   |     ^^^^^^^^^');
    expect(head).toContain('= help: ');
    expect(stdout).toContain(
      `\nConfidence: certain\nFix: by hand\nFingerprint: ${found?.fingerprint}\n`,
    );
    expect(stdout).toContain('\n# kustomize/missing-file\n');
    expect(stdout).not.toContain('own/names');
  });

  it('takes the first digits, and several at once, each with its rule', () => {
    const digits = findings().map(({ fingerprint }) => fingerprint.slice(0, 8));
    expect(digits.length).toBe(2);
    const { stdout, status } = run('explain', ...digits, '--path', 'repository');
    expect(status).toBe(0);
    expect(stdout.match(/^# [a-z-]+\/[a-z-]+$/gm)).toEqual([
      '# own/names',
      '# kustomize/missing-file',
    ]);
  });

  it('shows what a policy says of its own rules as text, whatever it is to a terminal', () => {
    const own = findings().find(({ ruleId }) => ruleId === 'own/names');
    const { stdout } = explained(own?.fingerprint ?? '');
    expect(stdout).toContain('names are long');
    expect(stdout).not.toContain('\u001B');
  });

  it('tells that a comment hides it', () => {
    const [found] = findings().filter(({ ruleId }) => ruleId === 'kustomize/missing-file');
    const comment = '# pitower-lint-disable-line kustomize/missing-file -- a pipeline writes it';
    writeFileSync(
      kustomization,
      `kind: Kustomization\nresources:\n  - a.yaml\n  - gone.yaml ${comment}\n`,
    );
    expect(findings().map(({ ruleId }) => ruleId)).toEqual(['own/names']);
    expect(explained(found?.fingerprint ?? '').stdout).toContain(
      'It is not reported: a comment hides it.',
    );
  });

  it('refuses what is not there any more, and says where fingerprints come from', () => {
    const { status, stdout, stderr } = explained('0123456789abcdef');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(
      '`repository` has no finding with the fingerprint `0123456789abcdef`\nhelp: ',
    );
    expect(stderr).toContain('`--format json`');
  });
});
