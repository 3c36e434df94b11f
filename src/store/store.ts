import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chart, ChartError } from '../helm/chart.ts';
import { addedCharts } from './added.ts';
import { archiveBytes, unpacked } from './archives.ts';
import type { ChartReference } from './reference.ts';

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
  let hand: ReturnType<typeof addedCharts> | undefined;
  return {
    byDigest: ({ name, version, sha256 }) =>
      once(sha256, () => {
        const bytes = readStored(folders, sha256);
        return bytes && unpacked(`${name}-${version}.tgz`, bytes);
      }),
    byHand: ({ name, version }) => {
      if (added === undefined) return undefined;
      hand ??= addedCharts(added);
      return hand(name, version);
    },
  };
}

/** An archive's bytes, where they have the digest that they are kept under. */
export function readStored(folders: readonly string[], sha256: string): Uint8Array | undefined {
  for (const folder of folders) {
    const bytes = archiveBytes(join(folder, `${sha256}.tgz`));
    if (bytes && sha256Of(bytes) === sha256) return bytes;
  }
  return undefined;
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
