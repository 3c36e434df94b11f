import { readArchive } from '../helm/archive.ts';
import { type Chart, ChartError } from '../helm/chart.ts';
import { loadChart } from '../helm/load.ts';
import { isRefused, readRegular } from '../source/regular-file.ts';

/** Packed charts are some 100 KB; what is larger than this is none that Helm would unpack. */
export const MAX_ARCHIVE = 64 * 1024 * 1024;

/** A regular file of bounded size; undefined for all else. */
export function archiveBytes(path: string): Uint8Array | undefined {
  const bytes = readRegular(path, MAX_ARCHIVE);
  return isRefused(bytes) ? undefined : bytes;
}

/** A chart of an archive's bytes, or why Helm would not load it. */
export function unpacked(name: string, bytes: Uint8Array): Chart | ChartError {
  return orError(() => loadChart(readArchive({ name, bytes }), false));
}

/** A chart, or what is wrong with it. */
export function orError<T>(load: () => T): T | ChartError {
  try {
    return load();
  } catch (error) {
    if (error instanceof ChartError) return error;
    throw error;
  }
}
