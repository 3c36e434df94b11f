import { kindAt } from '../source/disk.ts';
import { chartCache } from '../store/cache-directory.ts';
import { type ChartStore, NO_STORE, openStore } from '../store/store.ts';
import { UsageError } from './usage-error.ts';

/** The folder that `charts pull` fills: the one that is named, or the user's cache. */
export const chartFolder = (named: string | undefined): string =>
  named ?? chartCache(process.env, process.platform);

/**
 * The charts that a lint may use.
 *
 * @param given a folder that the user names besides the cache; false: none
 * @throws UsageError where it isn't there
 */
export function openCharts(given: string | boolean | undefined): ChartStore {
  if (given === false) return NO_STORE;
  const named = typeof given === 'string' ? given : undefined;
  if (named !== undefined && kindAt(named) !== 'directory') {
    throw new UsageError(
      `--charts: ${named} is not a directory`,
      'Give a folder with charts as archives (.tgz) or directories.',
      { code: 'invalid-path' },
    );
  }
  const cache = chartFolder(undefined);
  return openStore(named === undefined ? [cache] : [cache, named], named);
}
