import type { Severity } from '../config/policy.ts';
import type { Finding } from '../engine/finding.ts';
import { positionAt } from '../source/text.ts';
import { plural } from '../text/plural.ts';
import { withSentence } from '../text/sentences.ts';
import { printable, printableJson } from './escape.ts';
import { asideOf } from './level.ts';
import { type LimitedReporter, type LintReport, programFindings } from './report.ts';

/** One entry of the report, with the properties that GitLab reads. */
interface CodeQualityIssue {
  readonly description: string;
  readonly check_name: string;
  /** Tells the entries of one report apart, and finds one again in the report of another commit. */
  readonly fingerprint: string;
  readonly severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker';
  readonly location: {
    /** From the root of the repository, without `./` in front. */
    readonly path: string;
    readonly lines: { readonly begin: number };
  };
}

const SEVERITY = {
  error: 'major',
  warning: 'minor',
  info: 'info',
} as const satisfies Record<Severity, CodeQualityIssue['severity']>;

/**
 * For GitLab's code quality: findings in files of the repository. The others are left out, which is said beside it.
 *
 * @see https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export const gitlab: LimitedReporter = (report, options) => {
  const findings = programFindings(report, options);
  const issues = findings.flatMap(finding => issueOf(report, finding));
  const outside = findings.length - issues.length;
  return {
    text: `${printableJson(issues)}\n`,
    notices:
      outside > 0
        ? [`the GitLab report leaves out ${plural(outside, 'finding')} outside the repository`]
        : [],
  };
};

function issueOf(report: LintReport, finding: Finding): CodeQualityIssue[] {
  const { at, ruleId, message, help, fingerprint, severity } = finding;
  const path = report.repositoryPath(at.file.path);
  if (!path) return [];
  const said = `${message}${asideOf(finding)}`;
  return [
    {
      description: printable(help === undefined ? said : withSentence(said, help)),
      check_name: ruleId,
      fingerprint,
      severity: SEVERITY[severity],
      location: { path, lines: { begin: positionAt(at.file, at.start).line } },
    },
  ];
}
