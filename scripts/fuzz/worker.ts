import { parentPort, workerData } from 'node:worker_threads';
import { HEADER, type Order, type Word } from './order.ts';
import { walk } from './walk.ts';

const EVERY = 250;

const { root, seed, count, shared } = workerData as Order;
const header = new Int32Array(shared, 0, 2);
const bytes = new Uint8Array(shared, HEADER);
const encoder = new TextEncoder();
const say = (word: Word): void => parentPort?.postMessage(word);

let tried = 0;
for (const { index, input, run } of walk(root, seed)) {
  if (index >= count) break;
  const text = JSON.stringify(input);
  header[1] = encoder.encodeInto(text, bytes).written;
  Atomics.store(header, 0, index + 1);
  const { failure } = run();
  tried++;
  if (failure) say({ input: text, index, ...failure });
  if (tried % EVERY === 0) {
    say({ tried });
    tried = 0;
  }
}
say({ tried });
