import { MAX_ARCHIVE } from '../store/archives.ts';
import type { ChartReference } from '../store/reference.ts';
import { sha256Of } from '../store/store.ts';
import type { Credentials } from './docker-config.ts';
import { checkedUrl, type Download, download, isLoopback, PullError } from './download.ts';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const CHART = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const MAX_MANIFEST = 4 * 1024 * 1024;

interface Manifest {
  readonly layers?: readonly { readonly mediaType?: string; readonly digest?: string }[];
}

/**
 * The archive of a chart in an OCI registry.
 *
 * @throws PullError where it can't be had, or is not what its manifest says
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md
 * @see https://helm.sh/docs/topics/registries/
 */
export async function pullFromRegistry(
  { name, repository, version }: ChartReference,
  credentialsOf: (host: string) => Credentials,
): Promise<Uint8Array> {
  const base = new URL(repository.replace(/^oci:/, 'https:'));
  if (base.host === 'docker.io') base.host = 'registry-1.docker.io';
  if (isLoopback(base)) base.protocol = 'http:';
  const path = `${base.pathname.replace(/^\/|\/$/g, '')}/${name}`.replace(/^\//, '');
  const credentials = credentialsOf(base.host);
  const get = asking(path, credentials);
  // A tag has no plus sign.
  const tag = version.replaceAll('+', '_');
  const answer = await get(`${base.origin}/v2/${path}/manifests/${tag}`, MAX_MANIFEST, MANIFEST);
  const digest = layerOf(answer);
  const { bytes } = await get(`${base.origin}/v2/${path}/blobs/${digest}`, MAX_ARCHIVE, '*/*');
  if (`sha256:${sha256Of(bytes)}` !== digest)
    throw new PullError('the archive is not the one that its manifest names');
  return bytes;
}

function layerOf({ bytes }: Download): string {
  let manifest: Manifest;
  try {
    manifest = JSON.parse(new TextDecoder().decode(bytes)) as Manifest;
  } catch {
    throw new PullError('the registry answers with no manifest');
  }
  const layers = Array.isArray(manifest?.layers) ? manifest.layers : [];
  const digest = layers.find(layer => layer?.mediaType === CHART)?.digest;
  if (digest === undefined || !/^sha256:[0-9a-f]{64}$/.test(digest))
    throw new PullError('it is not a Helm chart');
  return digest;
}

/** Asks a registry: first without, then with the authorization that it wants. */
function asking(path: string, credentials: Credentials) {
  let authorization: string | undefined;
  return async (url: string, limit: number, accept: string): Promise<Download> => {
    const headers = { accept };
    let answer = await download(url, { headers, authorization, limit });
    if (answer.status === 401 && authorization === undefined) {
      authorization = await authorize(answer.headers.get('www-authenticate') ?? '', path, {
        ...credentials,
        from: url,
      });
      answer = await download(url, { headers, authorization, limit });
    }
    if (answer.status === 401 || answer.status === 403) throw refused(credentials);
    if (answer.status === 404) throw new PullError('the registry has no such chart or version');
    if (answer.status !== 200) throw new PullError(`the registry answers ${answer.status}`);
    return answer;
  };
}

const refused = ({ needsHelper }: Credentials): PullError =>
  new PullError(
    needsHelper
      ? 'the registry wants credentials; those are in a credential helper, which is not run'
      : 'the registry wants other credentials, or has no such chart',
  );

/**
 * What answers a challenge: the user's own credentials, or a token for them.
 *
 * @see https://distribution.github.io/distribution/spec/auth/token/
 */
async function authorize(
  challenge: string,
  path: string,
  { from, ...credentials }: Credentials & { readonly from: string },
): Promise<string> {
  if (/^basic/i.test(challenge)) {
    if (credentials.basic === undefined) throw refused(credentials);
    return credentials.basic;
  }
  const parts = new Map(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
  );
  const realm = parts.get('realm');
  if (!/^bearer/i.test(challenge) || !realm) throw refused(credentials);
  const url = checkedUrl(realm, new URL(from));
  const service = parts.get('service');
  if (service) url.searchParams.set('service', service);
  url.searchParams.set('scope', `repository:${path}:pull`);
  const { bytes, status } = await download(url.href, {
    authorization: credentials.basic,
    limit: MAX_MANIFEST,
  });
  if (status !== 200) throw refused(credentials);
  return `Bearer ${tokenIn(bytes)}`;
}

function tokenIn(bytes: Uint8Array): string {
  try {
    const { token, access_token } = JSON.parse(new TextDecoder().decode(bytes)) as {
      token?: unknown;
      access_token?: unknown;
    };
    const found = token ?? access_token;
    if (typeof found === 'string' && /^[\x21-\x7e]+$/.test(found)) return found;
  } catch {
    // said below
  }
  throw new PullError('the registry answers with no token');
}
