import { coverageJson, coverageText } from '../report/coverage.ts';
import type { LintSelection } from './options.ts';
import { lintPaths } from './run.ts';

export const COVERAGE_FORMATS = ['text', 'json'] as const;

/**
 * What of the repository at a path is not known, and which questions of the rules that left open.
 *
 * @throws UsageError where it can't be linted
 */
export function coverage(
  path: string,
  format: (typeof COVERAGE_FORMATS)[number],
  charts?: string,
): string {
  const { repository, report } = lintPaths([path], {
    ...ALL_RULES,
    ...(charts !== undefined && { charts }),
  });
  const print = format === 'json' ? coverageJson : coverageText;
  return print(repository, report.displayPath);
}

/** A repository as it is: every rule asks what it wants to know. */
export const ALL_RULES: LintSelection = {
  config: true,
  rule: new Map(),
  only: [],
  skip: [],
  trackedOnly: false,
};
