import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../scripts/bundle.mjs';

// Nothing is fetched and nothing is executed: the linter works where both throw.

const scratch = mkdtempSync(join(tmpdir(), 'pitower-lint-offline-'));
const program = join(scratch, 'cli.mjs');
const guard = join(scratch, 'guard.cjs');
afterAll(() => rmSync(scratch, { recursive: true }));

/** Replaces every function that reaches the network or starts a process; calls end with status 99. */
const GUARD = `
const names = ['net', 'tls', 'http', 'https', 'http2', 'dns', 'dns/promises', 'dgram', 'child_process', 'cluster', 'worker_threads'];
const { syncBuiltinESMExports } = require('node:module');
const { writeSync } = require('node:fs');
// Pipes are sockets to Node: these two are opened before nothing can be.
process.stdout;
process.stderr;
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
globalThis.fetch = forbid('fetch');
globalThis.WebSocket = forbid('WebSocket');
syncBuiltinESMExports();
`;

beforeAll(async () => {
  writeFileSync(program, await bundle('src/cli/main.ts'));
  writeFileSync(guard, GUARD);
});

const guarded = (args: readonly string[]) =>
  spawnSync(process.execPath, ['--require', guard, ...args], { encoding: 'utf8' });

describe('without network and processes', () => {
  it.each([
    ['fetch', "fetch('https://example.com')"],
    ['net', "import('node:net').then(net => net.connect(80, 'example.com'))"],
    ['https', "import('node:https').then(https => https.get('https://example.com'))"],
    ['dns', "import('node:dns').then(dns => dns.lookup('example.com', () => {}))"],
    ['child_process', "import('node:child_process').then(cp => cp.execSync('true'))"],
  ])('the guard holds: %s', (_, code) => {
    const { status, stderr } = guarded(['--input-type=module', '--eval', code]);
    expect(stderr).toContain('FORBIDDEN');
    expect(status).toBe(99);
  });

  it.each<[string, string[]]>([
    ['lint', ['pitower', '--format', 'json']],
    ['lint, verbosely', ['pitower', '--verbose']],
    ['render', ['render', '--path', 'pitower']],
    ['rules', ['rules']],
  ])('%s works', (_, args) => {
    const { status, stdout, stderr } = guarded([program, ...args]);
    expect(stderr).toBe('');
    expect([0, 1]).toContain(status);
    expect(stdout.length).toBeGreaterThan(200);
  });
});
