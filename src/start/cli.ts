import { setFlagsFromString } from 'node:v8';
import { watchStreams } from '../cli/output.ts';
import { printAgain, resultPlace } from '../cli/results.ts';
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
  if (process.version.startsWith('v20.')) {
    setFlagsFromString('--interrupt-budget=600000');
    // The space for what was just made grows to its most at once: a run makes hundreds of megabytes, and what is alive
    // is copied whenever it is full.
    setFlagsFromString('--semi-space-growth-factor=16');
  }
  const hasFailed = watchStreams();
  const place = resultPlace(args, process.env, performance.timeOrigin);
  const again = place && printAgain(place);
  if (again !== undefined) {
    process.exitCode = hasFailed() ? 2 : again;
    return;
  }
  const { main, keepCompiled, program } = loadLinter(import.meta.url);
  const status = await main(args, place && { place, program });
  process.exitCode = hasFailed() ? 2 : status;
  keepCompiled();
}
