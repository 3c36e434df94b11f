import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';

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
