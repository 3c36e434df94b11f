import { VERSION } from '../version.ts';
import { loadLinter } from './load.ts';

const args = process.argv.slice(2);
// What needs nothing of the linter doesn't wait for it.
if (args.length === 1 && args[0] === '--version') process.stdout.write(`${VERSION}\n`);
else await run();

async function run(): Promise<void> {
  const { watchStreams, main, keepCompiled } = loadLinter(import.meta.url);
  const hasFailed = watchStreams();
  const status = await main(args);
  process.exitCode = hasFailed() ? 2 : status;
  keepCompiled();
}
