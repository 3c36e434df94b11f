import { homedir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';

/** The linter's folder in the user's cache. */
export function userCache(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const own = env.XDG_CACHE_HOME;
  if (own) return join(own, 'pitower-lint');
  if (platform === 'win32' && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, 'pitower-lint');
  const base = platform === 'darwin' ? ['Library', 'Caches'] : ['.cache'];
  return join(homedir(), ...base, 'pitower-lint');
}

/** Where charts are kept between runs: a folder of the user's cache. */
export const chartCache = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string =>
  join(userCache(env, platform), 'charts');

/**
 * Where runs keep something for those that follow, a folder of the user's cache; undefined where that lies in the
 * folder that is worked in: nothing there is to be trusted, or to be written.
 */
export function keptFolder(
  name: string,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  workingDirectory: string,
): string | undefined {
  const folder = join(userCache(env, platform), name);
  const way = relative(workingDirectory, folder);
  const isWithin = !way.startsWith('..') && !isAbsolute(way);
  return isAbsolute(folder) && !isWithin ? folder : undefined;
}
