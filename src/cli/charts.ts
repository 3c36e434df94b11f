import { join } from 'node:path';
import { mergeBase } from '../git/base.ts';
import { commitTree } from '../git/commit-tree.ts';
import { openGit } from '../git/git.ts';
import { ChartError } from '../helm/chart.ts';
import { lint } from '../lint.ts';
import type { Cluster } from '../model/cluster/cluster.ts';
import type { ChartOrigin, Rendering } from '../model/release.ts';
import { newLock, type Pulled, pullCharts } from '../pull/pull.ts';
import { table } from '../report/table.ts';
import type { SourceText } from '../source/text.ts';
import { joinPath } from '../source/tree.ts';
import { unpacked } from '../store/archives.ts';
import { type ChartLock, isLockError, LOCK_FILE, lockText, readLock } from '../store/lock.ts';
import { type ChartReference, hostOf, referenceKey } from '../store/reference.ts';
import { readStored } from '../store/store.ts';
import { plural } from '../text/plural.ts';
import { chartFolder } from './chart-folders.ts';
import type { LintSelection } from './options.ts';
import { output, say } from './output.ts';
import { progressLine } from './progress.ts';
import type { OpenedRepository } from './repository.ts';
import { asUsage } from './revisions.ts';
import { lintPaths } from './run.ts';
import { saveFile } from './save.ts';
import { UsageError } from './usage-error.ts';

export interface ChartsOptions {
  /** The folder that is the store; default: the user's cache. */
  readonly charts?: string;
}

export interface PullOptions extends ChartsOptions {
  /** Ask only hosts that the lock of the merge base with this revision names. */
  readonly hostsOf?: string;
}

/** Charts of charts make further Applications; nobody nests them deeper. */
const MAX_ROUNDS = 4;

/**
 * Brings the charts that a repository names into the store, and writes its lock. The one command that
 * uses the network.
 *
 * @returns the exit status: 1 if some could not be had
 */
export async function pull(path: string, options: PullOptions): Promise<number> {
  const folder = chartFolder(options.charts);
  const progress = progressLine(process.stderr);
  let pulled: readonly Pulled[] = [];
  let vague: readonly ChartReference[] = [];
  try {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const seen = look(path, options);
      const wanted = [...seen.cluster.charts.wanted];
      vague = seen.cluster.charts.vague;
      const known = new Set(pulled.map(({ chart }) => referenceKey(chart)));
      if (round > 0 && wanted.every(chart => known.has(referenceKey(chart)))) break;
      const { lock, file, text } = lockOf(seen.repository);
      const hosts = options.hostsOf === undefined ? undefined : baseHosts(seen, options.hostsOf);
      const earlier = new Map(pulled.map(item => [referenceKey(item.chart), item]));
      const fresh = await pullCharts({
        wanted: wanted.filter(chart => !earlier.has(referenceKey(chart))),
        lock,
        folder,
        hosts,
        env: process.env,
        progress: progress.show,
      });
      for (const item of fresh) earlier.set(referenceKey(item.chart), item);
      pulled = wanted.flatMap(chart => earlier.get(referenceKey(chart)) ?? []);
      writeLock(newLock(pulled, wanted, lock), { path: file, text }, seen.repository.top);
    }
  } finally {
    progress.clear();
  }
  const failed = pulled.filter(({ status }) => status === 'failed');
  const rows = pulled.map(({ chart, status, sha256, reason }) => [
    ...nameOf(chart),
    status,
    reason ?? sha256?.slice(0, 12) ?? '',
  ]);
  const left = vague.map(chart => [
    ...nameOf(chart),
    'left out',
    'it names no exact version, or no repository',
  ]);
  output(table(['chart', 'version', 'repository', '', ''], [...rows, ...left]));
  say(
    failed.length === 0
      ? `pitower-lint: ${plural(pulled.length, 'chart')} at hand\n`
      : `pitower-lint: ${plural(failed.length, 'chart')} of ${pulled.length} could not be had\n`,
  );
  return failed.length === 0 ? 0 : 1;
}

/** Lists the charts that a repository names, and by what each is known. */
export function list(path: string, options: ChartsOptions): void {
  const { cluster } = look(path, options);
  const rows = cluster.helmReleases.map(({ release, rendering }) => [
    release.chart.text,
    release.version?.text ?? '',
    release.repository?.text ?? '',
    KNOWN_BY[rendering.by ?? 'words'],
  ]);
  const unique = [...new Map(rows.map(row => [row.join('\0'), row])).values()].sort((a, b) =>
    a.join('\0') < b.join('\0') ? -1 : 1,
  );
  output(table(['chart', 'version', 'repository', 'known by'], unique));
}

const KNOWN_BY: Readonly<Record<ChartOrigin | NonNullable<Rendering['by']>, string>> = {
  repository: 'the chart in the repository',
  store: 'the chart in the store',
  added: 'the chart of --charts',
  model: 'a model',
  words: 'its values only',
};

/**
 * Checks that the store has all charts that the lock names, as they were.
 *
 * @returns the exit status: 1 if some are missing or damaged
 */
export function verify(path: string, options: ChartsOptions): number {
  const { lock } = lockOf(look(path, options).repository);
  const folder = chartFolder(options.charts);
  const rows = [...lock.values()].map(chart => {
    const bytes = readStored([folder], chart.sha256);
    const found = bytes && unpacked(`${chart.name}-${chart.version}.tgz`, bytes);
    const state = !found ? 'missing' : found instanceof ChartError ? found.message : 'ok';
    return [...nameOf(chart), state, chart.sha256.slice(0, 12)];
  });
  output(table(['chart', 'version', 'repository', '', ''], rows));
  return rows.every(row => row[3] === 'ok') ? 0 : 1;
}

const nameOf = ({ name, version, repository }: ChartReference) => [name, version, repository];

interface Seen {
  readonly cluster: Cluster;
  readonly repository: OpenedRepository;
}

/** The repository with the charts that it names. */
function look(path: string, { charts }: ChartsOptions): Seen {
  let repository: OpenedRepository | undefined;
  const { repository: cluster } = lintPaths([path], selection(charts), {
    run: (request, opened) => {
      repository = opened;
      return lint({ ...request, rules: [] });
    },
  });
  if (!repository) throw new UsageError(`${path} has nothing to lint`);
  return { cluster, repository };
}

const selection = (charts: string | undefined): LintSelection => ({
  config: true,
  rule: new Map(),
  only: [],
  skip: [],
  trackedOnly: false,
  ...(charts !== undefined && { charts }),
});

interface LockFile {
  readonly lock: ChartLock;
  readonly file: string;
  readonly text: string | undefined;
}

/** The lock beside the policy, and where it is on disk. */
function lockOf({ tree, directory }: OpenedRepository): LockFile {
  const file = join(directory, LOCK_FILE);
  const bytes = tree.read(joinPath(tree.root, LOCK_FILE) ?? LOCK_FILE);
  if (!bytes) return { lock: new Map(), file, text: undefined };
  const text = new TextDecoder().decode(bytes);
  return { lock: parsed({ path: LOCK_FILE, text }), file, text };
}

function parsed(file: SourceText): ChartLock {
  const lock = readLock(file);
  if (!isLockError(lock)) return lock;
  throw new UsageError(
    `${LOCK_FILE} can't be read: ${lock.message}`,
    'Restore it, or remove it to have all charts anew.',
    { code: 'invalid-file' },
  );
}

/** The hosts that the lock named before the change. */
function baseHosts({ repository }: Seen, ref: string): ReadonlySet<string> {
  const { directory, tree } = repository;
  return asUsage('--hosts-of', () => {
    const git = openGit(directory);
    const base = commitTree(git, mergeBase(git, ref), tree.root);
    const bytes = base.read(joinPath(tree.root, LOCK_FILE) ?? LOCK_FILE);
    if (!bytes) return new Set<string>();
    const lock = parsed({ path: LOCK_FILE, text: new TextDecoder().decode(bytes) });
    return new Set([...lock.values()].map(hostOf));
  });
}

/** Writes the lock where it changed. */
function writeLock(
  lock: ChartLock,
  earlier: { readonly path: string; readonly text: string | undefined },
  top: string,
): void {
  const text = lockText(lock.values());
  if (earlier.text === undefined ? lock.size === 0 : earlier.text === text) return;
  saveFile('the lock', { path: earlier.path, text }, top);
}
