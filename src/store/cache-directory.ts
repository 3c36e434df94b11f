import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where charts are kept between runs: a folder of the user's cache. */
export function chartCache(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const own = env.XDG_CACHE_HOME;
  if (own) return join(own, 'pitower-lint', 'charts');
  if (platform === 'win32' && env.LOCALAPPDATA)
    return join(env.LOCALAPPDATA, 'pitower-lint', 'charts');
  const base = platform === 'darwin' ? ['Library', 'Caches'] : ['.cache'];
  return join(homedir(), ...base, 'pitower-lint', 'charts');
}
