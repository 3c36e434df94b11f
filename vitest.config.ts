import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/yield.ts'],
    // A machine with other work takes its time.
    testTimeout: 60_000,
  },
});
