import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/git/changed-since.test.ts'], testTimeout: 60_000 },
});
