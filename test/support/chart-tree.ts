import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { type Chart, ChartError } from '../../src/helm/chart.ts';
import { loadDirectory } from '../../src/helm/directory.ts';

/** The disk as charts are loaded from it. */
export const chartTree = {
  kind: (path: string) => {
    if (!existsSync(path)) return undefined;
    return statSync(path).isDirectory() ? ('directory' as const) : ('file' as const);
  },
  list: (path: string) => (existsSync(path) ? readdirSync(path).sort() : []),
  read: (path: string) => (existsSync(path) ? new Uint8Array(readFileSync(path)) : undefined),
  real: (path: string) => realpathSync(path),
};

/** The chart in a directory; undefined where it is none that can be loaded. */
export function chartIn(directory: string): Chart | undefined {
  try {
    return loadDirectory(chartTree, directory);
  } catch (error) {
    if (error instanceof ChartError) return undefined;
    throw error;
  }
}
