import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LOCK_FILE } from '../../src/store/lock.ts';
import { repositoryOf, type Server, serve, sha256, smallChart } from '../support/chart-servers.ts';
import { gitRepository } from '../support/git-repository.ts';
import { GUARD } from '../support/guard.ts';
import { scratchProgram } from '../support/program.ts';

const { scratch, program } = scratchProgram();
const guard = join(scratch, 'guard.cjs');

const WEB = smallChart('web', '1.2.3');
let server: Server;
let cache: string;
let count = 0;

beforeAll(async () => {
  writeFileSync(guard, GUARD);
  server = await serve(
    repositoryOf([
      { name: 'web', version: '1.2.3', bytes: WEB },
      { name: 'picky', version: '1.0.0', bytes: PICKY },
    ]),
  );
});
afterAll(() => server.close());
beforeEach(() => {
  cache = join(scratch, `cache-${count++}`);
});

const PICKY = smallChart('picky', '1.0.0', {
  'templates/picky.yaml': '{{ required "key is needed" .Values.needed }}',
});

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line beside a running server, so it can't be waited for. */
function run(args: readonly string[], { guarded = false, env = {} } = {}): Promise<Ran> {
  const node = [...(guarded ? ['--require', guard] : []), program, ...args];
  const child = spawn(process.execPath, node, {
    env: { ...process.env, XDG_CACHE_HOME: cache, NO_COLOR: '1', ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', text => {
    stdout += text;
  });
  child.stderr.on('data', text => {
    stderr += text;
  });
  return new Promise(resolve => child.on('close', status => resolve({ status, stdout, stderr })));
}

const APPLICATION = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop, namespace: argocd}
spec:
  project: default
  destination: {name: in-cluster, namespace: shop}
  source: {repoURL: https://git.example.com/cluster.git, path: app, targetRevision: HEAD}
`;

/** An Application whose kustomization installs a chart. */
const filesOf = (chart = 'web', version = '1.2.3', values = 'key: mine') => ({
  'application.yaml': APPLICATION,
  'app/kustomization.yaml': [
    'kind: Kustomization',
    'helmCharts:',
    `  - name: ${chart}`,
    `    repo: http://${server.host}/charts`,
    `    version: ${version}`,
    '    releaseName: shop',
    '    namespace: shop',
    '    valuesFile: values.yaml',
    '',
  ].join('\n'),
  'app/values.yaml': `${values}\n`,
});

function repository(files: Readonly<Record<string, string>>): string {
  const folder = join(scratch, `repository-${count++}`);
  mkdirSync(join(folder, '.git'), { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

describe('charts pull', () => {
  it('fills the store and writes the lock; the chart is then rendered', async () => {
    const folder = repository(filesOf());
    const before = await run(['render', '--path', folder]);
    expect(before.stdout).not.toContain('shop-settings');
    const pulled = await run(['charts', 'pull', folder]);
    expect(pulled).toMatchObject({ status: 0 });
    expect(pulled.stdout).toMatch(/web +1\.2\.3 +http:.* +pulled +[0-9a-f]{12}/);
    expect(readdirSync(join(cache, 'pitower-lint/charts'))).toEqual([`${sha256(WEB)}.tgz`]);
    expect(readFileSync(join(folder, LOCK_FILE), 'utf8')).toContain(sha256(WEB));
    const after = await run(['render', '--path', folder], { guarded: true });
    expect(after.stdout).toContain('name: shop-settings');
    expect(after.stdout).toContain('key: mine');
    const again = await run(['charts', 'pull', folder], { guarded: true });
    expect(again).toMatchObject({ status: 0 });
    expect(again.stdout).toContain('at hand');
  });

  it('ends with 1 where a chart can not be had, and keeps the lock of the others', async () => {
    const folder = repository(filesOf('nowhere'));
    const { status, stdout, stderr } = await run(['charts', 'pull', folder]);
    expect(status).toBe(1);
    expect(stdout).toContain('the repository has no chart nowhere');
    expect(stderr).toContain('1 chart of 1 could not be had');
    expect(existsSync(join(folder, LOCK_FILE))).toBe(false);
  });

  it('leaves out what names no exact version', async () => {
    const { status, stdout } = await run(['charts', 'pull', repository(filesOf('web', '1.x'))]);
    expect(status).toBe(0);
    expect(stdout).toContain('left out');
  });

  it('is the only one that opens a socket', async () => {
    const folder = repository(filesOf());
    const { status, stderr } = await run(['charts', 'pull', folder], { guarded: true });
    expect({ status, stderr }).toEqual({ status: 99, stderr: 'FORBIDDEN fetch\n' });
    for (const args of [
      ['lint', folder],
      ['charts', 'list', folder],
      ['charts', 'verify', folder],
    ])
      expect((await run(args, { guarded: true })).status).not.toBe(99);
  });

  it('asks no hosts that the merge base does not name', async () => {
    const git = gitRepository(scratch);
    const base = git.commit(filesOf());
    const { status, stdout } = await run(['charts', 'pull', '--hosts-of', base, git.folder]);
    expect(status).toBe(1);
    expect(stdout).toContain('is not a host that the lock before the change names');
    const asked = server.asked.length;
    await run(['charts', 'pull', git.folder]);
    const named = git.commit({ [LOCK_FILE]: readFileSync(join(git.folder, LOCK_FILE), 'utf8') });
    cache = join(scratch, `cache-${count++}`);
    expect((await run(['charts', 'pull', '--hosts-of', named, git.folder])).status).toBe(0);
    expect(server.asked.length).toBeGreaterThan(asked);
  });
});

describe('the store', () => {
  it('counts only where the lock names the digest', async () => {
    const folder = repository(filesOf());
    await run(['charts', 'pull', folder]);
    writeFileSync(
      join(folder, LOCK_FILE),
      readFileSync(join(folder, LOCK_FILE), 'utf8').replace(sha256(WEB), sha256('other')),
    );
    expect((await run(['render', '--path', folder])).stdout).not.toContain('shop-settings');
    const verified = await run(['charts', 'verify', folder]);
    expect(verified).toMatchObject({ status: 1 });
    expect(verified.stdout).toContain('missing');
    rmSync(join(folder, LOCK_FILE));
    expect((await run(['render', '--path', folder])).stdout).not.toContain('shop-settings');
  });

  it('does not count where an archive was changed', async () => {
    const folder = repository(filesOf());
    await run(['charts', 'pull', folder]);
    expect((await run(['charts', 'verify', folder])).status).toBe(0);
    writeFileSync(
      join(cache, 'pitower-lint/charts', `${sha256(WEB)}.tgz`),
      smallChart('web', '6.6.6'),
    );
    expect((await run(['charts', 'verify', folder])).status).toBe(1);
    expect((await run(['render', '--path', folder])).stdout).not.toContain('shop-settings');
  });

  it('is said by charts list', async () => {
    const folder = repository(filesOf());
    expect((await run(['charts', 'list', folder])).stdout).toContain('its values only');
    await run(['charts', 'pull', folder]);
    expect((await run(['charts', 'list', folder])).stdout).toContain('the chart in the store');
  });

  it('may be a folder that the user fills by hand', async () => {
    const folder = repository(filesOf());
    const charts = join(scratch, `hand-${count++}`);
    mkdirSync(charts);
    writeFileSync(join(charts, 'any-name.tgz'), WEB);
    const { stdout } = await run(['charts', 'list', folder, '--charts', charts]);
    expect(stdout).toContain('the chart of --charts');
    expect((await run(['lint', folder, '--charts', join(charts, 'none')])).status).toBe(2);
  });

  it('shows what Helm would refuse', async () => {
    const folder = repository(filesOf('picky', '1.0.0'));
    expect((await run(['lint', folder])).stdout).not.toContain('helm/render');
    await run(['charts', 'pull', folder]);
    const { status, stdout } = await run(['lint', folder, '--format', 'compact']);
    expect(status).toBe(1);
    expect(stdout).toContain('key is needed');
  });
});
