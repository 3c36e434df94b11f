import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { bundles } from '../../scripts/bundle.mjs';
import { remove, scratchFolder } from '../support/git-repository.ts';

const scratch = scratchFolder();
afterAll(() => remove(scratch));

/** Packages with scopes, as their folders are called. */
const packages = readdirSync('node_modules')
  .filter(name => !name.startsWith('.'))
  .flatMap(name =>
    name.startsWith('@')
      ? readdirSync(`node_modules/${name}`).map(part => `${name}/${part}`)
      : name,
  );

it('two builds in two folders have the same bytes, and licences of all that is in them', async () => {
  const files = await bundles();
  const licences = files.get('dist/licenses.txt') ?? '';
  const copy = join(scratch, 'else', 'where');
  for (const name of ['src', 'scripts', 'schemas', 'package.json', 'tsconfig.json'])
    cpSync(name, join(copy, name), { recursive: true });
  for (const name of packages) {
    const [from, to] = [resolve('node_modules', name), join(copy, 'node_modules', name)];
    mkdirSync(dirname(to), { recursive: true });
    // The bundler goes by real paths: what it bundles is to be there itself.
    if (licences.includes(`\n${name} `)) cpSync(from, to, { recursive: true });
    else symlinkSync(from, to);
  }
  const { status, stderr } = spawnSync(process.execPath, ['scripts/bundle.mjs'], {
    cwd: copy,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const differing = [...files].filter(
    ([path, text]) => readFileSync(join(copy, path), 'utf8') !== text,
  );
  expect(differing.map(([path]) => path)).toEqual([]);
  for (const name of ['yaml', 're2js', 'commander', '@marcbachmann/cel-js', '@actions/core'])
    expect(licences).toMatch(new RegExp(`^${name} \\d.*\\((?:MIT|ISC)\\)$`, 'm'));
}, 120_000);
