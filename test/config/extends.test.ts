import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { policyReader } from '../../src/cli/policy-file.ts';
import { makePolicy } from '../../src/config/load.ts';
import { positionAt, type SourceText } from '../../src/source/text.ts';
import { wordsOf } from '../support/words.ts';

/** A policy with the files beside it, read as a command line reads them. */
function policyOf(
  files: Readonly<Record<string, string>>,
  links: Readonly<Record<string, string>> = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'extends-'));
  const top = join(folder, 'repository');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  }
  for (const [path, target] of Object.entries(links)) symlinkSync(target, join(top, path));
  const file: SourceText = { path: '.pitower-lint.yaml', text: files['.pitower-lint.yaml'] ?? '' };
  return makePolicy(file, 'inferred', policyReader(top, top));
}

const errorsOf = (made: ReturnType<typeof policyOf>): string[] =>
  'preset' in made
    ? []
    : made.map(({ at, message, help }) => {
        const { line, column } = positionAt(at.file, at.start);
        return wordsOf(`${at.file.path}:${line}:${column}: ${message}${help ? ` (${help})` : ''}`);
      });

const HERE = 'Paths are relative to the folder of this file.';

describe('extends', () => {
  it('lays presets and files over each other, the last one wins', () => {
    const policy = policyOf({
      '.pitower-lint.yaml':
        'extends: [pitower, ./shared/a.yaml, shared/b.yml]\ndomains: [own.example]\n',
      'shared/a.yaml':
        'domains: [a.example]\nloadBalancer: {ranges: [10.0.0.0/24]}\ncilium: {mode: snat}\n',
      'shared/b.yml':
        'extends: deeper/c.yaml\nloadBalancer: {ranges: [10.0.1.0/24]}\nrules: {helm: off}\n',
      'shared/deeper/c.yaml': 'loadBalancer: {ranges: [10.0.2.0/24]}\ncilium: {mode: hybrid}\n',
    });
    if (!('preset' in policy)) throw new Error(JSON.stringify(errorsOf(policy)));
    expect(policy).toMatchObject({
      preset: 'pitower',
      domains: ['own.example'],
      loadBalancer: { ranges: ['10.0.1.0/24'] },
      cilium: { mode: 'hybrid', algorithm: 'maglev' },
    });
    expect(policy.setting('helm/crds').severity).toBe('off');
    expect(policy.source('cilium', 'mode')).toBe('the policy file `shared/deeper/c.yaml`');
    expect(policy.source('cilium', 'algorithm')).toBe('the preset `pitower`');
    expect(policy.place('loadBalancer', 'ranges')?.file.path).toBe('shared/b.yml');
    expect(policy.place('domains')?.file.path).toBe('.pitower-lint.yaml');
  });

  it('the preset of the layout stands in where none is named', () => {
    const policy = policyOf({
      '.pitower-lint.yaml': 'extends: ./a.yaml\n',
      'a.yaml': 'domains: [a.example]\n',
    });
    expect(policy).toMatchObject({ preset: 'inferred', domains: ['a.example'] });
  });

  it('reads files of packages, from the nearest node_modules', () => {
    const policy = policyOf({
      '.pitower-lint.yaml': 'extends: ["package:@example/policy/strict.yaml", package:plain]\n',
      'node_modules/@example/policy/strict.yaml': 'domains: [a.example]\n',
      'node_modules/plain/pitower-lint.yaml': 'cilium: {mode: dsr}\n',
    });
    expect(policy).toMatchObject({ domains: ['a.example'], cilium: { mode: 'dsr' } });
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'a slip of a preset',
      { '.pitower-lint.yaml': 'extends: [pitowr]\n' },
      '.pitower-lint.yaml:1:11: there is no preset pitowr (Did you mean pitower?)',
    ],
    [
      'a file that is not there',
      { '.pitower-lint.yaml': 'extends: ./gone.yaml\n' },
      `.pitower-lint.yaml:1:10: the policy ./gone.yaml can't be read: it is not there (${HERE})`,
    ],
    [
      'a file outside of the repository',
      { '.pitower-lint.yaml': 'extends: ../../etc/passwd\n' },
      `.pitower-lint.yaml:1:10: the policy ../../etc/passwd can't be read: it is outside of the repository (${HERE})`,
    ],
    [
      'an absolute path',
      { '.pitower-lint.yaml': 'extends: /etc/passwd\n' },
      `.pitower-lint.yaml:1:10: the policy /etc/passwd can't be read: it is outside of the repository (${HERE})`,
    ],
    [
      'a package that climbs',
      {
        '.pitower-lint.yaml': 'extends: package:p/../../secret.yaml\n',
        'node_modules/p/a.yaml': '',
        'secret.yaml': 'domains: [x]',
      },
      ".pitower-lint.yaml:1:10: the policy package:p/../../secret.yaml can't be read: there is no such package (Packages are looked for in node_modules, from the folder of this file upward.)",
    ],
    [
      'a circle',
      {
        '.pitower-lint.yaml': 'extends: a.yaml\n',
        'a.yaml': 'extends: [./b.yaml]',
        'b.yaml': 'extends: a.yaml',
      },
      'b.yaml:1:10: the policy extends itself: a.yaml -> b.yaml -> a.yaml (Take one of them out of extends.)',
    ],
    [
      'itself',
      { '.pitower-lint.yaml': 'extends: .pitower-lint.yaml\n' },
      '.pitower-lint.yaml:1:10: the policy extends itself: .pitower-lint.yaml -> .pitower-lint.yaml (Take one of them out of extends.)',
    ],
    [
      'a mistake in an extended file',
      { '.pitower-lint.yaml': 'extends: a.yaml\n', 'a.yaml': 'domain: [x.example]' },
      'a.yaml:1:1: unknown key domain (Did you mean domains?)',
    ],
  ])('%s is an error at its place', (_, files, error) => {
    expect(errorsOf(policyOf(files))).toEqual([error]);
  });

  it('no link leads out of the repository, and no device is read', () => {
    const made = policyOf(
      { '.pitower-lint.yaml': 'extends: [./passwd.yaml, ./zero.yaml]\n' },
      {
        'passwd.yaml': '/etc/passwd',
        'zero.yaml': '/dev/zero',
      },
    );
    expect(errorsOf(made)).toEqual([
      `.pitower-lint.yaml:1:11: the policy ./passwd.yaml can't be read: it is a link that leaves the repository (${HERE})`,
      `.pitower-lint.yaml:1:26: the policy ./zero.yaml can't be read: it is a link that leaves the repository (${HERE})`,
    ]);
  });

  it('files that extend two each, thirty times over, end', () => {
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [
        `p${i}.yaml`,
        `extends: [p${i + 1}.yaml, ./p${i + 1}.yaml]`,
      ]),
    );
    const made = policyOf({ ...files, 'p30.yaml': '{}', '.pitower-lint.yaml': 'extends: p0.yaml' });
    expect(errorsOf(made)[0]).toMatch(/more than 100 files are extended/);
  });
});
