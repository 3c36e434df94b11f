import type { Layer } from '../config/layers.ts';
import type { Policy } from '../config/load.ts';
import type { Severity } from '../config/policy.ts';
import { atLeast, type Finding } from '../engine/finding.ts';
import type { Coverage } from '../model/cluster/coverage.ts';
import type { Rule } from '../rules/rule.ts';

/** Everything a reporter may say. */
export interface LintReport {
  readonly findings: readonly Finding[];
  readonly policy: ReportedPolicy;
  readonly rules: readonly ReportedRule[];
  readonly summary: Summary;
  /** Things that limit what the findings can tell: shown with --verbose, counted always. */
  readonly notes: readonly string[];
  /** Set where only what is new since a revision is reported. */
  readonly since?: Since;
  /** A file's path as a reader knows it: relative to the linted directory. */
  displayPath(path: string): string;
  /** A file's path from the repository root, links resolved; undefined for one outside of it. */
  repositoryPath(path: string): string | undefined;
}

/** What is said of the policy. */
export interface ReportedPolicy extends Pick<Policy, 'preset' | 'file'> {
  readonly layers: readonly Pick<Layer, 'file'>[];
}

/** What is said of a rule. */
export type ReportedRule = Pick<
  Rule,
  'id' | 'severity' | 'summary' | 'rationale' | 'remedy' | 'reference'
>;

/** What a report is relative to. */
export interface Since {
  /** The commit's name. */
  readonly base: string;
  /** Findings that were there before. */
  readonly hidden: number;
  /** How many findings are not there any more, for whatever reason. */
  readonly gone?: number;
  /** Whether a 1-based line of a file is new or changed. */
  isChanged(path: string, line: number): boolean;
}

export interface Summary extends Readonly<Record<`${Severity}s`, number>> {
  readonly suppressed: number;
  readonly baselined: number;
  readonly files: number;
  readonly documents: number;
  readonly clusters: number;
  readonly applications: number;
  readonly resources: number;
  readonly rules: number;
  readonly coverage: Coverage;
  readonly durationMs: number;
}

export interface ReportOptions {
  readonly color: boolean;
  /** The least severity that is listed for people; formats for programs keep all. */
  readonly least: Severity;
  /** List every finding of a rule that has very many. */
  readonly all: boolean;
  readonly verbose: boolean;
  /** Count what is listed, by rule and by application. */
  readonly statistics?: boolean;
  /** How many columns the terminal has; undefined where it is none. */
  readonly columns?: number | undefined;
  /** Whether the terminal makes links of what is marked as one. */
  readonly links?: boolean;
  /** The URL that a file's path from the repository root is put behind; without it links are relative. */
  readonly sourceUrl?: string | undefined;
}

/** The findings of at least a severity. */
export const shownFindings = (
  { findings }: LintReport,
  { least }: Pick<ReportOptions, 'least'>,
): readonly Finding[] => findings.filter(({ severity }) => atLeast(severity, least));

/** For programs, which count and filter for themselves: all of them, unless errors only are asked for. */
export const programFindings = (
  report: LintReport,
  { least }: Pick<ReportOptions, 'least'>,
): readonly Finding[] => (least === 'error' ? shownFindings(report, { least }) : report.findings);

/** A format: pure, findings in, text out. */
export type Reporter = (report: LintReport, options: ReportOptions) => string;

/** A report as text, with what a person should hear about it: what the format's limits cut. */
export interface LimitedText {
  readonly text: string;
  readonly notices: readonly string[];
}

/** A format whose readers take only so much. */
export type LimitedReporter = (report: LintReport, options: ReportOptions) => LimitedText;
