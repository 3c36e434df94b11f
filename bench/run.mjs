// Prints what a lint costs beside what it can't do without: the bare parse of the same files, and a start of
// Node. CPU time of whole processes, as they are released, turn by turn; medians. Ratios are the result: times
// depend on the machine.
//
// Usage: npm run bench -- [--runs N] [--sizes 250,1000,4000] [directory...]
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { writeRepository } from './synthetic.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    sizes: { type: 'string', default: '250,1000,4000' },
  },
});
const RUNS = Number(values.runs);
const SIZES = values.sizes.split(',').map(Number);
const directories = positionals.length > 0 ? positionals : ['pitower'];

const scratch = mkdtempSync(join(tmpdir(), 'bench-'));
const PROGRAM = resolve('dist/cli.js');
const usageFile = join(scratch, 'usage.json');
const require =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';
await build({
  entryPoints: ['bench/list-files.ts', 'bench/bare-parse.ts'],
  outdir: scratch,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  banner: { js: require },
});

/** Runs Node once; tells CPU milliseconds and the most memory. */
function run(args, cwd = '.', cache = join(scratch, 'cache')) {
  const env = { ...process.env, CI: '', XDG_CACHE_HOME: cache, BENCH_USAGE: usageFile };
  const all = ['--require', resolve('bench/usage.cjs'), ...args];
  const result = spawnSync(process.execPath, all, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (result.status === null || result.status > 1) throw new Error(result.stderr);
  return { ...JSON.parse(readFileSync(usageFile, 'utf8')), stdout: result.stdout };
}

const median = numbers => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Medians of several runs, one of each turn by turn: a machine that grows busy slows all of them. */
function measure(...runs) {
  const turns = Array.from({ length: RUNS }, () => runs.map(one => one()));
  return runs.map((_, i) => ({
    milliseconds: median(turns.map(turn => turn[i].milliseconds)),
    memory: Math.round(median(turns.map(turn => turn[i].memory))),
  }));
}

const ratio = (a, b) => (a.milliseconds / b.milliseconds).toFixed(2);
const say = (what, value) => console.log(`${what.padEnd(52)}${value}`);
const empty = () => run(['-e', '0']);
const lint = directory => run([PROGRAM, '--format', 'compact'], directory);

/** @returns a run of the bare parser over what a lint of a directory parses, and the number of files */
function bareParse(directory) {
  const files = join(scratch, `${directory.replaceAll(/\W/g, '-')}.json`);
  writeFileSync(files, run([join(scratch, 'list-files.mjs'), directory]).stdout);
  const count = JSON.parse(readFileSync(files, 'utf8')).length;
  return { count, parse: () => run([join(scratch, 'bare-parse.mjs'), files]) };
}

function start() {
  const one = join(scratch, 'one');
  writeRepository(one, 0);
  const file = 'apps/networking/gateway/gateway.yaml';
  run([PROGRAM, file], one);
  const [version, small, node] = measure(
    () => run([PROGRAM, '--version']),
    () => run([PROGRAM, file], one),
    empty,
  );
  say('--version / node -e 0', ratio(version, node));
  say('lint of a file / node -e 0', ratio(small, node));
}

function existing(directory) {
  const { count, parse } = bareParse(directory);
  lint(directory);
  const cold = () =>
    run([PROGRAM, '--format', 'compact'], directory, mkdtempSync(join(scratch, 'cold-')));
  const [full, first, bare, node] = measure(() => lint(directory), cold, parse, empty);
  say(`${directory}: files`, count);
  say('  full lint / bare parse', ratio(full, bare));
  say('  first lint, with nothing kept / bare parse', ratio(first, bare));
  say('  full lint / node -e 0', ratio(full, node));
  say('  peak memory, lint and bare parse', `${full.memory} and ${bare.memory} MiB`);
}

function synthetic() {
  const costs = SIZES.map(applications => {
    const folder = join(scratch, `synthetic-${applications}`);
    writeRepository(folder, applications);
    const { parse } = bareParse(folder);
    lint(folder);
    const changed = () => {
      appendFileSync(join(folder, 'apps/media/app-0/service.yaml'), '# changed\n');
      return lint(folder);
    };
    const [full, again, bare] = measure(() => lint(folder), changed, parse);
    say(`${applications} applications: full lint / bare parse`, ratio(full, bare));
    say('  one file changed / full lint', ratio(again, full));
    say('  peak memory', `${full.memory} MiB`);
    return full.milliseconds;
  });
  const [first, last] = [costs.at(0), costs.at(-1)];
  const exponent = Math.log(last / first) / Math.log(SIZES.at(-1) / SIZES[0]);
  if (SIZES.length > 1)
    say(`exponent, ${SIZES[0]} to ${SIZES.at(-1)} applications`, exponent.toFixed(2));
}

try {
  start();
  for (const directory of directories) existing(realpathSync(directory));
  synthetic();
} finally {
  rmSync(scratch, { recursive: true });
}
