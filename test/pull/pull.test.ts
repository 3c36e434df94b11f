import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createTar } from 'nanotar';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { findInIndex } from '../../src/pull/chart-index.ts';
import { checkedUrl } from '../../src/pull/download.ts';
import { newLock, type PullRequest, pullCharts } from '../../src/pull/pull.ts';
import { lockText, readLock } from '../../src/store/lock.ts';
import { type ChartReference, chartReference, referenceKey } from '../../src/store/reference.ts';
import {
  type Answer,
  packedChart,
  registryOf,
  repositoryOf,
  type Server,
  serve,
  sha256,
  smallChart,
} from '../support/chart-servers.ts';

const scratch = mkdtempSync(join(tmpdir(), 'pitower-lint-pull-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map(server => server.close()));
});
async function started(answer: Answer): Promise<Server> {
  const server = await serve(answer);
  servers.push(server);
  return server;
}

let count = 0;
async function pulled(chart: ChartReference, more: Partial<PullRequest> = {}) {
  const folder = join(scratch, `store-${count++}`);
  const [result] = await pullCharts({
    wanted: [chart],
    lock: new Map(),
    folder,
    env: { DOCKER_CONFIG: join(scratch, 'nobody') },
    progress: () => {},
    ...more,
  });
  const kept = existsSync(folder) ? readdirSync(folder) : [];
  return { ...result, kept };
}

const WEB = smallChart('web', '1.2.3');
const web = (server: Server, version = '1.2.3'): ChartReference => ({
  name: 'web',
  version,
  repository: `http://${server.host}/charts`,
});
const inRegistry = (server: Server, version = '1.2.3'): ChartReference => ({
  name: 'web',
  version,
  repository: `oci://${server.host}/library/charts`,
});

describe('a chart repository', () => {
  const chart = { name: 'web', version: '1.2.3', bytes: WEB };

  it('gives the version that is named, kept under its digest', async () => {
    const server = await started(repositoryOf([chart, { ...chart, version: '1.2.4' }]));
    const { status, sha256: digest, kept } = await pulled(web(server));
    expect({ status, digest, kept }).toEqual({
      status: 'pulled',
      digest: sha256(WEB),
      kept: [`${sha256(WEB)}.tgz`],
    });
    expect(server.asked).toEqual(['/charts/index.yaml', '/charts/web-1.2.3.tgz']);
  });

  it('is asked for its index once', async () => {
    const other = smallChart('web', '2.0.0');
    const server = await started(
      repositoryOf([chart, { name: 'web', version: '2.0.0', bytes: other }]),
    );
    await pulled(web(server), { wanted: [web(server), web(server, '2.0.0')] });
    expect(server.asked.filter(url => url.endsWith('index.yaml'))).toHaveLength(1);
  });

  it('is not asked for what is at hand', async () => {
    const server = await started(repositoryOf([chart]));
    const folder = join(scratch, 'filled');
    const first = await pulled(web(server), { folder });
    const lock = newLock(
      [{ chart: web(server), status: 'pulled', sha256: sha256(WEB) }],
      [web(server)],
    );
    const second = await pulled(web(server), { folder, lock });
    expect([first.status, second.status]).toEqual(['pulled', 'at hand']);
    expect(server.asked).toHaveLength(2);
  });

  it.each<[string, Answer, string]>([
    [
      'a version that is not there',
      repositoryOf([{ ...chart, version: '9.9.9' }]),
      'no version 1.2.3',
    ],
    ['another chart', repositoryOf([{ ...chart, name: 'webs' }]), 'no chart web'],
    [
      'a digest that is not its own',
      repositoryOf([{ ...chart, digest: sha256('x') }]),
      'index names',
    ],
    [
      'an archive of another chart',
      repositoryOf([{ ...chart, bytes: smallChart('db', '1.2.3') }]),
      'holds db',
    ],
    [
      'an archive of another version',
      repositoryOf([{ ...chart, bytes: smallChart('web', '1.2.4') }]),
      'holds web 1.2.4',
    ],
    [
      'no archive',
      repositoryOf([{ ...chart, bytes: new TextEncoder().encode('<html>') }]),
      "can't be unpacked",
    ],
    [
      'an error',
      (_, response) => {
        response.statusCode = 503;
        response.end();
      },
      'answers 503',
    ],
    [
      'circles',
      (_, response) => {
        response.writeHead(302, { location: '/charts/index.yaml' });
        response.end();
      },
      'too often',
    ],
    [
      'plain http elsewhere',
      (_, response) => {
        response.writeHead(302, { location: 'http://charts.example.com/' });
        response.end();
      },
      'without TLS',
    ],
  ])('that answers with %s gives nothing', async (_, answer, reason) => {
    const result = await pulled(web(await started(answer)));
    expect(result).toMatchObject({ status: 'failed', kept: [] });
    expect(result.reason).toContain(reason);
  });

  it('that is not there gives a reason', async () => {
    const server = await started(repositoryOf([]));
    await server.close();
    expect((await pulled(web(server))).reason).toContain("can't be reached");
  });

  it('may keep its archives in a registry', async () => {
    const registry = await started(registryOf('library/charts/web', '1.2.3', WEB));
    const index = `entries:\n  web:\n    - version: 1.2.3\n      urls: [oci://${registry.host}/library/charts/web:1.2.3]\n`;
    const server = await started((_, response) => response.end(index));
    expect(await pulled(web(server))).toMatchObject({ status: 'pulled' });
  });
});

describe('archives', () => {
  const archive = (entries: Parameters<typeof createTar>[0]) => gzipSync(createTar(entries));
  const head = { name: 'web/Chart.yaml', data: 'apiVersion: v2\nname: web\nversion: 1.2.3\n' };

  it.each<[string, Uint8Array, string]>([
    ['without a chart', archive([{ name: 'web/a.txt', data: 'x' }]), 'Chart.yaml'],
    ['that are cut off', WEB.subarray(0, 100), "can't be unpacked"],
    [
      'that unpack to more than Helm reads',
      packedChart('web', { 'Chart.yaml': head.data, big: 'x'.repeat(6 * 1024 * 1024) }),
      'too large',
    ],
    ['that are bombs', gzipSync(Buffer.alloc(101 * 1024 * 1024)), "can't be unpacked"],
  ])('%s are refused, and nothing is kept', async (_, bytes, reason) => {
    const server = await started(repositoryOf([{ name: 'web', version: '1.2.3', bytes }]));
    const result = await pulled(web(server));
    expect(result).toMatchObject({ status: 'failed', kept: [] });
    expect(result.reason).toContain(reason);
  });
});

describe('a registry', () => {
  it('gives a chart to anybody', async () => {
    const server = await started(registryOf('library/charts/web', '1.2.3', WEB));
    expect(await pulled(inRegistry(server))).toMatchObject({
      status: 'pulled',
      sha256: sha256(WEB),
    });
  });

  it('has tags without plus signs', async () => {
    const bytes = smallChart('web', '1.2.3+b4');
    const server = await started(registryOf('library/charts/web', '1.2.3_b4', bytes));
    expect(await pulled(inRegistry(server, '1.2.3+b4'))).toMatchObject({ status: 'pulled' });
  });

  const basic = `Basic ${Buffer.from('ann:pass').toString('base64')}`;
  const login = (server: Server, config: object) => {
    const folder = join(scratch, `docker-${count++}`);
    mkdirSync(folder);
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
    return { env: { DOCKER_CONFIG: folder }, server };
  };

  it.each(['basic', 'token'] as const)("takes the user's own credentials: %s", async kind => {
    const server = await started(registryOf('library/charts/web', '1.2.3', WEB, { kind, basic }));
    const auths = { [server.host]: { auth: basic.slice('Basic '.length) } };
    const { env } = login(server, { auths });
    expect(await pulled(inRegistry(server), { env })).toMatchObject({ status: 'pulled' });
  });

  it('refuses others, and helpers are not run', async () => {
    const answer = registryOf('library/charts/web', '1.2.3', WEB, { kind: 'token', basic });
    const server = await started(answer);
    expect((await pulled(inRegistry(server))).reason).toContain('other credentials');
    const { env } = login(server, { credHelpers: { [server.host]: 'evil' } });
    expect((await pulled(inRegistry(server), { env })).reason).toContain(
      'helper, which is not run',
    );
  });

  it('that gives another archive than its manifest names gives nothing', async () => {
    const honest = registryOf('library/charts/web', '1.2.3', WEB);
    const server = await started((request, response) =>
      request.url?.includes('/blobs/') ? response.end('other') : honest(request, response),
    );
    expect((await pulled(inRegistry(server))).reason).toContain('not the one');
  });

  it('without the chart says so', async () => {
    const server = await started(registryOf('library/charts/other', '1.2.3', WEB));
    expect((await pulled(inRegistry(server))).reason).toContain('no such chart');
  });
});

describe('the lock', () => {
  it('refuses a chart that has another digest by now', async () => {
    const server = await started(repositoryOf([{ name: 'web', version: '1.2.3', bytes: WEB }]));
    const lock = new Map([[referenceKey(web(server)), { ...web(server), sha256: sha256('old') }]]);
    const result = await pulled(web(server), { lock });
    expect(result).toMatchObject({ status: 'failed', kept: [] });
    expect(result.reason).toContain('the lock names');
  });

  it('keeps out hosts that are not named', async () => {
    const server = await started(repositoryOf([{ name: 'web', version: '1.2.3', bytes: WEB }]));
    const result = await pulled(web(server), { hosts: new Set(['charts.example.com']) });
    expect(result).toMatchObject({ status: 'failed' });
    expect(server.asked).toEqual([]);
    expect(await pulled(web(server), { hosts: new Set([server.host]) })).toMatchObject({
      status: 'pulled',
    });
  });

  it('is read as it was written, sorted', () => {
    const charts = ['2.0.0', '1.0.0'].map(version => ({
      name: 'web',
      version,
      repository: 'https://charts.example.com',
      sha256: sha256(version),
    }));
    const text = lockText(charts);
    const lock = readLock({ path: 'lock', text });
    expect(lock).toBeInstanceOf(Map);
    expect([...(lock as Map<string, unknown>).values()]).toEqual([...charts].reverse());
    expect(readLock({ path: 'lock', text: lockText([]) })).toEqual(new Map());
  });

  it.each([
    'charts: [{name: web}]',
    'charts: [',
    `charts: [{name: a/../b, repository: https://x.example, version: "1.0.0", sha256: ${'0'.repeat(64)}}]`,
  ])('with a defect is no lock: %s', text => {
    expect(readLock({ path: 'lock', text })).toHaveProperty('message');
  });
});

describe('references', () => {
  it.each<[ChartReference, string | undefined]>([
    [
      { name: 'web', repository: 'https://Charts.example.com/stable/', version: '1.2.3' },
      'https://charts.example.com/stable web 1.2.3',
    ],
    [
      { name: 'web', repository: 'oci://ghcr.io/org/charts', version: 'v1.2.3' },
      'oci://ghcr.io/org/charts web v1.2.3',
    ],
    [
      { name: 'web', repository: 'ghcr.io/org/charts', version: '1.2.3' },
      'oci://ghcr.io/org/charts web 1.2.3',
    ],
    [
      { name: 'web', repository: 'localhost:5000/charts', version: '1.2.3' },
      'oci://localhost:5000/charts web 1.2.3',
    ],
    [
      { name: 'web', repository: 'oci://ghcr.io/org/charts/web', version: '1.2.3' },
      'oci://ghcr.io/org/charts web 1.2.3',
    ],
    [{ name: 'web', repository: 'https://charts.example.com', version: '1.x' }, undefined],
    [
      { name: 'web', repository: 'https://ann:pass@charts.example.com', version: '1.2.3' },
      undefined,
    ],
    [{ name: 'web', repository: '@stable', version: '1.2.3' }, undefined],
    [{ name: '../web', repository: 'https://charts.example.com', version: '1.2.3' }, undefined],
    [{ name: 'web', repository: 'git+https://charts.example.com', version: '1.2.3' }, undefined],
  ])('%j', (written, key) => {
    const reference = chartReference(written);
    expect(reference && referenceKey(reference)).toBe(key);
  });

  it.each([
    'http://charts.example.com',
    'ftp://charts.example.com',
    'file:///etc/passwd',
    'https://a:b@charts.example.com',
  ])('%s is not asked', url => {
    expect(() => checkedUrl(url)).toThrow();
  });

  it('no server leads to this machine', () => {
    const from = new URL('https://charts.example.com');
    expect(() => checkedUrl('http://127.0.0.1/x', from)).toThrow('this machine');
    expect(() => checkedUrl('https://localhost/x', from)).toThrow('this machine');
  });
});

describe('an index', () => {
  const INDEX = `apiVersion: v1
entries:
  app:
    - version: "1.0.0"
      urls: [app-1.0.0.tgz]
  app.extra:
  - version: 2.0.0
    digest: ${'a'.repeat(64)}
    urls:
    - https://files.example.com/app.extra-2.0.0.tgz
  "quoted":
  - {version: v3.0.0, urls: [q.tgz]}
generated: "2026-01-01T00:00:00Z"
`;
  it.each([
    ['app', '1.0.0', 'app-1.0.0.tgz'],
    ['app.extra', '2.0.0', 'https://files.example.com/app.extra-2.0.0.tgz'],
    ['quoted', '3.0.0', 'q.tgz'],
  ])('has %s %s', (name, version, url) => {
    expect(findInIndex(INDEX, name, version).url).toBe(url);
  });

  it('may be JSON', () => {
    const text = JSON.stringify({ entries: { app: [{ version: '1.0.0', urls: ['a.tgz'] }] } });
    expect(findInIndex(text, 'app', '1.0.0').url).toBe('a.tgz');
    expect(() => findInIndex(text, 'constructor', '1.0.0')).toThrow('no chart');
  });

  it('has nothing else', () => {
    expect(() => findInIndex(INDEX, 'extra', '2.0.0')).toThrow('no chart extra');
    expect(() => findInIndex(INDEX, 'app', '1.0.1')).toThrow('no version');
    expect(() => findInIndex('<html>', 'app', '1.0.1')).toThrow('no chart');
  });
});
