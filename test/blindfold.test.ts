import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitRepository, runGit } from './support/git-repository.ts';
import { scratchProgram } from './support/program.ts';

// A pull request that changes a single file turns no failing repository green without a word in the report.

const { scratch, program } = scratchProgram();

const FILES = {
  'README.md': 'a\n',
  '.pitower-lint.yaml': 'extends: inferred\n',
  'baseline.jsonl': '',
  'apps/web/kustomization.yaml': 'kind: Kustomization\nresources: [missing.yaml]\n',
  'other/kustomization.yaml': 'kind: Kustomization\nresources: [a.yaml]\n',
  'other/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
};
const FAILING = 'apps/web/kustomization.yaml';

/** What is said of the repository as a change leaves it, and of the change. */
function reports(change: (folder: string) => void): { status: number | null; text: string }[] {
  const { folder, commit } = gitRepository(scratch);
  const base = commit(FILES);
  change(folder);
  runGit(folder, ['add', '--all']);
  runGit(folder, ['commit', '--quiet', '--allow-empty', '-m', 'change']);
  const usual = [program, folder, '--baseline', join(folder, 'baseline.jsonl'), '--verbose'];
  return [usual, [...usual, '--changed-since', base]].map(args => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
    return { status, text: stdout + stderr };
  });
}

const write = (path: string, text: string) => (folder: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const linkTo = (target: string) => (folder: string) => {
  rmSync(join(folder, FAILING));
  symlinkSync(target, join(folder, FAILING));
};

const STILL = /`missing\.yaml` does not exist/;
const GONE = /1 is gone/;

describe('a repository that fails', { timeout: 60_000 }, () => {
  it('fails', () => {
    const [whole, changed] = reports(() => {});
    expect(whole).toMatchObject({ status: 1, text: expect.stringMatching(STILL) });
    expect(changed?.text).toMatch(/no new findings|1 finding|were there before|hidden/i);
  });

  it.each<[string, (folder: string) => void, RegExp]>([
    ['ignore rules', write('.gitignore', 'apps/\n'), GONE],
    ['ignore rules below', write('apps/.gitignore', '*\n'), STILL],
    [
      'attributes',
      write('.gitattributes', '* export-ignore linguist-generated -diff binary\n'),
      STILL,
    ],
    [
      'a rule off',
      write('.pitower-lint.yaml', 'extends: inferred\nrules: {kustomize/missing-file: off}\n'),
      /policy\/weakened/,
    ],
    [
      'files excluded',
      write('.pitower-lint.yaml', 'extends: inferred\nfiles: {exclude: [apps/]}\n'),
      /policy\/weakened/,
    ],
    [
      'an override',
      write(
        '.pitower-lint.yaml',
        'extends: inferred\noverrides: [{files: ["apps/**"], rules: {kustomize: off}}]\n',
      ),
      /policy\/weakened/,
    ],
    [
      'the policy a link',
      folder => {
        rmSync(join(folder, '.pitower-lint.yaml'));
        symlinkSync('/dev/null', join(folder, '.pitower-lint.yaml'));
      },
      /leaves the repository/,
    ],
    [
      'a baseline',
      write(
        'baseline.jsonl',
        '{"rule":"kustomize/missing-file","file":"apps/web/kustomization.yaml","at":"resources[0]"}\n',
      ),
      /baseline/,
    ],
    [
      'a suppression',
      write(
        FAILING,
        '# pitower-lint-disable kustomize/missing-file -- no reason\nkind: Kustomization\nresources: [missing.yaml]\n',
      ),
      /suppressed/,
    ],
    [
      'a submodule',
      folder => {
        rmSync(join(folder, 'apps/web'), { recursive: true });
        mkdirSync(join(folder, 'apps/web'));
        runGit(join(folder, 'apps/web'), ['init', '--quiet']);
        runGit(join(folder, 'apps/web'), [
          '-c',
          'user.name=a',
          '-c',
          'user.email=a@example.com',
          'commit',
          '--quiet',
          '--allow-empty',
          '-m',
          'a',
        ]);
      },
      GONE,
    ],
    ['a link out', linkTo('/dev/null'), /a link that leaves/],
    ['a link to another file', linkTo('../../other/a.yaml'), /kustomize\/invalid/],
    ['a .git file beside it', write('apps/web/.git', 'gitdir: ../../nowhere\n'), STILL],
    [
      'another case',
      folder => renameSync(join(folder, FAILING), join(folder, 'apps/web/KUSTOMIZATION.YAML')),
      GONE,
    ],
    [
      'another encoding',
      folder =>
        writeFileSync(join(folder, FAILING), Buffer.from('\ufeffkind: Kustomization\n', 'utf16le')),
      /internal\/unreadable/,
    ],
  ])('says so: %s', (_, change, word) => {
    const [whole, changed] = reports(change);
    expect(`${whole?.text}\n${changed?.text}`).toMatch(word);
  });
});
