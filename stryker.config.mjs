// Mutation testing: `PART=rules npm run mutation` or `PART=engine npm run mutation`. Texts that are only
// metadata are static and left out.
const PARTS = {
  rules: {
    mutate: ['src/rules/**/*.ts', '!src/rules/index.ts'],
    testRunner: 'rules',
    timeoutMS: 5_000,
  },
  engine: {
    mutate: ['src/engine/**/*.ts', 'src/find-fixes.ts', 'src/yaml/edits.ts'],
    testRunner: 'vitest',
    vitest: { configFile: 'test/mutation/vitest.engine.config.ts' },
    timeoutMS: 20_000,
  },
};

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  ...PARTS[process.env.PART ?? 'rules'],
  plugins: ['@stryker-mutator/vitest-runner', './test/mutation/rule-runner.mjs'],
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  concurrency: 2,
  ignorePatterns: ['dist', 'docs', 'coverage', 'reports'],
  reporters: ['clear-text', 'progress', 'json'],
  clearTextReporter: { logTests: false, allowColor: false, reportMutants: true },
  disableTypeChecks: false,
  tempDirName: '.stryker-tmp',
};
