import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { generatedFiles } from './generated-files.ts';

/** Writes everything that is made from the code: the rule index, the schemas, the rules' pages. */
const files = await generatedFiles();
for (const [path, text] of files) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
// The rest is made by what was just written, which this process has loaded as it was.
if (files.length === 1) {
  const { status } = spawnSync('npx', ['tsx', ...process.argv.slice(1)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
