import { gzipSync } from 'node:zlib';
import type { Log, Notification, Run } from 'sarif';
import type { Finding } from '../engine/finding.ts';
import { plural } from '../text/plural.ts';
import { HOMEPAGE, VERSION } from '../version.ts';
import { escapeHidden } from './escape.ts';
import {
  type LimitedReporter,
  type LimitedText,
  type LintReport,
  programFindings,
} from './report.ts';
import { sarifResult } from './sarif-result.ts';
import { sarifRule } from './sarif-rule.ts';
import { severest } from './severest.ts';

/** https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning */
const MAX_RESULTS = 25_000;
const MAX_GZIP_BYTES = 10_000_000;

/**
 * SARIF 2.1.0 within the limits of GitHub code scanning: one run, every rule that ran, compact, and
 * the same bytes for the same findings. What is cut for a limit is said in the file and beside it.
 */
export const sarif: LimitedReporter = (report, options) => {
  const all = programFindings(report, options);
  const inside = all.filter(({ at }) => Boolean(report.repositoryPath(at.file.path)));
  const outside = all.length - inside.length;
  const notices =
    outside > 0
      ? [`the SARIF report leaves out ${plural(outside, 'finding')} outside the repository`]
      : [];
  return fitting(report, inside, MAX_RESULTS, notices);
};

/** Halves what it keeps until the compressed file is small enough for an upload. */
function fitting(
  report: LintReport,
  findings: readonly Finding[],
  count: number,
  notices: readonly string[],
): LimitedText {
  const kept = severest(findings, count);
  const cut = findings.length - kept.length;
  const said =
    cut > 0
      ? [
          ...notices,
          `the SARIF report has the ${plural(kept.length, 'finding')} of most weight; code scanning takes no more, ${plural(cut, 'other')} left out`,
        ]
      : notices;
  const text = `${escapeHidden(JSON.stringify(sarifLog(report, kept, said)))}\n`;
  const fits =
    text.length <= MAX_GZIP_BYTES / 4 || gzipSync(text, { level: 6 }).length <= MAX_GZIP_BYTES;
  if (fits || kept.length === 0) return { text, notices: said };
  return fitting(report, findings, Math.floor(kept.length / 2), notices);
}

function sarifLog(
  report: LintReport,
  findings: readonly Finding[],
  notices: readonly string[],
): Log {
  const indexes = new Map(report.rules.map(({ id }, i) => [id, i]));
  const run: Run = {
    tool: {
      driver: {
        name: 'pitower-lint',
        organization: 'pitower',
        version: VERSION,
        semanticVersion: VERSION,
        informationUri: HOMEPAGE,
        rules: report.rules.map(sarifRule),
      },
    },
    invocations: [
      {
        executionSuccessful: !findings.some(({ ruleId }) => ruleId === 'internal/rule-crashed'),
        ...(notices.length > 0 && { toolExecutionNotifications: notices.map(notification) }),
      },
    ],
    originalUriBaseIds: {
      '%SRCROOT%': { description: { text: 'The root of the repository.' } },
    },
    columnKind: 'utf16CodeUnits',
    results: findings.map(finding => sarifResult(report, finding, indexes.get(finding.ruleId))),
  };
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  };
}

const notification = (text: string): Notification => ({
  level: 'warning',
  message: { text: `${text}.` },
});
