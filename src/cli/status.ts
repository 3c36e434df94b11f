import { atLeast } from '../engine/finding.ts';
import type { LintReport } from '../report/report.ts';
import type { LintOptions } from './options.ts';

/** Whether a report makes a run end with 1. */
export function fails(
  { findings, summary }: LintReport,
  { failOn, maxWarnings }: Pick<LintOptions, 'failOn' | 'maxWarnings'>,
): boolean {
  return (
    findings.some(({ severity }) => atLeast(severity, failOn)) ||
    (maxWarnings !== undefined && summary.warnings > maxWarnings)
  );
}
