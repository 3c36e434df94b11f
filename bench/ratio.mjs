// Prints how a full lint compares with the bare YAML parse of the same files: one process per run,
// median of five, peak memory beside it. Ratios are the result; times depend on the machine.
// Usage: npm run bench -- [directory]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const RUNS = +(process.env.RUNS ?? 5);
const directory = realpathSync(process.argv[2] ?? 'pitower');

// Bundled as users run it: compiling TypeScript is not what is measured.
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const program = join(folder, 'one-run.mjs');
const require =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';
await build({
  entryPoints: ['bench/one-run.ts'],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
  banner: { js: require },
});

function run(mode, input) {
  const args = [program, mode, directory];
  const result = spawnSync(process.execPath, args, { encoding: 'utf8', input, maxBuffer: 1 << 28 });
  if (result.status !== 0) throw new Error(result.stderr);
  return JSON.parse(result.stdout);
}

/** Turn by turn, so that a machine that grows busy slows both. */
const turns = () =>
  Array.from({ length: RUNS }, () => [run('parse', JSON.stringify(files)), run('lint')]);

const median = numbers => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const files = run('list');
const measured = turns();
rmSync(folder, { recursive: true });
const parse = measured.map(([first]) => first);
const lint = measured.map(([, second]) => second);
const time = runs => median(runs.map(({ milliseconds }) => milliseconds));
const memory = runs => Math.round(median(runs.map(item => item.memory)) / 1024);

console.log(`files parsed             ${files.length}`);
console.log(`full lint / bare parse   ${(time(lint) / time(parse)).toFixed(2)}`);
console.log(`peak memory, bare parse  ${memory(parse)} MiB`);
console.log(`peak memory, full lint   ${memory(lint)} MiB`);
