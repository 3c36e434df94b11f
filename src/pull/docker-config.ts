import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** How a registry is asked: `Basic` credentials, or why there are none. */
export interface Credentials {
  readonly basic: string | undefined;
  /** Only a helper program knows them, which is not run. */
  readonly needsHelper: boolean;
}

const NONE: Credentials = { basic: undefined, needsHelper: false };

/**
 * Reads what `docker login` wrote into its own file. Credential helpers are programs: they are not run.
 *
 * @returns the credentials of a registry's host
 * @see https://docs.docker.com/reference/cli/docker/login/#credential-stores
 */
export function dockerCredentials(env: NodeJS.ProcessEnv): (host: string) => Credentials {
  let config: DockerConfig | undefined;
  return host => {
    config ??= readConfig(env.DOCKER_CONFIG ?? join(homedir(), '.docker'));
    const { auths = {}, credHelpers = {}, credsStore } = config;
    const names = host === 'registry-1.docker.io' ? [host, 'docker.io', 'index.docker.io'] : [host];
    for (const [key, entry] of Object.entries(auths)) {
      if (!names.includes(key.replace(/^https?:\/\//, '').replace(/\/.*$/, ''))) continue;
      const { auth, username, password } = entry ?? {};
      if (auth) return { basic: `Basic ${auth}`, needsHelper: false };
      if (username && password) {
        const pair = Buffer.from(`${username}:${password}`).toString('base64');
        return { basic: `Basic ${pair}`, needsHelper: false };
      }
      return { basic: undefined, needsHelper: credsStore !== undefined };
    }
    return names.some(name => Object.hasOwn(credHelpers, name))
      ? { basic: undefined, needsHelper: true }
      : NONE;
  };
}

interface DockerConfig {
  readonly auths?: Readonly<
    Record<string, { auth?: string; username?: string; password?: string } | undefined>
  >;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

function readConfig(folder: string): DockerConfig {
  try {
    const config: unknown = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
    return typeof config === 'object' && config !== null ? config : {};
  } catch {
    return {}; // not there, or not Docker's: then nobody is logged in
  }
}
