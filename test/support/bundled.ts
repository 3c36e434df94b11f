import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundles } from '../../scripts/bundle.mjs';

/** Writes what `npm run bundle` would write into a folder's `dist`; returns that. */
export async function writeBundles(folder: string): Promise<string> {
  mkdirSync(join(folder, 'dist'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  for (const [path, text] of await bundles()) writeFileSync(join(folder, path), text);
  return join(folder, 'dist');
}
