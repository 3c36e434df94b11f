// What benchmarks measure by: CPU time of whole processes, turn by turn, medians.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const PROGRAM = resolve('dist/cli.js');
const REQUIRE =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';
const LIMITS = { encoding: 'utf8', maxBuffer: 1 << 30 };

const median = numbers => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** @returns how many times the CPU time of b is that of a */
export const ratio = (a, b) => a.milliseconds / b.milliseconds;

/** @returns the power of the size by which the cost grows between two sizes */
export const exponent = (small, large) =>
  Math.log(ratio(large, small)) / Math.log(large.size / small.size);

/**
 * Medians of several runs, one of each turn by turn: a machine that grows busy slows all of them.
 * @returns for each of them CPU milliseconds and MiB of memory
 */
export function measure(turns, ...runs) {
  const results = Array.from({ length: turns }, () => runs.map(one => one()));
  return runs.map((_, i) => ({
    milliseconds: median(results.map(turn => turn[i].milliseconds)),
    memory: Math.round(median(results.map(turn => turn[i].memory))),
  }));
}

/**
 * CPU milliseconds of a shell script and all that it starts, by the shell's own count. Its memory is not known (0).
 * @throws where it ends with another status than 0 or 1 (what was checked has mistakes)
 */
export function runScript(script, cwd) {
  const timed = `TIMEFORMAT='%U %S'; time { { ${script}; } > /dev/null 2>&3; } 3>&2`;
  const result = spawnSync('bash', ['-c', timed], { ...LIMITS, cwd });
  if (result.status === null || result.status > 1) throw new Error(result.stderr);
  const [user, system] = result.stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return { milliseconds: (user + system) * 1000, memory: 0 };
}

/** @returns whether there is a program of that name */
export const isInstalled = program =>
  spawnSync('bash', ['-c', 'command -v "$0"', program]).status === 0;

/** A folder for what a benchmark makes, and what it runs there; `close` takes it away. */
export async function openBench() {
  const scratch = mkdtempSync(join(tmpdir(), 'bench-'));
  const usageFile = join(scratch, 'usage.json');
  await build({
    entryPoints: ['bench/list-files.ts', 'bench/bare-parse.ts'],
    outdir: scratch,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    banner: { js: REQUIRE },
  });

  /** Runs Node once; tells CPU milliseconds and the most memory. */
  const run = (args, cwd = '.', cache = join(scratch, 'cache')) => {
    const env = { ...process.env, CI: '', XDG_CACHE_HOME: cache, BENCH_USAGE: usageFile };
    const all = ['--require', resolve('bench/usage.cjs'), ...args];
    const result = spawnSync(process.execPath, all, { ...LIMITS, cwd, env });
    if (result.status === null || result.status > 1) throw new Error(result.stderr);
    return { ...JSON.parse(readFileSync(usageFile, 'utf8')), stdout: result.stdout };
  };

  return {
    scratch,
    empty: () => run(['-e', '0']),
    version: () => run([PROGRAM, '--version']),
    /** Lints anew, whatever earlier runs kept. */
    lint: (directory, cache) =>
      run([PROGRAM, '--no-cache', '--format', 'compact'], directory, cache),
    lintFile: (directory, file) => run([PROGRAM, '--no-cache', file], directory),
    /** Lints as people do: an earlier run answers where nothing changed. */
    lintKept: directory => run([PROGRAM, '--format', 'compact'], directory),
    /** @returns a run of the bare parser over what a lint of a directory parses, and the number of files */
    bareParse(directory) {
      const files = join(scratch, `${directory.replaceAll(/\W/g, '-')}.json`);
      writeFileSync(files, run([join(scratch, 'list-files.mjs'), directory]).stdout);
      const count = JSON.parse(readFileSync(files, 'utf8')).length;
      return { count, parse: () => run([join(scratch, 'bare-parse.mjs'), files]) };
    },
    close: () => rmSync(scratch, { recursive: true }),
  };
}
