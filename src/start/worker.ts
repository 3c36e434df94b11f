import { parentPort, workerData } from 'node:worker_threads';
import { loadLinter } from './load.ts';
import type { Call, Message } from './thread.ts';

// The thread that a call of the library runs in. It uses compiled code that the command line kept, and keeps none
// itself: the library writes nothing.
const { name, options } = workerData as Call;
const say = (message: Message) => parentPort?.postMessage(message);
say(loadLinter(import.meta.url).runJob(name, options, stage => say({ stage })));
