import { createHash, randomBytes } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { readArchive } from '../helm/archive.ts';
import { type Chart, ChartError } from '../helm/chart.ts';
import { loadDirectory } from '../helm/directory.ts';
import { loadChart } from '../helm/load.ts';
import { isRefused, readRegular } from '../source/regular-file.ts';
import type { ChartReference } from './reference.ts';

/** Packed charts are some 100 KB; what is larger than this is none that Helm would unpack. */
export const MAX_ARCHIVE = 64 * 1024 * 1024;

/** Charts that were brought before, or that a user put into a folder. Nothing is fetched. */
export interface ChartStore {
  /** The chart whose archive has a digest; undefined where it is not here, or is another by now. */
  byDigest(chart: ChartReference & { readonly sha256: string }): Chart | ChartError | undefined;
  /** A chart that a user added by hand, known by its name and version only. */
  byHand(chart: ChartReference): Chart | ChartError | undefined;
}

export const NO_STORE: ChartStore = { byDigest: () => undefined, byHand: () => undefined };

export const sha256Of = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/**
 * Opens the folders that hold charts; each chart is unpacked once, in memory.
 *
 * @param folders where archives lie by their digests (`<sha256>.tgz`)
 * @param added a folder with archives and chart directories that a user put there
 */
export function openStore(folders: readonly string[], added?: string): ChartStore {
  const charts = new Map<string, Chart | ChartError | undefined>();
  const once = (key: string, find: () => Chart | ChartError | undefined) => {
    if (!charts.has(key)) charts.set(key, find());
    return charts.get(key);
  };
  let hand: readonly HandMade[] | undefined;
  return {
    byDigest: ({ name, version, sha256 }) =>
      once(sha256, () => {
        const bytes = readStored(folders, sha256);
        return bytes && unpacked(`${name}-${version}.tgz`, bytes);
      }),
    byHand: ({ name, version }) => {
      if (added === undefined) return undefined;
      hand ??= handMade(added);
      const found = hand.find(item => item.name === name && item.version === version);
      return found?.chart;
    },
  };
}

/** An archive's bytes, where they have the digest that they are kept under. */
export function readStored(folders: readonly string[], sha256: string): Uint8Array | undefined {
  for (const folder of folders) {
    const bytes = bounded(join(folder, `${sha256}.tgz`));
    if (bytes && sha256Of(bytes) === sha256) return bytes;
  }
  return undefined;
}

/** A regular file of bounded size; undefined for all else. */
function bounded(path: string): Uint8Array | undefined {
  const bytes = readRegular(path, MAX_ARCHIVE);
  return isRefused(bytes) ? undefined : bytes;
}

/**
 * Keeps an archive under its digest: written beside its place first, so that nobody reads half of it.
 *
 * @returns the digest
 */
export function keepArchive(folder: string, bytes: Uint8Array): string {
  const sha256 = sha256Of(bytes);
  mkdirSync(folder, { recursive: true });
  const made = join(folder, `.${sha256}.${randomBytes(6).toString('hex')}`);
  try {
    writeFileSync(made, bytes, { flag: 'wx' });
    renameSync(made, join(folder, `${sha256}.tgz`));
  } finally {
    rmSync(made, { force: true });
  }
  return sha256;
}

/** A chart of an archive's bytes, or why Helm would not load it. */
export function unpacked(name: string, bytes: Uint8Array): Chart | ChartError {
  return orError(() => loadChart(readArchive({ name, bytes }), false));
}

function orError(load: () => Chart): Chart | ChartError {
  try {
    return load();
  } catch (error) {
    if (error instanceof ChartError) return error;
    throw error;
  }
}

interface HandMade {
  readonly name: string;
  readonly version: string;
  readonly chart: Chart;
}

/** What lies in a folder: archives, chart directories, and such one level deeper, as `helm pull` leaves them. */
function handMade(folder: string): readonly HandMade[] {
  const found: HandMade[] = [];
  const add = (chart: Chart | ChartError): void => {
    if (chart instanceof ChartError) return;
    found.push({ name: chart.metadata.name, version: chart.metadata.version, chart });
  };
  const look = (directory: string, depth: number): void => {
    for (const entry of listed(directory)) {
      const path = join(directory, entry);
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat?.isFile() && entry.endsWith('.tgz')) {
        const bytes = bounded(path);
        if (bytes) add(unpacked(entry, bytes));
      } else if (stat?.isDirectory()) {
        if (statSync(join(path, 'Chart.yaml'), { throwIfNoEntry: false })?.isFile())
          add(orError(() => foreign(path, `added:${entry}`)));
        else if (depth > 0) look(path, depth - 1);
      }
    }
  };
  look(folder, 1);
  return found;
}

function listed(directory: string): readonly string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}

/** A chart directory outside of the repository; findings never point into it. */
function foreign(folder: string, name: string): Chart {
  const at = (path: string): string => join(folder, path.slice(name.length));
  const stat = (path: string) => statSync(at(path), { throwIfNoEntry: false });
  const tree = {
    kind: (path: string) =>
      stat(path)?.isFile()
        ? ('file' as const)
        : stat(path)?.isDirectory()
          ? ('directory' as const)
          : undefined,
    list: (path: string) => listed(at(path)),
    read: (path: string) => bounded(at(path)),
    real: (path: string) => {
      try {
        return realpathSync(at(path));
      } catch {
        return undefined;
      }
    },
  };
  return loadDirectory(tree, name, undefined, false);
}
