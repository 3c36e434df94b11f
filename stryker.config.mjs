// Mutation testing: `npm run mutation -- rules` or `-- engine`. Texts that are only metadata are static and left out.
const PARTS = {
  rules: {
    mutate: ['src/rules/**/*.ts', '!src/rules/index.ts'],
    tests: 'test/mutation/vitest.rules.config.ts',
  },
  engine: {
    mutate: ['src/engine/**/*.ts', 'src/model/edits.ts'],
    tests: 'test/mutation/vitest.engine.config.ts',
  },
};
const { mutate, tests } = PARTS[process.env.PART ?? 'rules'];

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate,
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: tests },
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 20_000,
  ignorePatterns: ['dist', 'docs', 'coverage', 'reports'],
  reporters: ['clear-text', 'progress'],
  clearTextReporter: { logTests: false, allowColor: false, reportMutants: true },
  disableTypeChecks: false,
  tempDirName: '.stryker-tmp',
};
