import { setFlagsFromString } from 'node:v8';
import { VERSION } from '../version.ts';
import { loadLinter } from './load.ts';

const args = process.argv.slice(2);
// What needs nothing of the linter doesn't wait for it.
if (args.length === 1 && args[0] === '--version') process.stdout.write(`${VERSION}\n`);
else await run();

async function run(): Promise<void> {
  // Of a run of a second, optimizing what is called now and then costs more than it gains: V8 is to wait for
  // what is called often. It is the budget of bytecode after which it looks at a function again; later versions
  // wait longer by themselves, and don't know the flag.
  if (process.version.startsWith('v20.')) setFlagsFromString('--interrupt-budget=600000');
  const { watchStreams, main, keepCompiled } = loadLinter(import.meta.url);
  const hasFailed = watchStreams();
  const status = await main(args);
  process.exitCode = hasFailed() ? 2 : status;
  keepCompiled();
}
