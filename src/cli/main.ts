import { main } from './program.ts';

process.exitCode = main(process.argv.slice(2));
