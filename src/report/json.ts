import type { Finding } from '../engine/finding.ts';
import { positionAt } from '../source/text.ts';
import { docsUrl, VERSION } from '../version.ts';
import { printableJson } from './escape.ts';
import type { JsonFinding, JsonReport } from './json-report.ts';
import type { LintReport, Reporter } from './report.ts';

/** For programs: the contract is the JsonReport type, published as schemas/report.schema.json. */
export const json: Reporter = report => `${printableJson(toJson(report))}\n`;

/** For programs that read line by line: each finding as one line, in the form that it has in `json`. */
export const jsonLines: Reporter = report =>
  report.findings.map(finding => `${printableJson(toJsonFinding(report, finding), 0)}\n`).join('');

export function toJson(report: LintReport): JsonReport {
  const { policy, summary, findings } = report;
  return {
    version: 2,
    tool: { name: 'pitower-lint', version: VERSION },
    policy: { files: filesOf(policy), extends: [policy.preset] },
    summary: {
      ...summary,
      coverage: {
        ...summary.coverage,
        reasons: summary.coverage.reasons.map(({ reason, lookups }) => ({ reason, lookups })),
      },
    },
    findings: findings.map(finding => toJsonFinding(report, finding)),
  };
}

/** A finding of a report as programs get it. */
export function toJsonFinding(report: LintReport, finding: Finding): JsonFinding {
  const { at } = finding;
  const start = positionAt(at.file, at.start);
  const end = positionAt(at.file, at.end);
  return {
    ruleId: finding.ruleId,
    severity: finding.severity,
    message: finding.message,
    file: report.displayPath(at.file.path),
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    application: finding.application ?? null,
    category: finding.category ?? null,
    confidence: finding.confidence,
    cluster: finding.clusters.length > 0 ? finding.clusters.join(', ') : null,
    help: finding.help ?? null,
    docs: docsUrl(finding.ruleId),
    fixable: finding.fix?.applicability ?? null,
    related: finding.related.map(({ at: place, message }) => ({
      file: report.displayPath(place.file.path),
      ...positionAt(place.file, place.start),
      message,
    })),
    fingerprint: finding.fingerprint,
  };
}

/** The policy file and those that it extends, itself first. */
const filesOf = ({ file, layers }: LintReport['policy']): string[] => [
  ...new Set([
    ...(file === null ? [] : [file]),
    ...layers.toReversed().flatMap(layer => layer.file ?? []),
  ]),
];
