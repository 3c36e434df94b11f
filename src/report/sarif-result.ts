import type { ArtifactChange, Location, PhysicalLocation, Result, Fix as SarifFix } from 'sarif';
import type { Finding } from '../engine/finding.ts';
import type { Edit, Fix } from '../source/edit.ts';
import { type Place, positionAt, type SourceText } from '../source/text.ts';
import { printable } from './escape.ts';
import { urlPath } from './markdown-text.ts';
import { firstLine } from './region.ts';
import type { LintReport } from './report.ts';
import { LEVELS } from './sarif-rule.ts';

/** All locations of a result together. */
const MAX_LOCATIONS = 1000;

/** What a result's confidence is worth, of 100. */
const RANKS = { certain: 95, likely: 70 } as const;

/** One finding, at one line of a file of the repository. */
export function sarifResult(
  report: LintReport,
  finding: Finding,
  ruleIndex: number | undefined,
): Result {
  const { ruleId, severity, confidence, message, help, at, fix, application, category, clusters } =
    finding;
  const related = relatedLocations(report, finding);
  const text = [message, help ?? ''].filter(Boolean).map(sentence).join(' ');
  return {
    ruleId,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: LEVELS[severity],
    rank: RANKS[confidence],
    message: { text },
    locations: [{ physicalLocation: location(report, at) }],
    ...(related.length > 0 && { relatedLocations: related }),
    // code scanning makes its own `primaryLocationLineHash` of the checked-out file
    partialFingerprints: { 'pitowerLint/v1': finding.fingerprint },
    ...(fix && !finding.secret && isInside(report, fix) && { fixes: [sarifFix(report, fix)] }),
    properties: {
      confidence,
      ...(clusters.length > 0 && { clusters: clusters.map(printable) }),
      ...(application && { application: printable(application) }),
      ...(application && category && { category: printable(category) }),
    },
  };
}

function relatedLocations(report: LintReport, { related }: Finding): Location[] {
  return related
    .filter(({ at }) => report.repositoryPath(at.file.path))
    .slice(0, MAX_LOCATIONS - 1)
    .map(({ at, message }, id) => ({
      id,
      physicalLocation: location(report, at),
      message: { text: sentence(message) },
    }));
}

function location(report: LintReport, at: Place): PhysicalLocation {
  const { line, column, endColumn } = firstLine(at);
  return {
    artifactLocation: artifact(report, at.file),
    region: { startLine: line, startColumn: column, endLine: line, endColumn },
  };
}

const artifact = (report: LintReport, { path }: SourceText) => ({
  uri: urlPath(report.repositoryPath(path) ?? path),
  uriBaseId: '%SRCROOT%',
});

const isInside = (report: LintReport, { edits }: Fix): boolean =>
  edits.every(({ at }) => report.repositoryPath(at.file.path));

function sarifFix(report: LintReport, { title, edits }: Fix): SarifFix {
  const files = new Map<SourceText, Edit[]>();
  for (const edit of edits) files.set(edit.at.file, [...(files.get(edit.at.file) ?? []), edit]);
  const artifactChanges = [...files].map(
    ([file, changes]): ArtifactChange => ({
      artifactLocation: artifact(report, file),
      replacements: changes.map(({ at, text }) => {
        const start = positionAt(file, at.start);
        const end = positionAt(file, at.end);
        return {
          deletedRegion: {
            startLine: start.line,
            startColumn: start.column,
            endLine: end.line,
            endColumn: end.column,
          },
          ...(text !== '' && { insertedContent: { text } }),
        };
      }),
    }),
  );
  return { description: { text: sentence(title) }, artifactChanges };
}

/** Plain text in SARIF's sense, where `[a](b)` would be a link, ended as a sentence. */
function sentence(text: string): string {
  const plain = printable(text).trim() || '(empty)';
  const escaped = plain.includes('](') ? plain.replace(/[\\[\]]/g, '\\$&') : plain;
  return /[.!?]$/.test(escaped) ? escaped : `${escaped}.`;
}
