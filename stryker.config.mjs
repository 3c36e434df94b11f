// Mutation testing: `PART=rules npm run mutation`, and the same with engine or changes. Texts that are
// only metadata are static and left out.
const CHANGES = ['src/engine/cause.ts', 'src/engine/new-findings.ts'];

const PARTS = {
  rules: {
    mutate: ['src/rules/**/*.ts', '!src/rules/index.ts'],
    testRunner: 'rules',
    timeoutMS: 5_000,
  },
  engine: {
    mutate: ['src/engine/**/*.ts', 'src/model/edits.ts', ...CHANGES.map(path => `!${path}`)],
    testRunner: 'vitest',
    vitest: { configFile: 'test/mutation/vitest.engine.config.ts' },
    timeoutMS: 20_000,
  },
  // What --changed-since asks needs repositories, which takes the tests longer.
  changes: {
    mutate: CHANGES,
    testRunner: 'vitest',
    vitest: { configFile: 'test/mutation/vitest.changes.config.ts' },
    timeoutMS: 60_000,
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
