import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LintOptions } from '../../src/library/types.ts';
import { rules } from '../../src/rules/index.ts';
import type * as library from '../../src/start/index.ts';
import { writeBundles } from '../support/bundled.ts';
import { remove, scratchFolder } from '../support/git-repository.ts';

// The package as it is installed, in the node_modules of a project.
const project = scratchFolder();
const installed = join(project, 'node_modules', 'pitower-lint');
const fixture = (name: string) => resolve('fixtures', name);
let pitowerLint: typeof library;

beforeAll(async () => {
  mkdirSync(installed, { recursive: true });
  await writeBundles(installed);
  cpSync('package.json', join(installed, 'package.json'));
  mkdirSync(join(installed, 'docs'));
  symlinkSync(resolve('docs/rules'), join(installed, 'docs/rules'));
  symlinkSync(resolve('node_modules/@types'), join(project, 'node_modules/@types'));
  writeFileSync(join(project, 'package.json'), '{"type": "module"}');
  pitowerLint = await import(pathToFileURL(join(installed, 'dist/index.js')).href);
}, 60_000);
afterAll(() => remove(project));

/** The library refuses a call: what it says. */
async function refusal(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof pitowerLint.LintError)) throw new Error('it is no LintError');
  const { name, code, message, help, problems } = error;
  return { name, code, message, help, problems };
}

describe('the calls', () => {
  it('lint resolves to the report, and tells how far it is', async () => {
    const stages: string[] = [];
    const { version, findings } = await pitowerLint.lint({
      path: fixture('dns/label/bad'),
      onProgress: stage => stages.push(stage),
    });
    expect(version).toBe(2);
    expect(findings.map(({ ruleId }) => ruleId)).toContain('dns/label');
    expect(stages.at(-1)).toBe('checking');
  });

  it('lint obeys rules, only, skip and confidence', async () => {
    const path = fixture('dns/label/bad');
    const ids = async (options: LintOptions) =>
      new Set((await pitowerLint.lint({ path, ...options })).findings.map(({ ruleId }) => ruleId));
    expect(await ids({ rules: { 'dns/label': 'off' } })).not.toContain('dns/label');
    expect(await ids({ only: ['dns'] })).toContain('dns/label');
    expect(await ids({ skip: ['dns/*'] })).not.toContain('dns/label');
    expect(await ids({ confidence: 'certain', only: ['dns/label'] })).toEqual(
      new Set(['dns/label']),
    );
  });

  it('render resolves to the objects of an Application, with where their fields come from', async () => {
    const [jellyfin, ...others] = await pitowerLint.render({
      path: resolve('pitower'),
      application: 'jellyfin',
      origins: true,
    });
    expect(others).toEqual([]);
    expect(jellyfin?.application).toBe('media-jellyfin');
    expect(jellyfin?.objects.length).toBeGreaterThan(0);
    const places = Object.values(jellyfin?.objects[0]?.origins ?? {});
    expect(places.filter(place => !/:\d+:\d+/.test(place))).toEqual([]);
  });

  it('explain takes families and fingerprints; a finding comes with the page of its rule', async () => {
    const path = fixture('dns/label/bad');
    const { findings } = await pitowerLint.lint({ path });
    const [first] = findings.filter(({ ruleId }) => ruleId === 'dns/label');
    const what = first?.fingerprint.slice(0, 10) ?? '';
    const explained = await pitowerLint.explain({ what, path });
    expect(explained.findings).toEqual([{ ...first, hiddenBy: null }]);
    expect(explained.rules.map(({ id }) => id)).toEqual(['dns/label']);
    expect(explained.rules[0]?.page).toBe(readFileSync('docs/rules/dns/label.md', 'utf8'));
    const family = await pitowerLint.explain({ what: ['dns', 'dns/label'] });
    const ids = rules.map(({ id }) => id).filter(id => id.startsWith('dns/'));
    expect(family.rules.map(({ id }) => id)).toEqual(ids);
  });

  it('coverage says what is not known', async () => {
    const { applications, full } = await pitowerLint.coverage({ path: resolve('pitower') });
    expect(applications.filter(({ seen }) => seen === 'full').length).toBe(full);
  });

  it('listRules lists all rules with their options', async () => {
    const listed = await pitowerLint.listRules();
    expect(listed.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
    const described = listed.flatMap(({ options }) => Object.values(options));
    expect(described.length).toBeGreaterThan(0);
    expect(described.filter(option => !('description' in option))).toEqual([]);
  });
});

describe('cancellation', () => {
  it('ends a call at once, with the reason of the signal', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const call = pitowerLint.lint({
      path: resolve('pitower'),
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    });
    await expect(call).rejects.toBe(reason);
  });

  it('begins nothing where the signal was given before', async () => {
    const stages: string[] = [];
    const call = pitowerLint.lint({
      path: resolve('pitower'),
      signal: AbortSignal.abort(),
      onProgress: stage => stages.push(stage),
    });
    await expect(call).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(stages).toEqual([]);
  });

  it('leaves the thread of the caller free', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    await pitowerLint.lint({ path: resolve('pitower') });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(10);
  });

  it('an error of onProgress is the error of the call', async () => {
    const call = pitowerLint.lint({
      path: fixture('dns/label/bad'),
      onProgress() {
        throw new RangeError('mine');
      },
    });
    await expect(call).rejects.toThrow(new RangeError('mine'));
  });
});

describe('errors are typed', () => {
  it('an option that does not exist, a rule that does not exist', async () => {
    const options = { pth: 'x' } as LintOptions;
    expect(await refusal(pitowerLint.lint(options))).toEqual({
      name: 'LintError',
      code: 'invalid-option',
      message: 'there is no option `pth`',
      help: 'Did you mean `path`?',
      problems: [],
    });
    expect(await refusal(pitowerLint.lint({ only: ['dns/lable'] }))).toMatchObject({
      code: 'invalid-option',
      message: '`dns/lable` is not valid',
      help: 'Did you mean `dns/label`?',
    });
  });

  it('the trace of an error leads to the caller', async () => {
    async function caller() {
      await pitowerLint.lint({ path: '/nowhere' });
    }
    const error = await caller().catch((reason: Error) => reason);
    expect((error as Error).stack).toMatch(/ at (?:async )?caller /);
  });

  it('a path, a cluster, an Application or a finding that is not there', async () => {
    const path = fixture('dns/label/bad');
    const codes = await Promise.all([
      refusal(pitowerLint.lint({ path: '/nowhere' })),
      refusal(pitowerLint.lint({ path, cluster: 'none' })),
      refusal(pitowerLint.render({ path: resolve('pitower'), application: 'jellifin' })),
      refusal(pitowerLint.explain({ path, what: 'abcdef01' })),
    ]);
    expect(codes.map(({ code }) => code)).toEqual([
      'invalid-path',
      'not-found',
      'not-found',
      'not-found',
    ]);
    expect(codes[2]?.help).toBe('Did you mean `jellyfin`?');
  });

  it('a policy that can not be used, with the place of what is wrong', async () => {
    const folder = join(project, 'repository');
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.yaml'), 'kind: Kustomization\nresources: []\n');
    writeFileSync(join(folder, '.pitower-lint.yaml'), 'extends: inferred\ndomain: []\n');
    const { code, problems } = await refusal(pitowerLint.lint({ path: folder }));
    expect(code).toBe('invalid-policy');
    expect(problems).toMatchObject([{ file: '.pitower-lint.yaml', line: 2, column: 1 }]);
    expect(await refusal(pitowerLint.lint({ path: installed }))).toMatchObject({
      code: 'nothing-to-lint',
    });
  });
});

describe('the example of docs/library.md', () => {
  const [, example = ''] =
    /```ts\n([\s\S]*?)```/.exec(readFileSync('docs/library.md', 'utf8')) ?? [];

  it('compiles with strict types', () => {
    const file = join(project, 'example.ts');
    writeFileSync(file, example);
    const built = ts.createProgram([file], {
      strict: true,
      exactOptionalPropertyTypes: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: ['node'],
      typeRoots: [join(project, 'node_modules/@types')],
    });
    const said = ts.getPreEmitDiagnostics(built).map(({ messageText }) => messageText);
    expect(said).toEqual([]);
    built.emit();
  });

  it('runs', () => {
    const run = (path: string) =>
      spawnSync(process.execPath, ['example.js', path], { cwd: project, encoding: 'utf8' });
    const bad = run(fixture('dns/label/bad'));
    expect(bad.stdout).toMatch(/^gateway\.yaml:11:9 .* \(dns\/label\)$/m);
    expect(bad.stderr).toContain('checking');
    expect(bad.status).toBe(1);
    const gone = run('/nowhere');
    expect(gone.stderr).toContain('invalid-path `/nowhere` does not exist');
    expect(gone.status).toBe(2);
  });
});
