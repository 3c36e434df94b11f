// Bundles the programs and the library into dist/, which is committed: a git checkout runs without a
// build. With --check it writes nothing and fails when what is committed is not what would be written.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { declarations } from './declarations.mjs';
import { licenses } from './licenses.mjs';

/** The programs that are started; all that they do is in the linter, which they load. */
const PROGRAMS = {
  cli: 'src/start/cli.ts',
  index: 'src/start/index.ts',
  worker: 'src/start/worker.ts',
};
const LINTER = { linter: 'src/start/linter.ts' };
const ACTION = { action: 'src/action/main.ts' };

/** @type {import('esbuild').BuildOptions} */
const SHARED = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  legalComments: 'eof',
  charset: 'utf8',
  write: false,
  metafile: true,
  outdir: 'dist',
};

/** @type {import('esbuild').BuildOptions} */
const OPTIONS = {
  ...SHARED,
  minify: true,
  keepNames: true,
  format: 'esm',
  banner: {
    // Dependencies that are CommonJS call require for Node's own modules, and name their file.
    js: '#!/usr/bin/env node\nimport { createRequire as __createRequire } from "node:module";\nimport { fileURLToPath as __toPath } from "node:url";\nconst require = __createRequire(import.meta.url);\nconst __filename = __toPath(import.meta.url);',
  },
};

/** A module has no code cache: this is a script. It is ASCII, so that its bytes are its characters. */
const AS_SCRIPT = {
  ...SHARED,
  // Names stay as they are, for traces: keepNames would name each function whenever it is made.
  minifyWhitespace: true,
  minifySyntax: true,
  format: 'cjs',
  charset: 'ascii',
  outExtension: { '.js': '.cjs' },
  define: { 'import.meta.url': '__url' },
  banner: { js: 'const __url = require("node:url").pathToFileURL(__filename).href;' },
};

/** What is started does next to nothing, and needs no more than it imports. */
const AS_PROGRAM = { ...SHARED, format: 'esm' };

/** Of @actions/core the HTTP client is left out: the action calls no API, and has nothing to do so. */
const withoutHttp = {
  name: 'without-http',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@actions\/http-client/ }, () => ({ path: 'none', namespace: 'http' }));
    onLoad({ filter: /.*/, namespace: 'http' }, () => ({
      contents: 'export const HttpClient = undefined, BearerCredentialHandler = undefined;',
    }));
  },
};

/** What a start does not need is loaded late. The library when an expression is met: `require` in the bundle runs a module only then. */
const lateLibraries = {
  name: 'late-libraries',
  setup({ onLoad }) {
    onLoad({ filter: /src[\\/]cel[\\/]library\.ts$/ }, ({ path }) => ({
      contents: "export const library = () => require('@marcbachmann/cel-js');",
      resolveDir: dirname(path),
    }));
    // An object would be made at every start; most runs ask for a chart or two, or for none.
    onLoad({ filter: /src[\\/]helm[\\/]known-table\.ts$/ }, () => ({
      contents: `const text = ${JSON.stringify(readFileSync('schemas/known-values.json', 'utf8'))};
let table;
export const knownTable = () => (table ??= JSON.parse(text));`,
    }));
  },
};

/** One program as the text of one file that needs nothing but Node. */
export async function bundle(entry) {
  const { outputFiles } = await build({ ...OPTIONS, entryPoints: [entry], plugins: [withoutHttp] });
  return outputFiles[0].text;
}

/** esbuild leaves literals of regular expressions as they are: what is left there is escaped here. */
const inAscii = text =>
  text.replace(
    /[\u0080-\uffff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Every file of dist/ with its text. */
export async function bundles() {
  const outputs = await Promise.all([
    build({ ...AS_PROGRAM, entryPoints: PROGRAMS, banner: { js: '#!/usr/bin/env node' } }),
    build({ ...AS_SCRIPT, entryPoints: LINTER, plugins: [lateLibraries] }),
    build({ ...OPTIONS, entryPoints: ACTION, plugins: [withoutHttp] }),
  ]);
  const files = outputs.flatMap(({ outputFiles }) =>
    outputFiles.map(({ path, text }) => [
      join('dist', basename(path)),
      path.endsWith('.cjs') ? inAscii(text) : text,
    ]),
  );
  const inputs = outputs.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  return new Map([
    ...files,
    ['dist/index.d.ts', declarations()],
    ['dist/licenses.txt', licenses(inputs)],
  ]);
}

async function main(check) {
  const files = await bundles();
  const present = existsSync('dist') ? readdirSync('dist').map(name => join('dist', name)) : [];
  const gone = present.filter(path => !files.has(path));
  const stale = [...files].filter(
    ([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text,
  );
  if (check) {
    for (const path of [...stale.map(([path]) => path), ...gone]) {
      console.error(`${path} is stale: run npm run bundle and commit it`);
      process.exitCode = 1;
    }
    return;
  }
  for (const path of gone) rmSync(path);
  for (const [path, text] of stale) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    chmodSync(path, path === 'dist/cli.js' ? 0o755 : 0o644);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await main(process.argv.includes('--check'));
