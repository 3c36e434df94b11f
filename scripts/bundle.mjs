// Bundles the command line into dist/, which is committed: a git checkout runs without a build.
// With --check it writes nothing and fails when what is committed is not what would be written.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: { cli: 'src/cli/main.ts' },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  minify: true,
  keepNames: true,
  legalComments: 'eof',
  charset: 'utf8',
  write: false,
  banner: {
    // Dependencies that are CommonJS call require for Node's own modules.
    js: '#!/usr/bin/env node\nimport { createRequire as __createRequire } from "node:module";\nconst require = __createRequire(import.meta.url);',
  },
});

const check = process.argv.includes('--check');
let stale = false;
for (const { path, text } of outputFiles) {
  if (check) {
    stale ||= !existsSync(path) || readFileSync(path, 'utf8') !== text;
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode: 0o755 });
  }
}
if (stale) {
  console.error('dist/ is stale: run npm run bundle and commit it');
  process.exit(1);
}
