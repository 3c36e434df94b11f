import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createTar } from 'nanotar';

/** A packed chart of these files; their paths are relative to it. */
export function packedChart(name: string, files: Readonly<Record<string, string>>): Uint8Array {
  const entries = Object.entries(files).map(([path, data]) => ({ name: `${name}/${path}`, data }));
  return gzipSync(createTar(entries));
}

/** A chart with one ConfigMap. */
export const smallChart = (name: string, version: string, more: Record<string, string> = {}) =>
  packedChart(name, {
    'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${version}\n`,
    'values.yaml': 'key: default\n',
    'templates/settings.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-settings\ndata:\n  key: {{ .Values.key | quote }}\n',
    ...more,
  });

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface Server {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** What was asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** A server on this machine that answers as a function says. */
export async function serve(answer: Answer): Promise<Server> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** A classic chart repository: `index.yaml` and archives beside it. */
export const repositoryOf =
  (
    charts: readonly { name: string; version: string; bytes: Uint8Array; digest?: string }[],
  ): Answer =>
  ({ url }, response) => {
    if (url === '/charts/index.yaml') {
      const names = [...new Set(charts.map(({ name }) => name))];
      const lines = names.flatMap(name => [
        `  ${name}:`,
        ...charts
          .filter(chart => chart.name === name)
          .flatMap(({ version, bytes, digest = sha256(bytes) }) => [
            `  - name: ${name}`,
            `    version: ${version}`,
            `    digest: ${digest}`,
            '    urls:',
            `    - ${name}-${version}.tgz`,
          ]),
      ]);
      return response.end(['apiVersion: v1', 'entries:', ...lines, ''].join('\n'));
    }
    const found = charts.find(({ name, version }) => url === `/charts/${name}-${version}.tgz`);
    if (found) return response.end(found.bytes);
    response.statusCode = 404;
    response.end();
  };

/** An OCI registry with one chart in it, behind tokens or passwords. */
export function registryOf(
  path: string,
  tag: string,
  bytes: Uint8Array,
  login?: { readonly kind: 'basic' | 'token'; readonly basic: string },
): Answer {
  const digest = `sha256:${sha256(bytes)}`;
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest, size: 2 },
    layers: [
      { mediaType: 'application/vnd.cncf.helm.chart.provenance.v1.prov', digest: 'sha256:0' },
      { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', digest },
    ],
  });
  return ({ url = '', headers }, response) => {
    const end = (status: number, body: string | Uint8Array = '') => {
      response.statusCode = status;
      response.end(body);
    };
    if (url.startsWith('/token?')) {
      const asks = new URL(url, 'http://here').searchParams.get('scope');
      if (headers.authorization !== login?.basic || asks !== `repository:${path}:pull`)
        return end(401);
      return end(200, JSON.stringify({ token: 'secret-token' }));
    }
    const wanted = login?.kind === 'token' ? 'Bearer secret-token' : login?.basic;
    if (wanted !== undefined && headers.authorization !== wanted) {
      response.setHeader(
        'www-authenticate',
        login?.kind === 'token'
          ? `Bearer realm="http://${headers.host}/token",service="registry"`
          : 'Basic realm="registry"',
      );
      return end(401);
    }
    if (url === `/v2/${path}/manifests/${tag}`) return end(200, manifest);
    if (url === `/v2/${path}/blobs/${digest}`) return end(200, bytes);
    return end(404);
  };
}
