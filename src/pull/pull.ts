import { ChartError } from '../helm/chart.ts';
import { MAX_ARCHIVE, unpacked } from '../store/archives.ts';
import { type ChartLock, EMPTY_LOCK, type LockedChart } from '../store/lock.ts';
import { type ChartReference, hostOf, referenceKey } from '../store/reference.ts';
import { keepArchive, readStored, sha256Of } from '../store/store.ts';
import { isSameVersion } from '../template/go/semver.ts';
import { findInIndex, type IndexEntry } from './chart-index.ts';
import { type Credentials, dockerCredentials } from './docker-config.ts';
import { checkedUrl, download, PullError } from './download.ts';
import { pullFromRegistry } from './registry.ts';

/** What became of one chart. */
export interface Pulled {
  readonly chart: ChartReference;
  readonly status: 'pulled' | 'at hand' | 'failed';
  readonly sha256?: string;
  /** Why it could not be had. */
  readonly reason?: string;
}

export interface PullRequest {
  readonly wanted: readonly ChartReference[];
  readonly lock: ChartLock;
  /** Where archives are kept. */
  readonly folder: string;
  /** The hosts that may be asked; undefined: all. */
  readonly hosts?: ReadonlySet<string> | undefined;
  readonly env: NodeJS.ProcessEnv;
  progress(stage: string): void;
}

/** Indexes of large repositories have 20 MB. */
const MAX_INDEX = 128 * 1024 * 1024;
const AT_ONCE = 4;

/**
 * Brings the charts that are wanted and not in the store yet. What the lock names by a digest has to
 * have that digest; what it does not name is taken as it is, once.
 */
export async function pullCharts(request: PullRequest): Promise<readonly Pulled[]> {
  const { wanted, progress } = request;
  const indexes = new Map<string, Promise<string>>();
  const credentials = dockerCredentials(request.env);
  const results = new Map<string, Pulled>();
  const queue = [...wanted];
  const work = async (): Promise<void> => {
    for (let chart = queue.shift(); chart; chart = queue.shift()) {
      progress(`${results.size + 1} of ${wanted.length} charts: ${chart.name} ${chart.version}`);
      results.set(referenceKey(chart), await pullOne(chart, request, indexes, credentials));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return wanted.flatMap(chart => results.get(referenceKey(chart)) ?? []);
}

/** The lock as it is after a pull: what is wanted and known, nothing else. */
export function newLock(
  pulled: readonly Pulled[],
  wanted: readonly ChartReference[],
  old: ChartLock = EMPTY_LOCK,
): ChartLock {
  const digests = new Map(pulled.map(({ chart, sha256 }) => [referenceKey(chart), sha256]));
  return new Map(
    wanted.flatMap((chart): [string, LockedChart][] => {
      const key = referenceKey(chart);
      const sha256 = old.get(key)?.sha256 ?? digests.get(key);
      return sha256 === undefined ? [] : [[key, { ...chart, sha256 }]];
    }),
  );
}

async function pullOne(
  chart: ChartReference,
  { lock, folder, hosts }: PullRequest,
  indexes: Map<string, Promise<string>>,
  credentials: (host: string) => Credentials,
): Promise<Pulled> {
  const locked = lock.get(referenceKey(chart))?.sha256;
  if (locked !== undefined && readStored([folder], locked))
    return { chart, status: 'at hand', sha256: locked };
  try {
    if (hosts && !hosts.has(hostOf(chart)))
      throw new PullError(`${hostOf(chart)} is not a host that the lock before the change names`);
    const bytes = chart.repository.startsWith('oci:')
      ? await pullFromRegistry(chart, credentials)
      : await pullFromRepository(chart, indexes, credentials);
    const sha256 = sha256Of(bytes);
    if (locked !== undefined && locked !== sha256) {
      throw new PullError(
        `its digest is ${sha256.slice(0, 12)}…, the lock names ${locked.slice(0, 12)}…: take it out of the lock if the change is meant`,
      );
    }
    check(chart, bytes);
    return { chart, status: 'pulled', sha256: keepArchive(folder, bytes) };
  } catch (error) {
    if (!(error instanceof PullError)) throw error;
    return { chart, status: 'failed', reason: error.message };
  }
}

/** An archive that is a chart of another name or version, or none, does not get into the store. */
function check({ name, version }: ChartReference, bytes: Uint8Array): void {
  const chart = unpacked(`${name}-${version}.tgz`, bytes);
  if (chart instanceof ChartError) throw new PullError(chart.message);
  const { metadata } = chart;
  if (metadata.name !== name || !isSameVersion(metadata.version, version))
    throw new PullError(`the archive holds ${metadata.name} ${metadata.version}`);
}

async function pullFromRepository(
  { name, repository, version }: ChartReference,
  indexes: Map<string, Promise<string>>,
  credentials: (host: string) => Credentials,
): Promise<Uint8Array> {
  const index = indexes.get(repository) ?? readIndex(repository);
  indexes.set(repository, index);
  const { url, sha256 } = findInIndex(await index, name, version);
  const bytes = await getArchive(url, repository, credentials);
  if (sha256 !== undefined && sha256 !== sha256Of(bytes))
    throw new PullError('the archive is not the one that the index names');
  return bytes;
}

async function readIndex(repository: string): Promise<string> {
  const { status, bytes } = await download(`${repository}/index.yaml`, { limit: MAX_INDEX });
  if (status !== 200) throw new PullError(`the repository's index answers ${status}`);
  return new TextDecoder().decode(bytes);
}

async function getArchive(
  url: IndexEntry['url'],
  repository: string,
  credentials: (host: string) => Credentials,
): Promise<Uint8Array> {
  // A repository may keep its archives in a registry.
  const [, base, name, version] = /^(oci:\/\/.+)\/([^/:]+):([^/:]+)$/.exec(url) ?? [];
  if (base && name && version) {
    return await pullFromRegistry({ name, repository: base, version }, credentials);
  }
  if (!URL.canParse(url, `${repository}/`)) throw new PullError(`"${url}" is not a URL`);
  const whole = new URL(url, `${repository}/`);
  const checked = checkedUrl(whole.href, new URL(repository));
  const { status, bytes } = await download(checked.href, { limit: MAX_ARCHIVE });
  if (status !== 200) throw new PullError(`${whole.host} answers ${status} for the archive`);
  return bytes;
}
