// Changes repositories without an end and looks whether the linter crashes, hangs, needs too much memory or breaks
// one of its laws. What fails is made small and written to test/fuzz/found/, where a test tries it for ever after.
//
//     npm run fuzz -- --minutes 1 --seed 17
//     npm run fuzz -- --inputs 100000 --seed 1
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { failsLike, minimised } from './fuzz/minimise.ts';
import { HEADER, type Order, type Word } from './fuzz/order.ts';

const HANG_MS = 10_000;
const MEMORY_MB = 1_000;
const LARGEST_INPUT = 32 * 1024 * 1024;

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    inputs: { type: 'string' },
    seed: { type: 'string', default: '17' },
  },
});
const minutes = Number(
  values.minutes ?? (values.inputs === undefined ? 1 : Number.POSITIVE_INFINITY),
);
const wanted = Number(values.inputs ?? Number.POSITIVE_INFINITY);
const seed = Number(values.seed);
if ([minutes, wanted, seed].some(Number.isNaN)) throw new Error('numbers are expected');

/** The worker as one script: what runs a million times is not to name its functions each time. */
async function bundled(): Promise<string> {
  const outfile = join(root, `node_modules/.cache/pitower-lint-fuzz/worker-${process.pid}.mjs`);
  await build({
    entryPoints: [join(root, 'scripts/fuzz/worker.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    sourcemap: 'inline',
    outfile,
  });
  return outfile;
}

const found = new Map<string, number>();
let tried = 0;
let peak = 0;
let restarts = 0;
const started = performance.now();
let until = started + minutes * 60_000;
// Told to end, it says how far it came.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    until = 0;
  });
}

/** Keeps an input that failed, the first of its kind; a small one where that can be had. */
function keep(kind: string, detail: string, text: string, from: string): void {
  const count = found.get(kind) ?? 0;
  found.set(kind, count + 1);
  if (count > 0) return;
  console.error(`FAILED: ${kind} (${from})\n${detail.slice(0, 1_500)}`);
  const isBounded = !/^(?:hang|memory)/.test(kind);
  const input = JSON.parse(text);
  const small = isBounded ? minimised(input, failsLike(kind)) : input;
  const name = kind
    .replace(/[^a-z]+/gi, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
    .toLowerCase();
  const path = join(root, 'test/fuzz/found', `${name}.json`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify({ kind, from, input: small }, null, 2)}\n`);
  console.error(`kept as ${path}`);
}

/** Tries inputs with one worker until it ends by itself, hangs or the time is over. */
function run(script: string, order: Order): Promise<'done' | 'died'> {
  const worker = new Worker(script, {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  const header = new Int32Array(order.shared, 0, 2);
  const from = (): string => `seed ${order.seed}, input ${(header[0] ?? 0) - 1}`;
  const current = (): string =>
    Buffer.from(new Uint8Array(order.shared, HEADER, header[1] ?? 0).slice()).toString('utf8');
  return new Promise(resolve => {
    let last = -1;
    let since = performance.now();
    const end = (how: 'done' | 'died'): void => {
      clearInterval(watch);
      void worker.terminate().then(() => resolve(how));
    };
    const watch = setInterval(() => {
      const now = performance.now();
      peak = Math.max(peak, process.memoryUsage.rss() / 1e6);
      const index = Atomics.load(header, 0);
      if (index !== last) [last, since] = [index, now];
      else if (index > 0 && now - since > HANG_MS) {
        keep(`hang of more than ${HANG_MS / 1000} s`, '', current(), from());
        end('died');
      }
      if (now > until) end('done');
    }, 250);
    worker.on('message', (word: Word) => {
      if ('tried' in word) tried += word.tried;
      else keep(word.kind, word.detail, word.input, `seed ${order.seed}, input ${word.index}`);
    });
    worker.on('error', error => {
      const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      keep(
        isMemory ? 'memory' : `worker: ${error.message}`,
        String(error.stack),
        current(),
        from(),
      );
      end('died');
    });
    worker.on('exit', () => end('done'));
  });
}

const script = await bundled();
while (performance.now() < until && tried < wanted) {
  const shared = new SharedArrayBuffer(HEADER + LARGEST_INPUT);
  // A worker that died leaves a sequence that can't be gone on with: the next has a seed of its own.
  const order = { root, seed: seed + restarts * 1_000_003, count: wanted - tried, shared };
  const how = await run(script, order);
  if (how === 'done') break;
  restarts++;
}
rmSync(script);
const seconds = Math.round((performance.now() - started) / 1000);
console.log(
  `${tried} inputs from seed ${seed} in ${seconds} s, at most ${Math.round(peak)} MB: ${
    found.size === 0
      ? 'nothing failed'
      : [...found].map(([kind, n]) => `${n} times ${kind}`).join('; ')
  }`,
);
if (found.size > 0 || peak > MEMORY_MB * 1.2) process.exitCode = 1;
