// Runs the cases of rule-cases.ts for Stryker inside one process: a mutant of a rule is judged in some
// hundredths of a second, where a test runner that loads the program anew takes a second.
// See https://stryker-mutator.io/docs/stryker-js/guides/create-a-plugin/
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  determineHitLimitReached,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { build } from 'esbuild';

/** What Stryker's instrumented code reads and writes. */
globalThis.__stryker__ ??= {};
const stryker = globalThis.__stryker__;

class RuleRunner {
  capabilities() {
    return { reloadEnvironment: false };
  }

  /** Loads the program with all mutants in it, none of them active. */
  async init() {
    const outfile = join(process.cwd(), `cases-${process.env.STRYKER_MUTATOR_WORKER ?? 0}.mjs`);
    await build({
      // esbuild remembers the folder in which it was loaded, which is not the sandbox.
      absWorkingDir: process.cwd(),
      entryPoints: ['test/mutation/rule-cases.ts'],
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      outfile,
    });
    this.cases = (await import(pathToFileURL(outfile))).cases;
  }

  async dryRun() {
    const tests = this.cases.map(item => {
      stryker.currentTestId = item.name;
      return judge(item);
    });
    stryker.currentTestId = undefined;
    return { status: DryRunStatus.Complete, tests, mutantCoverage: stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    Object.assign(stryker, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    const chosen = this.cases.filter(({ name }) => testFilter?.includes(name) ?? true);
    const tests = [];
    for (const item of chosen) {
      tests.push(judge(item));
      if (tests.at(-1).status === TestStatus.Failed) break;
    }
    const endless = determineHitLimitReached(stryker.hitCount, hitLimit);
    Object.assign(stryker, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests });
  }
}

function judge({ name, expected, answer }) {
  const started = performance.now();
  const failureMessage = failureOf(expected, answer);
  const test = { id: name, name, timeSpentMs: performance.now() - started };
  return failureMessage === undefined
    ? { ...test, status: TestStatus.Success }
    : { ...test, status: TestStatus.Failed, failureMessage };
}

function failureOf(expected, answer) {
  try {
    const found = answer();
    return found === expected ? undefined : `expected\n${expected}\nfound\n${found}`;
  } catch (error) {
    return String(error);
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'rules', RuleRunner)];
