import { watchStreams } from './output.ts';
import { main } from './program.ts';

const hasFailed = watchStreams();
const status = await main(process.argv.slice(2));
process.exitCode = hasFailed() ? 2 : status;
