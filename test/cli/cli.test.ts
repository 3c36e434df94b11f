import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import schema from '../../schemas/report.schema.json' with { type: 'json' };
import { explain } from '../../src/cli/explain.ts';
import { rules } from '../../src/rules/index.ts';
import { WITHOUT_COLOUR_VARIABLES } from '../support/environment.ts';
import { scratchProgram } from '../support/program.ts';

const { scratch, program } = scratchProgram();

/** Runs the command line as a person would, in a folder of its own. */
function run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const result = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    env: { ...WITHOUT_COLOUR_VARIABLES, ...env },
  });
  return { status: result.status, stdout: result.stdout, stderr: result.stderr };
}

let count = 0;
/** A repository of these files; returns its path. */
function repository(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = join(scratch, `repository-${count++}`);
  mkdirSync(join(folder, '.git'), { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const KUSTOMIZATION = 'kind: Kustomization\nresources:\n  - settings.yaml\n';
const SETTINGS = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n';
const CLEAN = { 'kustomization.yaml': KUSTOMIZATION, 'settings.yaml': SETTINGS };
const BROKEN = {
  'kustomization.yaml': 'kind: Kustomization\nresources:\n  - setings.yaml\n',
  'settings.yaml': SETTINGS,
};
const WARNED = {
  ...CLEAN,
  'kustomization.yaml': `${CLEAN['kustomization.yaml']}  - https://example.com/team/base//deploy?ref=main\n`,
};

const OFF = { ...BROKEN, '.pitower-lint.yaml': 'rules:\n  kustomize/missing-file: off\n' };

describe('exit status', () => {
  it.each([
    ['0: nothing found', CLEAN, [], 0],
    ['1: an error', BROKEN, [], 1],
    ['0: only warnings', WARNED, [], 0],
    ['1: warnings, with --fail-on warning', WARNED, ['--fail-on', 'warning'], 1],
    ['1: more warnings than --max-warnings', WARNED, ['--max-warnings', '0'], 1],
    ['0: the rule is off', BROKEN, ['--rule', 'kustomize/missing-file=off'], 0],
    ['0: the rule is off in the policy', OFF, [], 0],
    ['0: the rule is not among --only', BROKEN, ['--only', 'dns'], 0],
    ['0: the rule is among --skip', BROKEN, ['--skip', 'kustomize/*'], 0],
    ['1: of several rules one finds something', BROKEN, ['--only', 'dns,kustomize'], 1],
  ])('%s', (_, files, args, status) => {
    expect(run([repository(files), ...args]).status).toBe(status);
  });

  it.each<[string, string[], string]>([
    ['a path that does not exist', ['nowhere/at-all'], '`nowhere/at-all` does not exist'],
    ['neither a file nor a directory', ['/dev/null'], 'is neither a file nor a directory'],
    ['an unknown option', ['--formt', 'json'], 'Did you mean --format?'],
    ['an unknown format', ['--format', 'jsn'], 'Did you mean `json`?'],
    ['an unknown rule', ['--rule', 'dns/lable=off'], 'Did you mean `dns/label`?'],
    ['an unknown severity', ['--rule', 'dns/label=eror'], 'Did you mean `error`?'],
    ['a glob that matches no rule', ['--only', 'gatway'], 'Did you mean `gateway`?'],
    ['no rule left', ['--only', 'dns', '--skip', 'dns'], 'leave no rule'],
    ['a schema directory that is none', ['--schema-dir', 'package.json'], 'is not a directory'],
    ['an unknown command', ['explan', 'x'], 'Did you mean `explain`?'],
    ['a command with letters swapped', ['lnit'], 'Did you mean `lint` or `init`?'],
    [
      'one file for several formats',
      ['--format', 'json', '--format', 'sarif', '--output-file', 'x'],
      'Say where each format goes',
    ],
    [
      'a file for no format',
      ['--format', 'json=y', '--output-file', 'x'],
      'takes the one format that names no file',
    ],
    ['standard input without its path', ['-'], '--stdin-path FILE beside it'],
    [
      'files of different repositories',
      ['pitower', '/usr/share'],
      'belong to different repositories',
    ],
    ['a revision that is not there', ['.', '--changed-since', 'no-such'], 'git fetch --no-tags'],
    ['a revision that is an option', ['.', '--changed-since=--output=x'], 'is not a revision'],
    [
      'rendered manifests and a revision',
      ['.', '--changed-since', 'HEAD', '--rendered', 'pitower'],
      'exclude each other',
    ],
    ['both kinds of --fix', ['--fix', '--fix-dry-run'], 'exclude each other'],
    ['--unsafe-fixes alone', ['--unsafe-fixes'], 'needs --fix or --fix-dry-run'],
    [
      'a baseline to read and to write',
      ['--baseline', 'a', '--write-baseline', 'b'],
      'exclude each other',
    ],
    [
      'a baseline that is not there',
      ['fixtures', '--baseline', 'nowhere'],
      "nowhere can't be read",
    ],
    [
      'a baseline that is none',
      ['fixtures', '--baseline', 'package.json'],
      'package.json:1: a baseline has lines',
    ],
    [
      'statistics of a format for programs',
      ['--format', 'json', '--statistics'],
      'goes with the format stylish',
    ],
    ['explain of an unknown rule', ['explain', 'dns/lable'], 'Did you mean `dns/label`?'],
  ])('2: %s', (_, args, message) => {
    const { status, stdout, stderr } = run(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('2: nothing to lint', () => {
    const { status, stderr } = run([repository({ 'README.md': '# Nothing\n' })]);
    expect(status).toBe(2);
    expect(stderr).toContain('has nothing to lint');
  });

  it('2: a schema that is none, named; a good one is used', () => {
    const things = {
      'kustomization.yaml': 'kind: Kustomization\nresources:\n  - thing.yaml\n',
      'thing.yaml': 'apiVersion: example.com/v1\nkind: Thing\nmetadata:\n  name: a\nsped: 1\n',
    };
    const schemas = (text: string) => repository({ 'example.com/thing_v1.json': text });
    const bad = run([repository(things), '--schema-dir', schemas('{')]);
    expect({ status: bad.status, stdout: bad.stdout }).toEqual({ status: 2, stdout: '' });
    expect(bad.stderr).toContain('example.com/thing_v1.json: ');
    expect(run([repository(things), '--verbose']).stdout).toContain(
      'no schema for 1 object of Thing',
    );
    const properties = { apiVersion: {}, kind: {}, metadata: {}, spec: {} };
    const good = schemas(JSON.stringify({ properties, additionalProperties: false }));
    const { status, stdout } = run([repository(things), '--schema-dir', good]);
    expect(status).toBe(1);
    expect(stdout).toContain('Thing has no field `sped`');
    expect(stdout).toContain('Did you mean `spec`?');
  });

  it('2: an invalid policy, every mistake with its place and the nearest key', () => {
    const folder = repository({
      ...CLEAN,
      '.pitower-lint.yaml': 'extnds: pitower\nrules:\n  dns/lable: off\n  dns/label: eror\n',
    });
    const { status, stdout, stderr } = run([folder]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('.pitower-lint.yaml:1:1: unknown key `extnds`');
    expect(stderr).toContain('Did you mean `extends`?');
    expect(stderr).toContain('.pitower-lint.yaml:3:3: unknown rule `dns/lable`');
    expect(stderr).toContain(
      '.pitower-lint.yaml:4:14: `dns/label` must be `error`, `warning`, `info` or `off`',
    );
  });
});

describe('where the policy is read', () => {
  it('.pitower-lint.yml is a policy as well, from below it, too', () => {
    const folder = repository({ ...CLEAN, '.pitower-lint.yml': 'talos: {version: nonsense}\n' });
    const { status, stderr } = run([folder]);
    expect(status).toBe(2);
    expect(stderr).toContain('.pitower-lint.yml:1:18: `nonsense` is not a version of Talos');
    expect(stderr).toContain('such as `v1.12.4`, or a range such as `~1.12`.');
  });

  it('2: both spellings are there', () => {
    const both = { '.pitower-lint.yaml': 'domains: [example.com]\n', '.pitower-lint.yml': '{}\n' };
    const { status, stderr } = run([repository({ ...CLEAN, ...both })]);
    expect(status).toBe(2);
    expect(stderr).toContain('.pitower-lint.yaml and .pitower-lint.yml are both there');
  });

  it('2: a link that leaves the repository, and nothing of what it leads to is shown', () => {
    const outside = repository({ secret: 'password: hunter2\n' });
    const folder = repository(CLEAN);
    symlinkSync(join(outside, 'secret'), join(folder, '.pitower-lint.yaml'));
    const { status, stdout, stderr } = run([folder]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('is a link that leaves the repository');
    expect(stderr).not.toContain('password');
  });

  it('2: a link to a device, which is not read', () => {
    const folder = repository(CLEAN);
    symlinkSync('/dev/zero', join(folder, '.pitower-lint.yaml'));
    const { status, stderr } = run([folder]);
    expect(status).toBe(2);
    expect(stderr).toContain('is a link that leaves the repository');
  });

  it('init leaves a .pitower-lint.yml alone', () => {
    const folder = repository({ ...CLEAN, '.pitower-lint.yml': '# mine\n' });
    const { status, stderr } = run(['init', folder]);
    expect(status).toBe(2);
    expect(stderr).toContain('.pitower-lint.yml is there already');
  });
});

describe('bad input is a finding, and the rest is still linted', () => {
  it('a truncated file, a binary one, one in another encoding, a link out of the repository', () => {
    const folder = repository({
      ...BROKEN,
      'truncated.yaml': 'a: [1, 2\nb: 3\n',
      'binary.yaml': new Uint8Array([0, 1, 2]),
      'latin1.yaml': new Uint8Array([0x61, 0x3a, 0x20, 0xe5]),
    });
    symlinkSync(resolve('package.json'), join(folder, 'outside.yaml'));
    symlinkSync('loop.yaml', join(folder, 'loop.yaml'));
    const { status, stdout } = run([folder, '--format', 'compact']);
    expect(status).toBe(1);
    expect(stdout.split('\n').map(line => line.replace(/^(\S+) .*\[(.*)\]$/, '$1 $2'))).toEqual([
      'binary.yaml:1:1: internal/unreadable',
      'kustomization.yaml:3:5: kustomize/missing-file',
      'latin1.yaml:1:1: internal/unreadable',
      'truncated.yaml:2:1: yaml/syntax',
      '',
    ]);
    expect(run([folder, '--verbose']).stdout).toContain(
      'outside.yaml: a link that leaves the repository',
    );
  });
});

describe('output', () => {
  it('stylish: grouped by file, the exact characters marked, how to mend it, what was looked at', () => {
    const { stdout } = run([repository(BROKEN)]);
    const [closing] = /\d+ files,.*/.exec(stdout) ?? [];
    expect(stdout.replace(closing ?? '', '<closing>')).toMatchInlineSnapshot(`
      "kustomization.yaml
        3:5  error  \`setings.yaml\` does not exist  kustomize/missing-file
       3 |   - setings.yaml
         |     ^^^^^^^^^^^^
         = help: Did you mean \`settings.yaml\`?

      ✖ 1 error, 0 warnings, 0 infos
      <closing>
      "
    `);
    expect(closing).toMatch(
      /^2 files, 2 documents, 0 applications, 0 objects, \d+ rules, [\d.]+ s; policy: inferred \(chosen by layout; "pitower-lint init" pins yours\)/,
    );
  });

  it('json: the contract of schemas/report.schema.json, and the same bytes twice', () => {
    const folder = repository(BROKEN);
    const once = run([folder, '--format', 'json']).stdout;
    const again = run([folder, '--format', 'json']).stdout;
    const report = JSON.parse(once);
    const validate = new Ajv({ allowUnionTypes: true }).compile(schema);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    const timeless = (text: string) => text.replace(/"durationMs": \d+/, '');
    expect(timeless(again)).toBe(timeless(once));
    expect(report.findings[0]).toMatchObject({
      file: 'kustomization.yaml',
      line: 3,
      column: 5,
      endLine: 3,
      endColumn: 17,
    });
  });

  it('fingerprints survive lines that move', () => {
    const fingerprint = (files: Record<string, string>) =>
      JSON.parse(run([repository(files), '--format', 'json']).stdout).findings[0].fingerprint;
    const moved = {
      ...BROKEN,
      'kustomization.yaml': `# A comment more.\n\n${BROKEN['kustomization.yaml']}`,
    };
    expect(fingerprint(moved)).toBe(fingerprint(BROKEN));
  });

  it('to a file, and nothing on stdout', () => {
    const file = join(scratch, 'report.json');
    const { stdout, status } = run([repository(BROKEN), '--format', `json=${file}`]);
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
  });

  it('--output-file takes what would go to stdout, beside formats with files of their own', () => {
    const file = join(scratch, 'output.txt');
    const other = join(scratch, 'other.json');
    const folder = repository(BROKEN);
    const args = ['--format', `json=${other}`, '--format', 'compact', '--output-file', file];
    const { stdout, status } = run([folder, ...args]);
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
    expect(readFileSync(file, 'utf8')).toMatch(/^kustomization\.yaml:3:5: error .*\n$/);
    expect(JSON.parse(readFileSync(other, 'utf8')).findings).toHaveLength(1);
    run([folder, '--output-file', file], { FORCE_COLOR: '1' });
    expect(readFileSync(file, 'utf8')).toMatch(/^kustomization\.yaml\n {2}3:5 {2}error /);
  });

  it.each([
    ['-v', '--verbose'],
    ['-q', '--quiet'],
  ])('%s is %s', (short, long) => {
    const folder = repository(WARNED);
    const said = (flag: string) => run([folder, flag]).stdout.replace(/[\d.]+ s;/, '');
    expect(said(short)).toBe(said(long));
    expect(said(short)).not.toBe(run([folder]).stdout.replace(/[\d.]+ s;/, ''));
  });

  it('several formats of one run, each to where it is wanted', () => {
    const formats = ['sarif', 'markdown', 'junit', 'json'];
    const file = (name: string) => join(scratch, `several.${name}`);
    const args = formats.flatMap(name => ['--format', `${name}=${file(name)}`]);
    const { stdout, status } = run([repository(BROKEN), ...args, '--format', 'compact']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^kustomization\.yaml:3:5: error .*\n$/);
    const [sarif, markdown, junit, json] = formats.map(name => readFileSync(file(name), 'utf8'));
    expect(JSON.parse(sarif ?? '').runs[0].results).toHaveLength(1);
    expect(markdown).toContain('1 error');
    expect(junit).toContain('<failure type="error"');
    expect(JSON.parse(json ?? '').findings).toHaveLength(1);
  });

  it('what a format leaves out is said on stderr', () => {
    const rendered = join(scratch, 'rendered');
    mkdirSync(rendered);
    writeFileSync(join(rendered, 'a.yaml'), 'a: [1\n');
    const { stdout, stderr } = run([
      repository(CLEAN),
      '--rendered',
      rendered,
      '--format',
      'sarif',
    ]);
    expect(stderr).toContain('the SARIF report leaves out 1 finding outside the repository');
    expect(JSON.parse(stdout).runs[0].results).toEqual([]);
    expect(stdout).not.toContain(scratch);
  });

  it.each<[string, string[], NodeJS.ProcessEnv, boolean]>([
    ['no terminal: none', [], {}, false],
    ['--color', ['--color'], {}, true],
    ['FORCE_COLOR', [], { FORCE_COLOR: '1' }, true],
    ['NO_COLOR', [], { NO_COLOR: '1' }, false],
    ['--no-color wins over FORCE_COLOR', ['--no-color'], { FORCE_COLOR: '1' }, false],
  ])('colours: %s', (_, args, env, colored) => {
    expect(run([repository(BROKEN), ...args], env).stdout.includes('\u001B[')).toBe(colored);
  });

  it('names with terminal escapes and workflow commands come out harmless', () => {
    const folder = repository({
      ...CLEAN,
      'kustomization.yaml': 'kind: Kustomization\nresources:\n  - "\\e[31m\\n::error::x.yaml"\n',
    });
    for (const format of ['stylish', 'compact']) {
      const { stdout } = run([folder, '--format', format]);
      expect(stdout).not.toContain('\u001B');
      expect(stdout).not.toMatch(/^::error/m);
    }
  });
});

describe('several clusters', () => {
  const folder = join(scratch, 'clusters');
  beforeAll(() => {
    cpSync('fixtures/storage/missing-claim/bad-instances', folder, { recursive: true });
    mkdirSync(join(folder, '.git'));
  });

  it('every format names the cluster of a finding', () => {
    const said = (format: string) => run([folder, '--format', format]).stdout;
    expect(said('compact')).toMatch(/: error \(prod\) nothing declares the claim/);
    expect(said('stylish')).toMatch(/ error \(prod\) .* 2 clusters, 2 applications/s);
    expect(said('markdown')).toMatch(/error &#40;prod&#41;/);
    expect(said('github')).toMatch(/title=storage\/missing-claim prod/);
    expect(said('junit')).toMatch(/error \(prod\) nothing/);
    expect(JSON.parse(said('gitlab'))[0].description).toMatch(/^nothing .* \(prod\)/);
    expect(JSON.parse(said('sarif')).runs[0].results[0].properties.clusters).toEqual(['prod']);
    const report = JSON.parse(said('json'));
    expect(new Ajv({ strict: false }).validate(schema, report)).toBe(true);
    expect(report.findings).toMatchObject([{ cluster: 'prod' }]);
    expect(report.summary).toMatchObject({ clusters: 2 });
  });

  it('--cluster leaves out the others, and says which there are', () => {
    expect(run([folder, '--cluster', 'prod']).status).toBe(1);
    expect(run([folder, '--cluster', 'dev']).status).toBe(0);
    expect(run([folder, '--cluster', 'prodd'])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(
        /no cluster `prodd`.*Did you mean `prod`\? .*`dev` and `prod`/s,
      ),
    });
    expect(run([repository(CLEAN), '--cluster', 'prod'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('a single one'),
    });
  });
});

describe('other commands', () => {
  it('rules: one line each', () => {
    const { stdout, status } = run(['rules']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^argocd\/appset-per-category +error +/);
    expect(JSON.parse(run(['rules', '--format', 'json']).stdout).length).toBe(
      stdout.trim().split('\n').length,
    );
  });

  it('explain: what, why and what to do', () => {
    const { stdout } = run(['explain', 'dns/label']);
    for (const part of [
      '# dns/label',
      '| Severity | error |',
      '## Why',
      '## What to do',
      '## Turning',
    ])
      expect(stdout).toContain(part);
  });

  it('explain: a family, and what a glob matches', () => {
    const titles = (...globs: string[]) =>
      run(['explain', ...globs]).stdout.match(/^# [a-z-]+\/[a-z-]+$/gm);
    const family = rules
      .filter(({ id }) => id.startsWith('suppression/'))
      .map(({ id }) => `# ${id}`);
    expect(titles('suppression')).toEqual(family);
    expect(titles('suppression/un*', 'dns/label')).toEqual([
      '# dns/label',
      '# suppression/unknown-rule',
      '# suppression/unused',
    ]);
  });

  it('explain: the page with its examples where it comes with the program', () => {
    const page = readFileSync('docs/rules/dns/label.md', 'utf8');
    const rule = rules.find(({ id }) => id === 'dns/label');
    expect(rule && explain([rule], false)).toBe(page);
    expect(page).toContain('## Reported');
  });

  it('rules: by family, and those with a fix', () => {
    const { stdout } = run(['rules', '--family', 'dns', '--fixable']);
    expect(stdout.match(/^\S+/gm)).toEqual(['dns/annotation-name', 'dns/label-value']);
  });

  const APPLICATION = {
    'application.yaml':
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web, namespace: argocd}\nspec:\n  project: default\n  source: {repoURL: https://example.com/x.git, path: web}\n  destination: {server: https://kubernetes.default.svc, namespace: web}\n',
    'web/kustomization.yaml':
      'kind: Kustomization\nnamespace: web\nresources:\n  - settings.yaml\n',
    'web/settings.yaml': SETTINGS,
  };

  it('render: the objects, and where each field comes from', () => {
    const { stdout, status } = run([
      'render',
      'web',
      '--path',
      repository(APPLICATION),
      '--origins',
    ]);
    expect(status).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "# web: ConfigMap web/settings
      # from web/settings.yaml:1:1, by way of web/kustomization.yaml
      apiVersion: v1 # web/settings.yaml:1:13
      kind: ConfigMap # web/settings.yaml:2:7
      metadata:
        name: settings # web/settings.yaml:4:9
        namespace: web # web/kustomization.yaml:2:12
      "
    `);
  });

  it('render --format json: the same for programs', () => {
    const { stdout } = run([
      'render',
      '--path',
      repository(APPLICATION),
      '--origins',
      '--format',
      'json',
    ]);
    const [application] = JSON.parse(stdout);
    expect(application.application).toBe('web');
    expect(application.objects[0].origins['/metadata/namespace']).toBe(
      'web/kustomization.yaml:2:12',
    );
  });

  it('render of an unknown Application offers the nearest', () => {
    const { status, stderr } = run(['render', 'wep', '--path', repository(APPLICATION)]);
    expect(status).toBe(2);
    expect(stderr).toContain('Did you mean `web`?');
  });

  it.each(['--version', '-V'])('%s', flag => {
    expect(run([flag])).toEqual({ status: 0, stdout: '0.1.0\n', stderr: '' });
  });

  it.each(['--help', '-h'])('%s has the exit statuses and examples that work', flag => {
    const { status, stdout } = run([flag]);
    expect(status).toBe(0);
    expect(stdout).toContain('Usage: pitower-lint');
    expect(stdout).toMatch(/^Exit status:\n {2}0 .*\n {2}1 .*\n {2}2 /m);
    const [, examples = ''] = /^Examples:\n((?: {2}.*\n)+)/m.exec(stdout) ?? [];
    expect(examples.match(/^ {2}pitower-lint/gm)).toHaveLength(3);
    expect(run(['explain', 'dns/label']).status).toBe(0);
    expect(run(['lint', flag]).stdout).toMatch(/^Output:\n {2}--format <name\[=file\]> /m);
  });
});

describe('fixes', () => {
  const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    io.cilium/lb-ipam-ips: '192.0.2.1' # the printer's old one
spec:
  type: LoadBalancer
  ports: [{ port: 80 }]
`;
  const FIXABLE = {
    'kustomization.yaml': 'kind: Kustomization\nresources:\n  - web.yaml\n',
    'web.yaml': SERVICE,
  };
  const read = (folder: string) => readFileSync(join(folder, 'web.yaml'), 'utf8');
  const FIXED = SERVICE.replace('io.cilium/lb-ipam-ips', 'lbipam.cilium.io/ips');
  const only = ['--only', 'loadbalancer/annotation-name', '--fail-on', 'warning'];

  it('--fix writes the file, keeps its mode and all other bytes, and reports what is left', () => {
    const folder = repository(FIXABLE);
    chmodSync(join(folder, 'web.yaml'), 0o640);
    const { status, stderr } = run([folder, '--fix', ...only]);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: 'pitower-lint: 1 fix in 1 file applied\n',
    });
    expect(read(folder)).toBe(FIXED);
    expect(statSync(join(folder, 'web.yaml')).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).sort()).toEqual(['.git', 'kustomization.yaml', 'web.yaml']);
  });

  it('--fix follows a link to the file that it leads to', () => {
    const folder = repository({ ...FIXABLE, 'shared/web.txt': SERVICE });
    rmSync(join(folder, 'web.yaml'));
    symlinkSync('shared/web.txt', join(folder, 'web.yaml'));
    run([folder, '--fix', ...only]);
    expect(lstatSync(join(folder, 'web.yaml')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'shared/web.txt'), 'utf8')).toBe(FIXED);
  });

  it('--fix-dry-run changes nothing, prints a patch that git takes, and judges what is there', () => {
    const folder = repository({
      'cluster/kustomization.yaml': FIXABLE['kustomization.yaml'],
      'cluster/web.yaml': SERVICE,
    });
    const { status, stdout, stderr } = run([join(folder, 'cluster'), '--fix-dry-run', ...only]);
    expect(status).toBe(1);
    expect(stderr).toBe('pitower-lint: 1 fix in 1 file would be applied\n');
    expect(read(join(folder, 'cluster'))).toBe(SERVICE);
    const applied = spawnSync('git', ['apply', '-'], {
      cwd: folder,
      input: stdout,
      encoding: 'utf8',
    });
    expect(applied.stderr).toBe('');
    expect(read(join(folder, 'cluster'))).toBe(FIXED);
  });

  it('the report says what can be fixed', () => {
    expect(run([repository(FIXABLE), ...only]).stdout).toContain('can be fixed: 1 with --fix\n');
  });
});

describe('baseline', () => {
  it('accepts what is there, whatever the lines, and reports what is new', () => {
    const folder = repository(BROKEN);
    const baseline = join(folder, 'baseline.jsonl');
    const written = run([folder, '--write-baseline', baseline]);
    expect({ status: written.status, stdout: written.stdout }).toEqual({ status: 0, stdout: '' });
    expect(readFileSync(baseline, 'utf8')).toContain(
      '{"rule":"kustomize/missing-file","file":"kustomization.yaml","at":"Kustomization//:resources.setings.yaml"}\n',
    );
    writeFileSync(
      join(folder, 'kustomization.yaml'),
      'kind: Kustomization\n# comment\nresources:\n  - other.yaml\n  - setings.yaml\n',
    );
    const { status, stdout } = run([folder, '--baseline', baseline, '--format', 'compact']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^kustomization.yaml:4:5: error .*other.yaml.*\n$/);
  });

  it('reports the entries that are gone, at their line', () => {
    const folder = repository(BROKEN);
    const baseline = join(folder, 'baseline.jsonl');
    run([folder, '--write-baseline', baseline]);
    const lines = readFileSync(baseline, 'utf8').trim().split('\n');
    writeFileSync(join(folder, 'kustomization.yaml'), KUSTOMIZATION);
    const { stdout } = run([folder, '--baseline', baseline, '--format', 'compact']);
    expect(stdout.trim().split('\n')).toHaveLength(lines.length);
    expect(stdout).toContain(
      'baseline.jsonl:1:1: warning the baseline accepts a finding of `kustomize/missing-file` in `kustomization.yaml` that is gone [suppression/stale-baseline]',
    );
  });

  it('says nothing of entries of rules that did not run', () => {
    const folder = repository(CLEAN);
    const baseline = join(folder, 'baseline.jsonl');
    writeFileSync(baseline, '{"rule":"dns/label","file":"x.yaml","at":"a"}\n');
    expect(
      run([folder, '--baseline', baseline, '--skip', 'dns', '--format', 'compact']).stdout,
    ).toBe('');
  });

  it('counts what it hides', () => {
    const folder = repository(BROKEN);
    const baseline = join(folder, 'baseline.jsonl');
    run([folder, '--write-baseline', baseline]);
    const { status, stdout } = run([folder, '--baseline', baseline]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/no findings \(\d in the baseline\)/);
  });
});

describe('init', () => {
  it('writes a policy that the next run takes, and says where', () => {
    const folder = repository(CLEAN);
    const { status, stdout } = run(['init', folder]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${folder}/.pitower-lint.yaml\n` });
    expect(run([folder]).stdout).toContain('policy: .pitower-lint.yaml (extends inferred)');
  });

  it('leaves a policy that is there alone', () => {
    const folder = repository({ ...CLEAN, '.pitower-lint.yaml': '# mine\n' });
    const { status, stderr } = run(['init', folder]);
    expect(status).toBe(2);
    expect(stderr).toContain('is there already');
    expect(readFileSync(join(folder, '.pitower-lint.yaml'), 'utf8')).toBe('# mine\n');
  });
});
