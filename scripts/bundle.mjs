// Bundles the command line into dist/, which is committed: a git checkout runs without a build.
// With --check it writes nothing and fails when what is committed is not what would be written.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const BUNDLES = { 'dist/cli.js': 'src/cli/main.ts' };

/** One program as the text of one file that needs nothing but Node. */
export async function bundle(entry) {
  const { outputFiles } = await build({
    entryPoints: [entry],
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
      // Dependencies that are CommonJS call require for Node's own modules, and name their file.
      js: '#!/usr/bin/env node\nimport { createRequire as __createRequire } from "node:module";\nimport { fileURLToPath as __toPath } from "node:url";\nconst require = __createRequire(import.meta.url);\nconst __filename = __toPath(import.meta.url);',
    },
  });
  return outputFiles[0].text;
}

async function main(check) {
  for (const [path, entry] of Object.entries(BUNDLES)) {
    const text = await bundle(entry);
    const isFresh = existsSync(path) && readFileSync(path, 'utf8') === text;
    if (isFresh) continue;
    if (check) {
      console.error(`${path} is stale: run npm run bundle and commit it`);
      process.exitCode = 1;
      continue;
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode: 0o755 });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await main(process.argv.includes('--check'));
