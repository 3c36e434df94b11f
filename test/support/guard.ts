/**
 * Replaces every function that reaches the network or starts a process; calls end with status 99.
 * $ALLOW_SPAWN names the programs that may be started after all, by comma.
 */
export const GUARD = `
const names = ['net', 'tls', 'http', 'https', 'http2', 'dns', 'dns/promises', 'dgram', 'child_process', 'cluster', 'worker_threads'];
const { syncBuiltinESMExports } = require('node:module');
const { writeSync } = require('node:fs');
// Pipes are sockets to Node: these are opened before nothing can be; the module node:process opens the third.
process.stdout;
process.stderr;
process.stdin;
const { spawnSync } = require('node:child_process');
const exit = process.exit.bind(process);
const forbid = what => function () {
  writeSync(2, 'FORBIDDEN ' + what + '\\n');
  exit(99);
};
for (const name of names) {
  const module = require('node:' + name);
  for (const key of Object.keys(module)) {
    if (/^isIP/.test(key)) continue; // looks at text only
    const { writable, configurable } = Object.getOwnPropertyDescriptor(module, key);
    if (typeof module[key] === 'function' && (writable || configurable)) {
      Object.defineProperty(module, key, { value: forbid(name + '.' + key), configurable: true, writable: true });
    }
  }
}
const allowed = (process.env.ALLOW_SPAWN ?? '').split(',');
const childProcess = require('node:child_process');
const refuse = childProcess.spawnSync;
childProcess.spawnSync = (program, ...rest) =>
  (allowed.includes(require('node:path').basename(program)) ? spawnSync : refuse)(program, ...rest);
globalThis.fetch = forbid('fetch');
globalThis.WebSocket = forbid('WebSocket');
syncBuiltinESMExports();
`;
