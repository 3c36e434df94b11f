import { coverageJson, coverageText } from '../report/coverage.ts';
import { wholeBy } from './options.ts';
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
  const { repository, report } = lintPaths([path], wholeBy({ charts }));
  const print = format === 'json' ? coverageJson : coverageText;
  return print(repository, report.displayPath);
}
