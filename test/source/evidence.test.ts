import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { LintSelection } from '../../src/cli/options.ts';
import { wholeBy } from '../../src/cli/options.ts';
import { lintPaths } from '../../src/cli/run.ts';
import { witnessed } from '../../src/source/disk.ts';
import { type Evidence, recorder, stillHolds } from '../../src/source/evidence.ts';
import {
  type GitRepository,
  gitRepository,
  remove,
  scratchFolder,
} from '../support/git-repository.ts';

const scratch = scratchFolder();
afterAll(() => remove(scratch));

/** Files of long ago: their state alone tells. */
const LATER = Date.now() + 60_000;

/** What a lint of a folder asked of the disk. */
function evidenceOf(
  folder: string,
  { since = LATER, ...options }: Partial<LintSelection> & { readonly since?: number } = {},
): Evidence | undefined {
  const { witness, evidence } = recorder(since);
  witnessed(witness, () => lintPaths([folder], { ...wholeBy({}), ...options }));
  return evidence();
}

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: a}\n';

let repository: GitRepository;
beforeEach(() => {
  repository = gitRepository(scratch);
  repository.commit({
    'apps/web/kustomization.yaml': 'resources: [service.yaml, settings]\n',
    'apps/web/service.yaml': SERVICE,
    'apps/web/settings/kustomization.yaml': 'resources: [map.yaml]\n',
    'apps/web/settings/map.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: a}\n',
    'apps/linked.yaml': { link: 'web/service.yaml' },
    'base/policy.yaml': 'extends: inferred\n',
    '.pitower-lint.yaml': 'extends: [./base/policy.yaml]\n',
    '.gitignore': '*.secret.yaml\n',
  });
});

const at = (path: string): string => join(repository.folder, path);

describe('what a lint asked of the disk', () => {
  it('is the same as long as nothing was changed', () => {
    const evidence = evidenceOf(repository.folder);
    expect(evidence).toBeDefined();
    expect(evidence && stillHolds(evidence)).toBe(evidence);
  });

  it.each<[string, () => void]>([
    ['a file has another content', () => writeFileSync(at('apps/web/service.yaml'), `${SERVICE}#`)],
    [
      'a file has another content of the same size, and the old time',
      () => {
        const { atime, mtime } = statSync(at('apps/web/service.yaml'));
        writeFileSync(at('apps/web/service.yaml'), SERVICE.replace('web', 'wed'));
        utimesSync(at('apps/web/service.yaml'), atime, mtime);
      },
    ],
    [
      'another file takes the place of one',
      () => {
        writeFileSync(at('../new.yaml'), SERVICE.replace('web', 'wed'));
        renameSync(at('../new.yaml'), at('apps/web/service.yaml'));
      },
    ],
    ['a file is added', () => writeFileSync(at('apps/web/new.yaml'), SERVICE)],
    ['a folder is added', () => mkdirSync(at('apps/other'))],
    ['a file is taken away', () => rmSync(at('apps/web/settings/map.yaml'))],
    [
      'a file gets another name',
      () => renameSync(at('apps/web/service.yaml'), at('apps/web/services.yaml')),
    ],
    ['a link leads elsewhere', () => repository.write({ 'apps/linked.yaml': { link: 'web' } })],
    [
      'a file becomes a link to what it was',
      () => {
        renameSync(at('apps/web/service.yaml'), at('../service.yaml'));
        repository.write({ 'apps/web/service.yaml': { link: at('../service.yaml') } });
      },
    ],
    ['a file is ignored', () => repository.write({ '.gitignore': 'apps/web/\n' })],
    ['an ignore file is added', () => repository.write({ 'apps/.gitignore': '*.yaml\n' })],
    ['the policy changes', () => repository.write({ '.pitower-lint.yaml': 'extends: pitower\n' })],
    [
      'a file changes that the policy extends',
      () => repository.write({ 'base/policy.yaml': 'extends: pitower\n' }),
    ],
    ['there is a second policy', () => repository.write({ '.pitower-lint.yml': '\n' })],
    ['the repository is none any more', () => rmSync(at('.git'), { recursive: true })],
    [
      'the repository has another origin',
      () => repository.git('remote', 'add', 'origin', 'https://a.example/b'),
    ],
  ])('is not the same where %s', (_, change) => {
    repository.write({ 'apps/web/argocd.yaml': APPLICATION });
    const evidence = evidenceOf(repository.folder);
    change();
    expect(evidence && stillHolds(evidence)).toBeUndefined();
  });

  it('is the same where a file was written again as it was, and says so by its state', () => {
    const evidence = evidenceOf(repository.folder);
    const bytes = readFileSync(at('apps/web/service.yaml'));
    rmSync(at('apps/web/service.yaml'));
    writeFileSync(at('apps/web/service.yaml'), bytes);
    const again = evidence && stillHolds(evidence, LATER);
    expect(again).toBeDefined();
    expect(again).not.toBe(evidence);
    expect(again && stillHolds(again)).toBe(again);
  });

  it('is not told by the state of a file that was changed as late as the run began', () => {
    const since = Date.now();
    repository.write({ 'apps/web/service.yaml': SERVICE });
    const evidence = evidenceOf(repository.folder, { since });
    const same = evidence && stillHolds(evidence, since);
    expect(same).toBeDefined();
    expect(same).not.toBe(evidence);
    // A change that no clock saw: the state is the one that was noted, the content another.
    const seen = (evidence?.files ?? []).map(([path, state, digest]) =>
      path.endsWith('service.yaml')
        ? ([path, state, 'another'] as const)
        : ([path, state, digest] as const),
    );
    expect(evidence && stillHolds({ ...evidence, files: seen })).toBeUndefined();
    expect(evidence && stillHolds({ ...evidence, files: seen, since: LATER })).toBeDefined();
  });
});

describe('which files git tracks', () => {
  beforeEach(() => repository.write({ 'apps/web/a.secret.yaml': SERVICE }));

  it('is known as long as the index is the same', () => {
    const evidence = evidenceOf(repository.folder);
    expect(evidence && stillHolds(evidence)).toBe(evidence);
    repository.git('add', '--force', 'apps/web/a.secret.yaml');
    expect(evidence && stillHolds(evidence)).toBeUndefined();
  });

  it('is known in a second work tree by the index of that', () => {
    const second = `${repository.folder}-second`;
    repository.git('worktree', 'add', '--quiet', second);
    writeFileSync(join(second, 'apps/web/a.secret.yaml'), SERVICE);
    const evidence = evidenceOf(second);
    expect(evidence && stillHolds(evidence)).toBe(evidence);
    repository.git('-C', second, 'add', '--force', 'apps/web/a.secret.yaml');
    expect(evidence && stillHolds(evidence)).toBeUndefined();
  });

  it('is not known again where the configuration includes other files', () => {
    repository.git('config', 'include.path', '../more');
    expect(evidenceOf(repository.folder)).toBeUndefined();
  });

  it('is not known again where all of git is asked', () => {
    expect(evidenceOf(repository.folder, { trackedOnly: true })).toBeUndefined();
    expect(evidenceOf(repository.folder, { changedSince: 'HEAD' })).toBeUndefined();
  });
});

describe('what options name', () => {
  it.each<[string, Partial<LintSelection>, string, string]>([
    ['a schema', { schemaDir: '../schemas' }, 'schemas/core/service_v1.json', '{}'],
    ['a chart', { charts: '../charts' }, 'charts/web/Chart.yaml', 'name: web\nversion: 2.0.0\n'],
    ['a rendered manifest', { rendered: '../rendered' }, 'rendered/b.yaml', SERVICE],
    ['a baseline', { baseline: '../baseline.jsonl' }, 'baseline.jsonl', '\n'],
  ])('%s counts', (_, options, path, text) => {
    repository.write({
      '../schemas/example.com/b_v1.json': '{}',
      '../charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
      '../rendered/a.yaml': SERVICE,
      '../baseline.jsonl': '',
      'apps/web/argocd.yaml': APPLICATION,
    });
    const named = Object.fromEntries(
      Object.entries(options).map(([name, value]) => [name, at(String(value))]),
    );
    const evidence = evidenceOf(repository.folder, named);
    expect(evidence && stillHolds(evidence)).toBe(evidence);
    repository.write({ [`../${path}`]: text });
    expect(evidence && stillHolds(evidence)).toBeUndefined();
  });
});

it('what can not be read counts by its state', () => {
  if (process.getuid?.() === 0) return;
  chmodSync(at('apps/web/service.yaml'), 0);
  const evidence = evidenceOf(repository.folder);
  chmodSync(at('apps/web/service.yaml'), 0o600);
  expect(evidence && stillHolds(evidence)).toBeUndefined();
});

const APPLICATION = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  project: default
  destination: {name: in-cluster, namespace: a}
  source: {repoURL: https://charts.example, chart: web, targetRevision: 1.0.0}
`;
