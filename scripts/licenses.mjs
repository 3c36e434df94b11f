import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
const LICENCE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;

/**
 * The licences of all packages of which a bundle has a part.
 *
 * @param {readonly string[]} inputs the files that were bundled, from the project's root
 */
export function licenses(inputs) {
  const folders = [...new Set(inputs.flatMap(path => PACKAGE.exec(path)?.[0] ?? []))];
  const parts = folders.map(licenceOf).sort();
  return `Parts of these packages are in the files beside this one.\n\n${parts.join('\n')}`;
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder)
    .filter(file => LICENCE.test(file))
    .sort()
    .map(file => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  if (!license && texts.length === 0) throw new Error(`${name} has no licence`);
  const line = '-'.repeat(80);
  return `${line}\n${name} ${version} (${license ?? 'see below'})\n${line}\n\n${texts.join('\n\n')}\n`;
}
