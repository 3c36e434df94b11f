import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeRepository } from '../../bench/synthetic.mjs';
import { resultPlace } from '../../src/cli/results.ts';
import { reporters } from '../../src/report/index.ts';
import { keepFile, readKept } from '../../src/store/kept-files.ts';
import { writeBundles } from '../support/bundled.ts';
import {
  gitRepository,
  remove,
  runGit,
  scratchFolder,
  writeFiles,
} from '../support/git-repository.ts';

const scratch = scratchFolder();
let dist = '';
beforeAll(async () => {
  dist = await writeBundles(scratch);
}, 60_000);
afterAll(() => remove(scratch));

const cache = join(scratch, 'cache');
const folder = join(cache, 'pitower-lint', 'results');
const tree = join(scratch, 'tree');
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(tree, { recursive: true, force: true });
  cpSync('fixtures/dns/label/bad', tree, { recursive: true });
});

const { CI: _, ...outer } = process.env;

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = tree) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(dist, 'cli.js'), ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...outer, XDG_CACHE_HOME: cache, ...env },
  });
  return { status, stdout: withoutTime(stdout), stderr };
}

/** How long a run took is all that may differ. */
const withoutTime = (text: string): string =>
  text.replace(/\d+\.\d s\b/g, 'some time').replace(/("durationMs": ?)\d+/g, '$10');

const kept = (): string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** Whether the kept result answers: one of it that has a note more says that note. */
function isAnswered(args: readonly string[], env: NodeJS.ProcessEnv = {}): boolean {
  const [name = ''] = kept();
  const result = JSON.parse(String(readKept(folder, name)));
  const report = { ...result.report, notes: [...result.report.notes, 'of an earlier run'] };
  const marked = { ...result, report, choices: { ...result.choices, verbose: true } };
  keepFile(folder, name, Buffer.from(JSON.stringify(marked)), { files: 9, bytes: 1e9 });
  return run(args, env).stdout.includes('of an earlier run');
}

describe('a second run of the same command line', () => {
  it('answers from the first, until something changes', () => {
    run([]);
    expect(isAnswered([])).toBe(true);
    expect(run(['--no-cache']).stdout).not.toContain('of an earlier run');
    writeFileSync(join(tree, 'new.yaml'), 'a: 1\n');
    expect(run([])).toEqual(run(['--no-cache']));
    expect(isAnswered([])).toBe(true);
  });

  it('asks again with other arguments, variables, or another folder', () => {
    run([]);
    expect(kept()).toHaveLength(1);
    run(['--confidence', 'certain']);
    run([], { PITOWER_LINT_CONFIDENCE: 'certain' });
    run([tree], {}, dist);
    expect(kept()).toHaveLength(4);
  });

  it('asks again with another program, and the next day', () => {
    run([]);
    const linter = join(dist, 'linter.cjs');
    const bytes = readFileSync(linter);
    writeFileSync(linter, `${bytes}\n// another`);
    expect(isAnswered([])).toBe(false);
    writeFileSync(linter, bytes);
    const place = (now: number) => resultPlace([], { XDG_CACHE_HOME: cache }, now)?.name;
    expect(place(Date.UTC(2026, 0, 1))).toBe(place(Date.UTC(2026, 0, 1, 23)));
    expect(place(Date.UTC(2026, 0, 1))).not.toBe(place(Date.UTC(2026, 0, 2)));
    // Another copy of it may be another program.
    const [, own = ''] = process.argv;
    const here = place(0);
    process.argv[1] = join(cache, 'another/cli.js');
    expect(place(0)).not.toBe(here);
    process.argv[1] = own;
    expect(place(0)).toBe(here);
  });

  it('prints as its own terminal wants it', () => {
    run([]);
    const colored = run([], { FORCE_COLOR: '1' });
    expect(colored.stdout).toContain('\u001B[');
    expect(colored).toEqual(run(['--no-cache'], { FORCE_COLOR: '1' }));
    expect(kept()).toHaveLength(1);
  });
});

describe('a result is not kept', () => {
  it.each([
    ['--no-cache'],
    ['--timing'],
    ['--fix-dry-run'],
    ['--write-baseline', join(scratch, 'baseline.jsonl')],
    ['--tracked-only'],
    ['--changed-since', 'HEAD'],
    ['-', '--stdin-path', 'kustomization.yaml'],
    ['--rule', 'no/such=error'],
  ])('with %s', (...args) => {
    const repository = gitRepository(scratch);
    cpSync(tree, repository.folder, { recursive: true });
    repository.commit({});
    run(args, {}, repository.folder);
    expect(kept()).toEqual([]);
  });

  it('where something is to be said of the variables', () => {
    const first = run([], { PITOWER_LINT_FAILON: 'error' });
    expect(first.stderr).toContain('PITOWER_LINT_FAILON');
    expect(kept()).toEqual([]);
  });

  it('in CI, unless it is asked for', () => {
    run([], { CI: 'true' });
    expect(kept()).toEqual([]);
    run(['--cache'], { CI: 'true' });
    expect(kept()).toHaveLength(1);
    expect(isAnswered(['--cache'], { CI: 'true' })).toBe(true);
  });

  it('in what is linted', () => {
    const inside = { XDG_CACHE_HOME: join(tree, '.cache') };
    run([], inside);
    mkdirSync(join(tree, 'apps'));
    run(['..'], inside, join(tree, 'apps'));
    expect(existsSync(join(tree, '.cache/pitower-lint/results'))).toBe(false);
    expect(run(['--cache-dir', 'kept'])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('lies in the repository that is linted'),
    });
    expect(existsSync(join(tree, 'kept'))).toBe(false);
  });

  it('where that is not possible', () => {
    const file = join(scratch, 'file');
    writeFileSync(file, 'a file, not a folder');
    const env = { XDG_CACHE_HOME: file };
    expect(run([], env)).toEqual(run(['--no-cache'], env));
  });
});

describe('the cache', () => {
  it('is where --cache-dir says', () => {
    const elsewhere = join(scratch, 'elsewhere');
    for (const args of [['--cache-dir', elsewhere], [`--cache-dir=${elsewhere}`]]) run(args);
    run([], { PITOWER_LINT_CACHE_DIR: elsewhere });
    expect(readdirSync(join(elsewhere, 'results'))).toHaveLength(3);
    expect(kept()).toEqual([]);
  });

  it('is for nobody but the user', () => {
    run([]);
    const [name = ''] = kept();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  it('has no text of a file', () => {
    writeFileSync(join(tree, 'more.yaml'), '# a word of its own\na: [\n');
    const { stdout } = run(['--format', 'json']);
    expect(stdout).toContain('more.yaml');
    const [name = ''] = kept();
    expect(String(readKept(folder, name))).not.toContain('a word of its own');
  });

  it.each<[string, (file: string) => void]>([
    ['is cut off', file => writeFileSync(file, readFileSync(file).subarray(0, 1000))],
    ['is empty', file => writeFileSync(file, '')],
    ['is of another command line', file => cpSync(join(folder, 'other'), file)],
    ['could be written by others', file => chmodSync(file, 0o666)],
    ['lies where others could write', () => chmodSync(folder, 0o777)],
  ])('is no answer where a file of it %s', (_, spoil) => {
    const first = run([]);
    const [name = ''] = kept();
    const file = join(folder, name);
    keepFile(folder, 'other', readKept(folder, name) ?? Buffer.of(), { files: 9, bytes: 1e9 });
    spoil(file);
    expect(readKept(folder, name)).toBeUndefined();
    expect(run([])).toEqual(first);
  });

  it('is bounded: what was used longest ago goes', () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const keep = (name: string, limits: { files: number; bytes: number }) =>
      keepFile(folder, name, Buffer.alloc(1000), limits);
    for (const [i, name] of ['a', 'b', 'c'].entries()) {
      keep(name, { files: 9, bytes: 1e9 });
      utimesSync(join(folder, name), 1000 + i, 1000 + i);
    }
    keep('d', { files: 3, bytes: 1e9 });
    expect(kept()).toEqual(['b', 'c', 'd']);
    keep('d', { files: 9, bytes: 2500 });
    expect(kept()).toEqual(['c', 'd']);
    keep('e', { files: 9, bytes: 10 });
    expect(kept()).toEqual(['e']);
  });

  it('takes two runs at once', async () => {
    const { spawn } = await import('node:child_process');
    const env = { ...outer, XDG_CACHE_HOME: cache };
    const ends = [0, 1].map(
      () =>
        new Promise<string>(done => {
          const child = spawn(process.execPath, [join(dist, 'cli.js')], { cwd: tree, env });
          let text = '';
          child.stdout.on('data', part => (text += part));
          child.on('close', () => done(withoutTime(text)));
        }),
    );
    const [one, two] = await Promise.all(ends);
    expect(one).toBe(two);
    expect(kept()).toHaveLength(1);
    expect(run([]).stdout).toBe(one);
  });
});

/** Trees as they are linted, each with something of its own. */
const trees: readonly (readonly [string, () => void])[] = [
  ['a fixture', () => cpSync('fixtures/kustomize/deprecated-field/bad', tree, { recursive: true })],
  ['pitower', () => cpSync('pitower', tree, { recursive: true })],
  ['applications that an ApplicationSet finds', () => writeRepository(tree, 20)],
  [
    'links, ignored files that git tracks, and files that can not be read',
    () => {
      runGit(tree, ['init', '--quiet']);
      writeFiles(tree, {
        '.gitignore': '*.secret.yaml\n',
        'a.secret.yaml': 'kind: Secret\napiVersion: v1\nmetadata: {name: a}\ndata: {a: b}\n',
        'b.secret.yaml': 'kind: Secret\napiVersion: v1\nmetadata: {name: b}\ndata: {a: b}\n',
        'linked.yaml': { link: 'away.yaml' },
        'broken.yaml': 'a: [\n',
        'binary.yaml': 'a: \0\n',
        'bom.yaml': '\uFEFFapiVersion: v1\r\nkind: Service\r\nmetadata: {nam: a}\r\n',
      });
      runGit(tree, ['add', '--force', 'a.secret.yaml']);
    },
  ],
];

describe('with and without a cache, a report has the same bytes', () => {
  it.each(trees)('%s', (_, make) => {
    rmSync(tree, { recursive: true, force: true });
    mkdirSync(tree);
    make();
    const into = (name: string) => join(scratch, name);
    const files = Object.keys(reporters);
    const formats = files.map(name => `${name}=${into(name)}`).join(',');
    const texts = () => files.map(name => withoutTime(readFileSync(into(name), 'utf8')));
    const args = ['--format', formats, '--severity', 'info', '--verbose', '--all'];
    const first = run([...args, '--no-cache']);
    const before = texts();
    expect(run(args)).toEqual(first);
    expect(texts()).toEqual(before);
    expect(kept()).toHaveLength(1);
    for (const name of files) rmSync(into(name));
    expect(run(args)).toEqual(first);
    expect(texts()).toEqual(before);
  });
});

describe('renderings of charts', () => {
  const renderings = join(cache, 'pitower-lint', 'renderings');
  const made = () => (existsSync(renderings) ? readdirSync(renderings) : []);
  const touch = (text: string) => writeFileSync(join(tree, 'argocd', 'more.yaml'), text);
  beforeEach(() => {
    rmSync(renderings, { recursive: true, force: true });
    rmSync(tree, { recursive: true, force: true });
    cpSync('fixtures/loadbalancer/ip-in-pool/bad-chart-branches', tree, { recursive: true });
  });

  it('are kept and taken, and the report is the same', () => {
    const anew = run(['--no-cache']);
    expect(made()).toEqual([]);
    expect(run([])).toEqual(anew);
    const [name = ''] = made();
    expect(made()).toHaveLength(1);
    touch('# more\n');
    // Of what is kept, one value is another: it shows that it was taken.
    const body = String(readKept(renderings, name));
    const marked = Buffer.from(body.replaceAll('192.168.1.4', '192.168.1.7'));
    keepFile(renderings, name, marked, { files: 9, bytes: 1e9 });
    expect(run([]).stdout).toContain('`192.168.1.7` is outside');
    expect(run(['--no-cache']).stdout).not.toContain('`192.168.1.7` is outside');
  });

  it('that are damaged are rendered again', () => {
    const anew = run([]);
    const [name = ''] = made();
    writeFileSync(join(renderings, name), 'damaged');
    rmSync(folder, { recursive: true });
    expect(run([])).toEqual(anew);
    keepFile(renderings, name, Buffer.from('{}'), { files: 9, bytes: 1e9 });
    rmSync(folder, { recursive: true });
    expect(run([])).toEqual(anew);
  });

  it('are kept in CI only where it is asked for, and where it is said', () => {
    run([], { CI: 'true' });
    expect(made()).toEqual([]);
    const other = join(scratch, 'other');
    run(['--cache-dir', other], { CI: 'true' });
    expect(made()).toEqual([]);
    expect(readdirSync(join(other, 'renderings'))).toHaveLength(1);
  });
});
