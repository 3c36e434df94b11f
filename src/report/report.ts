import type { Policy } from '../config/load.ts';
import type { Severity } from '../config/policy.ts';
import type { Finding } from '../engine/finding.ts';
import type { Rule } from '../rules/rule.ts';

/** Everything a reporter may say. */
export interface LintReport {
  readonly findings: readonly Finding[];
  readonly policy: Policy;
  readonly rules: readonly Rule[];
  readonly summary: Summary;
  /** Things that limit what the findings can tell: shown with --verbose, counted always. */
  readonly notes: readonly string[];
  /** A file's path as a reader knows it: relative to the linted directory. */
  displayPath(path: string): string;
}

export interface Summary extends Readonly<Record<`${Severity}s`, number>> {
  readonly suppressed: number;
  readonly baselined: number;
  readonly files: number;
  readonly documents: number;
  readonly applications: number;
  readonly resources: number;
  readonly rules: number;
  readonly durationMs: number;
}

export interface ReportOptions {
  readonly color: boolean;
  /** Show errors only. */
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** A format: pure, findings in, text out. */
export type Reporter = (report: LintReport, options: ReportOptions) => string;
