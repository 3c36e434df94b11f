import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { lintArguments, pullArguments } from '../../src/action/arguments.ts';
import { baseRevision, type EventPayload, trustedBase } from '../../src/action/base.ts';
import { PASSED_INPUTS, readInputs } from '../../src/action/inputs.ts';
import { writeBundles } from '../support/bundled.ts';
import { gitRepository, remove, runGit, scratchFolder } from '../support/git-repository.ts';
import { GUARD } from '../support/guard.ts';

const scratch = scratchFolder();
const guard = join(scratch, 'guard.cjs');
let dist = '';
beforeAll(async () => {
  dist = await writeBundles(scratch);
  writeFileSync(guard, GUARD);
}, 60_000);
afterAll(() => remove(scratch));

const action = parse(readFileSync('action.yml', 'utf8')) as {
  inputs: Record<string, { default: string }>;
  outputs: Record<string, object>;
  runs: { using: string; main: string };
};

/**
 * Runs the bundled action as the runner does: in the workspace, inputs (with their defaults) and files
 * for outputs and summary by variables. The network is out of reach, and no token is given.
 */
function run(
  workspace: string,
  event: string,
  payload: object,
  inputs: Readonly<Record<string, string>> = {},
) {
  const folder = mkdtempSync(join(scratch, 'run-'));
  const file = (name: string, text = '') => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const output = file('output');
  const summary = file('summary');
  const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default]);
  const given = Object.entries({ ...Object.fromEntries(defaults), ...inputs });
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(dist, 'action.js')], {
    cwd: workspace,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      NODE_OPTIONS: `--require ${guard}`,
      ALLOW_SPAWN: 'git,node',
      RUNNER_TEMP: folder,
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: file('event.json', JSON.stringify(payload)),
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'owner/name',
      GITHUB_SHA: 'abc',
      ...Object.fromEntries(
        given.map(([name, value]) => [`INPUT_${name.replace(/ /g, '_').toUpperCase()}`, value]),
      ),
    },
  });
  const outputs = readFileSync(output, 'utf8').matchAll(/^(.+)<<(\S+)\n([\s\S]*?)\n\2$/gm);
  return {
    status,
    stdout,
    stderr,
    summary: readFileSync(summary, 'utf8'),
    outputs: Object.fromEntries([...outputs].map(([, name, , value]) => [name, value])),
  };
}

const kustomization = (...resources: string[]) =>
  `kind: Kustomization\nresources:\n${resources.map(name => `  - ${name}\n`).join('')}`;
const CLEAN = {
  'kustomization.yaml': kustomization('a.yaml'),
  'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
};

/** A repository with an old finding in line 3, and on top of it a change that adds one in line 5. */
function changed() {
  const repository = gitRepository(scratch);
  const before = { ...CLEAN, 'kustomization.yaml': kustomization('old.yaml', 'a.yaml') };
  const base = repository.commit(before);
  repository.commit({ 'kustomization.yaml': kustomization('old.yaml', 'a.yaml', 'new.yaml') });
  return { repository, base };
}
const pullRequest = (sha: string, fork = false) => ({
  pull_request: {
    base: { sha, ref: 'main', repo: { full_name: 'owner/name' } },
    head: { repo: { full_name: fork ? 'stranger/name' : 'owner/name', fork } },
  },
});
const annotated = (stdout: string) =>
  stdout.split('\n').flatMap(line => /^::error .*line=(\d+),/.exec(line)?.[1] ?? []);

describe('the action', () => {
  it('on a push reports all: annotations, summary and SARIF of one run', () => {
    const { repository, base } = changed();
    const { status, stdout, summary, outputs } = run(repository.folder, 'push', { before: base });
    expect(status).toBe(1);
    expect(annotated(stdout)).toEqual(['3', '5']);
    expect(summary).toContain('## pitower-lint: 2 errors, 0 warnings, 0 infos');
    expect(summary).toContain('https://github.com/owner/name/blob/abc/kustomization.yaml#L5');
    expect(outputs).toMatchObject({ errors: '2', warnings: '0', infos: '0', version: '0.1.0' });
    expect(Object.keys(outputs).sort()).toEqual(Object.keys(action.outputs).sort());
    const sarif = JSON.parse(readFileSync(outputs['sarif-file'] ?? '', 'utf8'));
    expect(sarif.runs[0].results).toHaveLength(2);
  });

  it.each([
    ['of the repository', false],
    ['of a fork, whose token can do nothing', true],
  ])('on a pull request %s reports what is new', (_, fork) => {
    const { repository, base } = changed();
    const payload = pullRequest(base, fork);
    const { status, stdout, summary, outputs } = run(repository.folder, 'pull_request', payload);
    expect(status).toBe(1);
    expect(annotated(stdout)).toEqual(['5']);
    expect(stdout).toContain(`1 finding that was there before ${base.slice(0, 10)} not shown`);
    expect(summary).toContain('## pitower-lint: 1 error, 0 warnings, 0 infos');
    expect(outputs.errors).toBe('1');
  });

  it('on a pull request reports all when asked to', () => {
    const { repository, base } = changed();
    const inputs = { 'changed-only': 'false' };
    const { outputs } = run(repository.folder, 'pull_request', pullRequest(base), inputs);
    expect(outputs.errors).toBe('2');
  });

  it('on a push reports what is new when asked to', () => {
    const { repository, base } = changed();
    const inputs = { 'changed-only': 'true' };
    const { outputs } = run(repository.folder, 'push', { before: base }, inputs);
    expect(outputs.errors).toBe('1');
  });

  it('fails on a checkout that lacks the base, and says how to have it', () => {
    const { repository, base } = changed();
    const clone = join(scratch, 'shallow');
    runGit(scratch, ['clone', '--quiet', '--depth=1', `file://${repository.folder}`, clone]);
    const { status, stdout, outputs } = run(clone, 'pull_request', pullRequest(base));
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error::pitower-lint: --changed-since: there is no commit/m);
    expect(stdout).toContain('fetch-depth: 0');
    expect(outputs).toEqual({});
  });

  it('passes on a clean repository', () => {
    const repository = gitRepository(scratch);
    repository.commit(CLEAN);
    const { status, stdout, stderr, summary } = run(repository.folder, 'push', {});
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'no findings\n', stderr: '' });
    expect(summary).toContain('## pitower-lint: no findings');
  });

  it('takes its switches', () => {
    const { repository } = changed();
    const inputs = {
      annotations: 'false',
      summary: 'false',
      'sarif-file': 'results.sarif',
      only: 'kustomize, dns\nstorage/*',
      skip: 'dns/label',
      path: '.',
    };
    const { stdout, summary, outputs } = run(repository.folder, 'push', {}, inputs);
    expect(annotated(stdout)).toEqual([]);
    expect(stdout).toContain('✖ 2 errors');
    expect(summary).toBe('');
    expect(outputs['sarif-file']).toBe('results.sarif');
    expect(existsSync(join(repository.folder, 'results.sarif'))).toBe(true);
  });

  it.each<[string, Record<string, string>, string]>([
    ['a switch', { summary: 'yes' }, 'the input summary is true or false, not "yes"'],
    ['a severity', { 'fail-on': 'eror' }, 'Did you mean `error`?'],
    ['a rule', { only: 'gatway' }, 'Did you mean `gateway`?'],
    ['a path that looks like an option', { path: '--fix' }, '`--fix` does not exist'],
    ['a file that is not there', { config: 'none.yaml' }, "none.yaml can't be read"],
  ])('fails on a wrong input: %s', (_, inputs, message) => {
    const repository = gitRepository(scratch);
    repository.commit(CLEAN);
    const { status, stdout } = run(repository.folder, 'push', {}, inputs);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error::/m);
    expect(stdout).toContain(message);
  });

  it('is what action.yml says it is', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/action.js' });
    const asked = new Set<string>();
    readInputs(name => {
      asked.add(name);
      return '';
    });
    expect([...asked].sort()).toEqual(Object.keys(action.inputs).sort());
  });
});

describe('on a pull request that weakens the policy', () => {
  const POLICY = `extends: inferred
loadBalancer:
  ranges: [10.0.0.0/24]
rules:
  kustomize/missing-file: error
`;
  const BROKEN = { ...CLEAN, 'kustomization.yaml': kustomization('a.yaml', 'gone.yaml') };

  /** What a pull request makes of the policy and of the files, and what comes of it. */
  function pulled(before: Record<string, string>, after: Record<string, string>) {
    const repository = gitRepository(scratch);
    const base = repository.commit({ ...CLEAN, '.pitower-lint.yaml': POLICY, ...before });
    repository.commit(after);
    return run(repository.folder, 'pull_request', pullRequest(base));
  }

  it.each<[string, string, string]>([
    [
      'a severity is lowered',
      POLICY.replace('missing-file: error', 'missing-file: info'),
      '- <code>kustomize/missing-file</code> is an <code>info</code>, and was an <code>error</code> before',
    ],
    [
      'a range is widened',
      POLICY.replace('10.0.0.0/24', '10.0.0.0/16'),
      '- <code>loadBalancer.ranges</code> allows <code>10.0.0.0/16</code> in addition',
    ],
    [
      'an override is added',
      `${POLICY}overrides:\n  - files: [vendor/]\n    rules: {helm: off}\n`,
      '- an override was added or changed: files <code>vendor/</code>',
    ],
  ])('%s: said first in the summary, counted and annotated', (_, policy, said) => {
    const after = { '.pitower-lint.yaml': policy, 'vendor/a.yaml': CLEAN['a.yaml'] };
    const { status, stdout, summary, outputs } = pulled({}, after);
    const [head, first, rest] = summary.split('\n\n').map(part => part.trim());
    expect(head).toMatch(/^## pitower-lint: 0 errors, 1 warning, 0 infos/);
    expect(first).toBe('### The change weakens the policy');
    expect(rest).toBe(said);
    expect(stdout).toMatch(
      /^::warning .*file=\.pitower-lint\.yaml,.*the change weakens the policy/m,
    );
    expect([status, outputs.warnings]).toEqual([0, '1']);
  });

  it('reports what only the policy of the base finds', () => {
    const lowered = POLICY.replace('missing-file: error', 'missing-file: off');
    const { summary, stdout, outputs } = pulled(
      {},
      { '.pitower-lint.yaml': lowered, 'kustomization.yaml': BROKEN['kustomization.yaml'] },
    );
    expect(summary).toContain('### The change weakens the policy');
    expect(summary).toContain('gone.yaml');
    expect(stdout).toMatch(/kustomization\.yaml/);
    expect(Number(outputs.errors) + Number(outputs.warnings)).toBeGreaterThan(1);
  });

  it('fails where the base makes it an error, whatever the head says', () => {
    const strict = `${POLICY}  policy/weakened: error\n`;
    const { status, summary } = pulled(
      { '.pitower-lint.yaml': strict },
      { '.pitower-lint.yaml': POLICY.replace('/24', '/16') },
    );
    expect(status).toBe(1);
    expect(summary).toContain('<code>loadBalancer.ranges</code> allows');
  });

  it('says nothing of it where the policy asks for more', () => {
    const after = { '.pitower-lint.yaml': POLICY.replace('10.0.0.0/24', '10.0.0.0/28') };
    const { status, summary } = pulled({}, after);
    expect(status).toBe(0);
    expect(summary).toContain('## pitower-lint: no findings');
    expect(summary).not.toContain('weakens');
  });
});

describe('the base of a change', () => {
  const zeros = '0'.repeat(40);
  it.each<[string, string, EventPayload, boolean | undefined, string | undefined]>([
    ['a pull request', 'pull_request', { pull_request: { base: { sha: 'b' } } }, undefined, 'b'],
    ['its target', 'pull_request_target', { pull_request: { base: { sha: 'b' } } }, undefined, 'b'],
    ['switched off', 'pull_request', { pull_request: { base: { sha: 'b' } } }, false, undefined],
    ['a push', 'push', { before: 'b' }, undefined, undefined],
    ['a push, switched on', 'push', { before: 'b' }, true, 'b'],
    [
      'a new branch',
      'push',
      { before: zeros, repository: { default_branch: 'main' } },
      true,
      'origin/main',
    ],
    ['a merge group', 'merge_group', { merge_group: { base_sha: 'b' } }, true, 'b'],
  ])('%s', (_, event, payload, changedOnly, base) => {
    expect(baseRevision(event, payload, changedOnly)).toBe(base);
  });

  it('is missed loudly', () => {
    expect(() => baseRevision('schedule', {}, true)).toThrow('the event schedule has none');
    expect(() => baseRevision('pull_request', {}, undefined)).toThrow('changed-only needs');
  });
});

describe('charts', () => {
  it('are those of the store unless the workflow says otherwise', () => {
    const inputs = (charts: string) => readInputs(name => (name === 'charts' ? charts : ''));
    expect(inputs('').charts).toBe('store');
    expect(() => inputs('all')).toThrow('none, store or pull');
    const files = { json: 'j', sarif: 's', markdown: 'm' };
    expect(lintArguments(inputs('none'), undefined, files)).toContain('--no-charts');
    expect(lintArguments(inputs('store'), undefined, files)).not.toContain('--no-charts');
  });

  it('are pulled for a pull request from hosts that its base trusts only', () => {
    const inputs = readInputs(() => '');
    const base = trustedBase({ pull_request: { base: { sha: 'b' } }, before: 'c' });
    expect(pullArguments(inputs, base)).toEqual(['charts', 'pull', '--hosts-of=b', '--', '.']);
    expect(pullArguments(inputs, trustedBase({ before: 'c' }))).toEqual([
      'charts',
      'pull',
      '--',
      '.',
    ]);
  });

  it('options of the command line are handed on, each as one argument', () => {
    const given: Record<string, string> = {
      baseline: 'a b.jsonl',
      'max-warnings': '3',
      cluster: '--fix',
    };
    const inputs = readInputs(name => given[name] ?? '');
    const files = { json: 'j', sarif: 's', markdown: 'm' };
    const passed = ['--baseline=a b.jsonl', '--max-warnings=3', '--cluster=--fix'];
    expect(lintArguments(inputs, undefined, files)).toEqual(expect.arrayContaining(passed));
    expect(
      lintArguments(
        readInputs(() => ''),
        undefined,
        files,
      ).join(' '),
    ).not.toMatch(/baseline|max-warnings|schema-dir|rendered|cluster/);
    expect(PASSED_INPUTS.filter(name => !(name in action.inputs))).toEqual([]);
  });

  it('a baseline accepts what it has', () => {
    const repository = gitRepository(scratch);
    const at = 'Kustomization//:resources.gone.yaml';
    repository.commit({
      'kustomization.yaml': 'kind: Kustomization\nresources:\n  - gone.yaml\n',
      'base.jsonl': `${JSON.stringify({ rule: 'kustomize/missing-file', file: 'kustomization.yaml', at })}\n`,
    });
    expect(run(repository.folder, 'push', {}).status).toBe(1);
    expect(run(repository.folder, 'push', {}, { baseline: 'base.jsonl' }).status).toBe(0);
  });

  it('that are not asked for are not pulled', () => {
    const repository = gitRepository(scratch);
    repository.commit(CLEAN);
    const { status } = run(repository.folder, 'push', {}, { charts: 'pull' });
    expect(status).toBe(0);
  });
});
