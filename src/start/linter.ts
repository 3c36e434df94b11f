// All of the linter as one script: what the command line and the library load.
export { main } from '../cli/program.ts';
export { runJob } from '../library/jobs.ts';
