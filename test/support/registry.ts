import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from './chart-servers.ts';

/** The program of https://github.com/distribution/distribution; `REGISTRY` says where it is. */
const REGISTRY = process.env.REGISTRY ?? 'registry';

/** Whether a real registry can be started here. */
export const hasRegistry = spawnSync(REGISTRY, ['--version']).status === 0;

export interface Registry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  close(): void;
}

/** Starts a registry on this machine that keeps what is pushed in a folder of its own. */
export async function startRegistry(): Promise<Registry> {
  const folder = mkdtempSync(join(tmpdir(), 'registry-'));
  const host = `127.0.0.1:${await freePort()}`;
  const settings = join(folder, 'config.yml');
  writeFileSync(
    settings,
    `version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: ${folder}/data}}\nhttp: {addr: '${host}'}\n`,
  );
  const child = spawn(REGISTRY, ['serve', settings], { stdio: 'ignore' });
  await answers(`http://${host}/v2/`, child);
  return {
    host,
    close() {
      child.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Pushes a packed chart as `helm push` does: its blob, a configuration, and the manifest under the version.
 *
 * @see https://helm.sh/docs/topics/registries/#oci-feature-deprecation-and-behavior-changes-with-v380
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#push
 */
export async function pushChart(
  { host }: Registry,
  chart: { readonly path: string; readonly version: string; readonly bytes: Uint8Array },
): Promise<void> {
  const base = `http://${host}/v2/${chart.path}`;
  const config = new TextEncoder().encode(`{"version":"${chart.version}"}`);
  const descriptor = (mediaType: string, bytes: Uint8Array) => ({
    mediaType,
    digest: `sha256:${sha256(bytes)}`,
    size: bytes.length,
  });
  for (const bytes of [config, chart.bytes]) await pushBlob(base, bytes);
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: descriptor('application/vnd.cncf.helm.config.v1+json', config),
    layers: [descriptor('application/vnd.cncf.helm.chart.content.v1.tar+gzip', chart.bytes)],
  });
  await ok(`${base}/manifests/${chart.version}`, {
    method: 'PUT',
    headers: { 'content-type': mediaType },
    body: manifest,
  });
}

async function pushBlob(base: string, bytes: Uint8Array): Promise<void> {
  const begun = await ok(`${base}/blobs/uploads/`, { method: 'POST' });
  const to = new URL(begun.headers.get('location') ?? '', base);
  to.searchParams.set('digest', `sha256:${sha256(bytes)}`);
  await ok(to.href, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
  });
}

async function ok(url: string, request: RequestInit): Promise<Response> {
  const response = await fetch(url, request);
  if (!response.ok) throw new Error(`${request.method} ${url}: ${response.status}`);
  return response;
}

/** Waits until a server answers. */
async function answers(url: string, child: ChildProcess): Promise<void> {
  for (let i = 0; i < 100; i++) {
    if (child.exitCode !== null) throw new Error(`the registry ended with ${child.exitCode}`);
    const response = await fetch(url).catch(() => undefined);
    if (response) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error('the registry does not answer');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}
