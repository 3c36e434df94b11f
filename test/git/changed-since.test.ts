import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lintSince } from '../../src/cli/revisions.ts';
import type { Finding } from '../../src/engine/finding.ts';
import type { LintReport } from '../../src/report/report.ts';
import { rules } from '../../src/rules/index.ts';
import { positionAt } from '../../src/source/text.ts';
import { openWorkTree } from '../../src/source/work-tree.ts';
import {
  gitRepository,
  remove,
  runGit,
  scratchFolder,
  writeFiles,
} from '../support/git-repository.ts';

const scratch = scratchFolder();
afterAll(() => remove(scratch));

function reportSince(folder: string, ref: string): LintReport {
  const request = { tree: openWorkTree(folder), policyFile: undefined, rules };
  const outcome = lintSince(folder, ref, request);
  if (outcome.status !== 'linted') throw new Error(outcome.status);
  return outcome.report;
}

const where = ({ at }: Finding) => `${at.file.path}:${positionAt(at.file, at.start).line}`;
const newIn = (folder: string, ref: string): string[] =>
  reportSince(folder, ref).findings.map(finding => `${where(finding)} ${finding.ruleId}`);
const causesIn = (folder: string, ref: string): string[] =>
  reportSince(folder, ref).findings.map(finding => {
    const cause = finding.related.at(-1);
    return `${where(finding)} <- ${cause && `${where({ ...finding, at: cause.at })} ${cause.message}`}`;
  });

const kustomization = (...resources: string[]) =>
  `kind: Kustomization\nresources:\n${resources.map(name => `  - ${name}\n`).join('')}`;
const configMap = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
/** One finding in kustomization.yaml, line 3. */
const OLD = { 'kustomization.yaml': kustomization('old.yaml', 'a.yaml'), 'a.yaml': configMap('a') };

describe('only what is new is reported', () => {
  it('nothing, when nothing changed; what was there before is counted', () => {
    const repository = gitRepository(scratch);
    const base = repository.commit(OLD);
    const { findings, summary, since } = reportSince(repository.folder, base);
    expect(findings).toEqual([]);
    expect(summary).toMatchObject({ errors: 0, warnings: 0, infos: 0 });
    expect(since).toMatchObject({ base, hidden: 1 });
  });

  it('a finding that the change brought, committed, staged, unstaged or not tracked yet', () => {
    const repository = gitRepository(scratch);
    const { folder } = repository;
    const base = repository.commit(OLD);
    const resources = ['old.yaml', 'a.yaml'];
    repository.commit({ 'kustomization.yaml': kustomization(...resources, 'b.yaml') });
    expect(newIn(folder, base)).toEqual(['kustomization.yaml:5 kustomize/missing-file']);
    repository.write({ 'kustomization.yaml': kustomization(...resources, 'b.yaml', 'c.yaml') });
    repository.git('add', '--all');
    repository.write({
      'kustomization.yaml': kustomization(...resources, 'b.yaml', 'c.yaml', 'd.yaml'),
      'untracked/kustomization.yaml': kustomization('e.yaml'),
    });
    expect(newIn(folder, base)).toEqual([
      'kustomization.yaml:5 kustomize/missing-file',
      'kustomization.yaml:6 kustomize/missing-file',
      'kustomization.yaml:7 kustomize/missing-file',
      'untracked/kustomization.yaml:3 kustomize/missing-file',
    ]);
  });

  it('nothing of a file that was renamed and edited', () => {
    const repository = gitRepository(scratch);
    const text = (last: string) => kustomization('old.yaml', ...'abcdefgh', last);
    const things = Object.fromEntries(
      [...'abcdefghij'].map(name => [`one/${name}`, configMap(name)]),
    );
    const base = repository.commit({ ...things, 'one/kustomization.yaml': text('i') });
    repository.git('mv', 'one', 'two');
    repository.commit({ 'two/kustomization.yaml': text('j') });
    expect(newIn(repository.folder, base)).toEqual([]);
  });

  it('nothing of a file that was moved without telling git', () => {
    const repository = gitRepository(scratch);
    const base = repository.commit({ 'one/kustomization.yaml': kustomization('old.yaml') });
    repository.write({
      'one/kustomization.yaml': undefined,
      'two/kustomization.yaml': kustomization('old.yaml'),
    });
    expect(newIn(repository.folder, base)).toEqual([]);
  });

  it('nothing of list items that only moved down, though the list names them by number', () => {
    const repository = gitRepository(scratch);
    const base = repository.commit(OLD);
    repository.commit({
      'kustomization.yaml': kustomization('b.yaml', 'old.yaml', 'a.yaml'),
      'b.yaml': configMap('b'),
    });
    expect(newIn(repository.folder, base)).toEqual([]);
  });

  it('one of two at the same place by name is new, not both', () => {
    const repository = gitRepository(scratch);
    const base = repository.commit(OLD);
    repository.commit({ 'kustomization.yaml': kustomization('new.yaml', 'old.yaml', 'a.yaml') });
    expect(newIn(repository.folder, base)).toEqual(['kustomization.yaml:3 kustomize/missing-file']);
  });

  it('compares with the merge base: what the other branch did since is not ours', () => {
    const repository = gitRepository(scratch);
    const base = repository.commit(OLD);
    repository.git('checkout', '--quiet', '-b', 'work');
    repository.commit({ 'b.yaml': configMap('b') });
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ 'old.yaml': configMap('old') });
    repository.git('checkout', '--quiet', 'work');
    const { findings, since } = reportSince(repository.folder, 'main');
    expect(findings).toEqual([]);
    expect(since?.base).toBe(base);
  });

  it('a subfolder is linted at both revisions', () => {
    const repository = gitRepository(scratch);
    const base = repository.commit({
      'cluster/kustomization.yaml': kustomization('old.yaml'),
      'other/kustomization.yaml': kustomization('old.yaml'),
    });
    repository.commit({
      'cluster/kustomization.yaml': kustomization('old.yaml', 'new.yaml'),
      'other/kustomization.yaml': kustomization('old.yaml', 'new.yaml'),
    });
    const report = reportSince(join(repository.folder, 'cluster'), base);
    expect(report.findings.map(where)).toEqual(['cluster/kustomization.yaml:4']);
  });

  it('links are followed in the base as they are on disk', () => {
    const repository = gitRepository(scratch);
    const base = repository.commit({
      'shared/kustomization.yaml': kustomization('a.yaml', 'gone.yaml'),
      'shared/a.yaml': configMap('a'),
      'apps/web': { link: '../shared' },
      'apps/kustomization.yaml': kustomization('web'),
      'out.yaml': { link: '/etc/hosts' },
      'loop.yaml': { link: 'loop.yaml' },
    });
    repository.commit({ 'b.yaml': configMap('b') });
    const { findings, since } = reportSince(repository.folder, base);
    expect(findings).toEqual([]);
    expect(since?.hidden).toBeGreaterThan(0);
  });

  it('file names of any kind', () => {
    const repository = gitRepository(scratch);
    const names = ['a b', 'tab\there', 'back\\slash', 'quo"te', 'ü𝄞', '+++ b', '-x', ':(top)y'];
    // A file of the same name that all of them miss would be one that is written before the build.
    const files = (isNew: boolean) =>
      Object.fromEntries(
        names.map((name, i) => [
          `${name}/kustomization.yaml`,
          kustomization(`old-${i}.yaml`, ...(isNew ? [`new-${i}.yaml`] : [])),
        ]),
      );
    const base = repository.commit(files(false));
    repository.commit(files(true));
    const report = reportSince(repository.folder, base);
    expect(report.findings.map(({ at }) => at.file.path.split('/')[0]).sort()).toEqual(
      [...names].sort(),
    );
    for (const { at } of report.findings) {
      const { line } = positionAt(at.file, at.start);
      expect(report.since?.isChanged(at.file.path, line)).toBe(true);
      expect(report.since?.isChanged(at.file.path, 1)).toBe(false);
    }
  });
});

describe('a finding that a change elsewhere brought says where that is', () => {
  const APPLICATION = (name: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: ${name}\n  namespace: argocd\nspec:\n  project: default\n  source:\n    repoURL: https://example.com/x.git\n    path: ${name}\n  destination:\n    name: in-cluster\n    namespace: ${name}\n  syncPolicy:\n    syncOptions:\n      - CreateNamespace=true\n`;
  const service = (ip: string) =>
    `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  annotations:\n    lbipam.cilium.io/ips: ${ip}\nspec:\n  type: LoadBalancer\n  selector: {app: web}\n  ports:\n    - port: 80\n`;
  const pool = (stop: string) =>
    `apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata:\n  name: pool\nspec:\n  blocks:\n    - start: 192.0.2.1\n      stop: ${stop}\n`;

  it('the changed file among its related places', () => {
    const repository = gitRepository(scratch);
    const base = repository.commit({
      'web.yaml': APPLICATION('web'),
      'pool.yaml': APPLICATION('pool'),
      'web/kustomization.yaml': kustomization('service.yaml'),
      'web/service.yaml': service('192.0.2.9'),
      'pool/kustomization.yaml': kustomization('pool.yaml'),
      'pool/pool.yaml': pool('192.0.2.20'),
    });
    repository.commit({ 'pool/pool.yaml': pool('192.0.2.5'), 'README.md': 'x' });
    expect(causesIn(repository.folder, base)).toEqual([
      'web/service.yaml:6 <- pool/pool.yaml:8 changed here',
    ]);
  });

  it('the file that it names, which was deleted or renamed', () => {
    const repository = gitRepository(scratch);
    const base = repository.commit({
      'kustomization.yaml': kustomization('a.yaml', 'b.yaml'),
      'a.yaml': configMap('a'),
      'b.yaml': configMap('b'),
      '0.yaml': configMap('zero'),
    });
    repository.git('mv', 'b.yaml', 'c.yaml');
    repository.commit({ 'a.yaml': undefined, '0.yaml': configMap('none') });
    expect(causesIn(repository.folder, base)).toEqual([
      'kustomization.yaml:3 <- a.yaml:1 deleted',
      'kustomization.yaml:4 <- c.yaml:1 renamed from b.yaml',
    ]);
  });

  it('none for a line that was changed itself', () => {
    const repository = gitRepository(scratch);
    const base = repository.commit(OLD);
    repository.commit({
      'kustomization.yaml': kustomization('old.yaml', 'a.yaml', 'new.yaml'),
      'b.yaml': configMap('b'),
    });
    expect(causesIn(repository.folder, base)).toEqual(['kustomization.yaml:5 <- undefined']);
  });
});

describe('a revision that is not there', () => {
  const failure = (folder: string, ref: string) => {
    try {
      reportSince(folder, ref);
      return undefined;
    } catch (error) {
      const { message, help } = error as { message: string; help?: string };
      return `${message}\n${help ?? ''}`;
    }
  };

  it('is said with how to fetch it, in a shallow clone and in a full one', () => {
    const repository = gitRepository(scratch);
    const base = repository.commit(OLD);
    repository.commit({ 'b.yaml': configMap('b') });
    expect(failure(repository.folder, 'nowhere')).toBe(
      '--changed-since: there is no commit "nowhere" in this repository\nFetch it first: git fetch --no-tags origin nowhere (with actions/checkout: fetch-depth: 0).',
    );
    const clone = `${scratch}/shallow`;
    runGit(scratch, ['clone', '--quiet', '--depth=1', `file://${repository.folder}`, clone]);
    expect(failure(clone, base)).toBe(
      `--changed-since: there is no commit "${base}" in this shallow clone\nFetch it first: git fetch --no-tags --unshallow origin ${base} (with actions/checkout: fetch-depth: 0).`,
    );
    runGit(clone, ['fetch', '--quiet', '--no-tags', '--unshallow', 'origin', base]);
    expect(newIn(clone, base)).toEqual([]);
  });

  it('is also a branch whose history is too short to meet ours', () => {
    const repository = gitRepository(scratch);
    repository.commit(OLD);
    repository.git('checkout', '--quiet', '-b', 'work');
    repository.commit({ 'b.yaml': configMap('b') });
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ 'c.yaml': configMap('c') });
    const clone = `${scratch}/shallow-branches`;
    const url = `file://${repository.folder}`;
    runGit(scratch, ['clone', '--quiet', '--depth=1', '--no-single-branch', url, clone]);
    const message = failure(clone, 'origin/work');
    expect(message).toContain(
      'the clone is too shallow to know where "origin/work" and HEAD parted',
    );
    expect(message).toContain('git fetch --no-tags --unshallow origin work');
  });

  it.each(['--output=owned', '-x', '--help'])('is never an option of git: %s', ref => {
    const repository = gitRepository(scratch);
    repository.commit(OLD);
    expect(failure(repository.folder, ref)).toContain(`"${ref}" is not a revision`);
    expect(existsSync(join(repository.folder, 'owned'))).toBe(false);
  });

  it('cannot be told where there is no git, or one too old to be kept from executing anything', () => {
    const repository = gitRepository(scratch);
    const base = repository.commit(OLD);
    const { PATH } = process.env;
    const old = join(scratch, 'old-git');
    try {
      process.env.PATH = old;
      expect(failure(repository.folder, base)).toContain("git can't be run");
      writeFiles(old, { git: '#!/bin/sh\nexit 1\n' });
      chmodSync(join(old, 'git'), 0o755);
      expect(failure(repository.folder, base)).toContain('git is too old');
    } finally {
      process.env.PATH = PATH;
    }
  });

  it.each(['gitdir: /nowhere/at/all\n', 'no git file\n'])(
    'a .git file that leads nowhere is what is wrong, not the age of git: %j',
    content => {
      const folder = join(scratch, `broken-${content.length}`);
      writeFiles(folder, { '.git': content, 'a.yaml': configMap('a') });
      expect(failure(folder, 'main')).toContain('leads to no repository');
    },
  );

  it('unrelated histories, and a folder that is no repository', () => {
    const repository = gitRepository(scratch);
    repository.commit(OLD);
    repository.git('checkout', '--quiet', '--orphan', 'other');
    repository.commit({ 'b.yaml': configMap('b') });
    expect(failure(repository.folder, 'main')).toContain('have no commit in common');
    expect(failure(scratch, 'main')).toContain('is not in a git repository');
  });
});

describe('git executes nothing and changes nothing', () => {
  it('whatever the configuration of the repository says', () => {
    const repository = gitRepository(scratch);
    const { folder } = repository;
    const marker = join(folder, '.git', 'executed');
    const program = join(folder, '.git', 'program.sh');
    repository.write({ '.git/program.sh': `#!/bin/sh\necho "$0 $@" >> '${marker}'\ncat\n` });
    chmodSync(program, 0o755);
    const base = repository.commit({ ...OLD, '.gitattributes': '* filter=evil diff=evil\n' });
    for (const hook of [
      'post-index-change',
      'post-checkout',
      'reference-transaction',
      'query-watchman',
    ]) {
      repository.write({ [`.git/hooks/${hook}`]: readFileSync(program, 'utf8') });
      chmodSync(join(folder, '.git/hooks', hook), 0o755);
    }
    for (const key of [
      'core.fsmonitor',
      'core.pager',
      'core.editor',
      'core.sshCommand',
      'diff.external',
      'diff.evil.command',
      'diff.evil.textconv',
      'filter.evil.clean',
      'filter.evil.smudge',
      'filter.evil.process',
      'pager.diff',
      'interactive.diffFilter',
      'credential.helper',
    ]) {
      repository.git('config', key, program);
    }
    repository.git('config', 'filter.evil.required', 'true');
    repository.write({ 'kustomization.yaml': kustomization('old.yaml', 'a.yaml', 'new.yaml') });
    const index = () => statSync(join(folder, '.git/index')).mtimeMs;
    const before = index();
    expect(newIn(folder, base)).toEqual(['kustomization.yaml:5 kustomize/missing-file']);
    expect(existsSync(marker)).toBe(false);
    expect(index()).toBe(before);
  });

  it('in a partial clone nothing is fetched: what is missing is an error', () => {
    const repository = gitRepository(scratch);
    const base = repository.commit(OLD);
    repository.commit({ 'a.yaml': configMap('other') });
    repository.git('config', 'uploadpack.allowFilter', 'true');
    const clone = `${scratch}/partial`;
    const url = `file://${repository.folder}`;
    runGit(scratch, ['clone', '--quiet', '--filter=blob:none', url, clone]);
    expect(() => newIn(clone, base)).toThrow(/partial/);
  });
});
