import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codeFolder, codeName, keepCode, readCode } from '../../src/start/code-cache.ts';
import { VERSION } from '../../src/version.ts';
import { writeBundles } from '../support/bundled.ts';
import { remove, scratchFolder } from '../support/git-repository.ts';

const scratch = scratchFolder();
let dist = '';
beforeAll(async () => {
  dist = await writeBundles(scratch);
}, 60_000);
afterAll(() => remove(scratch));

const cache = join(scratch, 'cache');
const folder = join(cache, 'pitower-lint', 'code');
beforeEach(() => rmSync(cache, { recursive: true, force: true }));

const { CI: _, NODE_DISABLE_COMPILE_CACHE: __, ...outer } = process.env;

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(dist, 'cli.js'), ...args], {
    encoding: 'utf8',
    env: { ...outer, XDG_CACHE_HOME: cache, ...env },
  });
  return { status, stdout, stderr };
}

const kept = () => readdirSync(folder).map(name => join(folder, name));

describe('the code cache', () => {
  it('is kept by one run and taken by the next, which says the same', () => {
    const first = run(['rules']);
    const [file = ''] = kept();
    const { mtimeMs } = statSync(file);
    expect(run(['rules'])).toEqual(first);
    expect(kept()).toEqual([file]);
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it.each<[string, (file: string) => void]>([
    ['is cut off', file => writeFileSync(file, readFileSync(file).subarray(0, 1000))],
    ['is empty', file => writeFileSync(file, '')],
    [
      'has other bytes',
      file => {
        const bytes = readFileSync(file);
        bytes.fill(0xaa, 5000, 6000);
        writeFileSync(file, bytes);
      },
    ],
    ['could be written by others', file => chmodSync(file, 0o666)],
  ])('is made anew where a file of it %s', (_, spoil) => {
    const first = run(['rules']);
    const [file = ''] = kept();
    spoil(file);
    expect(readCode(folder, file.slice(folder.length + 1))).toBeUndefined();
    expect(run(['rules'])).toEqual(first);
    expect(readCode(folder, file.slice(folder.length + 1))).toBeDefined();
  });

  it('is of no use where it can not be written', () => {
    writeFileSync(cache, 'a file, not a folder');
    expect(run(['rules'])).toMatchObject({ status: 0, stderr: '' });
  });

  it.each([{ CI: 'true' }, { NODE_DISABLE_COMPILE_CACHE: '1' }])('is not kept with %o', env => {
    expect(run(['rules'], env)).toMatchObject({ status: 0, stderr: '' });
    expect(() => kept()).toThrow(/ENOENT/);
  });

  it('lies in no folder that is worked in', () => {
    expect(codeFolder({ XDG_CACHE_HOME: '/work/.cache' }, 'linux', '/work')).toBeUndefined();
    expect(codeFolder({ XDG_CACHE_HOME: 'cache' }, 'linux', '/work')).toBeUndefined();
    expect(codeFolder({ XDG_CACHE_HOME: '/cache' }, 'linux', '/work')).toBe(
      '/cache/pitower-lint/code',
    );
  });

  it('keeps the newest eight', () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (let i = 0; i < 12; i++) {
      writeFileSync(join(folder, `old${i}.bin`), '');
      utimesSync(join(folder, `old${i}.bin`), 1000 + i, 1000 + i);
    }
    const name = codeName(Buffer.from('0'));
    keepCode(folder, name, { code: Buffer.from('code'), milliseconds: 5 });
    expect(readCode(folder, name)).toEqual({ code: Buffer.from('code'), milliseconds: 5 });
    expect(readdirSync(folder)).toHaveLength(8);
    expect(readdirSync(folder)).not.toContain('old4.bin');
  });
});

describe('the programs', () => {
  it('say the version without the linter', () => {
    const { stdout } = run(['--version']);
    expect(stdout).toBe(`${VERSION}\n`);
    expect(() => kept()).toThrow(/ENOENT/);
  });

  it('load a script whose bytes are its characters', () => {
    const bytes = readFileSync(join(dist, 'linter.cjs'));
    expect(bytes.findIndex(byte => byte > 127)).toBe(-1);
  });
});
