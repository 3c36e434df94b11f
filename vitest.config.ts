import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/yield.ts', 'test/support/properties.ts'],
    // A machine with other work takes its time.
    testTimeout: 60_000,
    // No test changes a module: loading the whole program once for each of 140 files took a quarter of the time.
    isolate: false,
    // The runner itself waits most of the time, so no processor is kept for it.
    maxWorkers: availableParallelism(),
  },
});
