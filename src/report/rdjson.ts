import type { Severity } from '../config/policy.ts';
import type { Finding } from '../engine/finding.ts';
import { lineText, type Place, positionAt, type SourceText } from '../source/text.ts';
import { withSentence } from '../text/sentences.ts';
import { docsUrl, HOMEPAGE } from '../version.ts';
import { printable, printableJson } from './escape.ts';
import { asideOf } from './level.ts';
import { type LintReport, programFindings, type Reporter } from './report.ts';

const SEVERITY = {
  error: 'ERROR',
  warning: 'WARNING',
  info: 'INFO',
} as const satisfies Record<Severity, string>;

/**
 * For reviewdog, which comments in pull requests at many hosts; a safe fix of one edit is a suggestion there.
 *
 * @see https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
 */
export const rdjson: Reporter = (report, options) => {
  const diagnostics = programFindings(report, options).map(finding => diagnostic(report, finding));
  return `${printableJson({ source: { name: 'pitower-lint', url: HOMEPAGE }, diagnostics })}\n`;
};

function diagnostic(report: LintReport, finding: Finding) {
  const { at, ruleId, severity, message, help, fix } = finding;
  const said = `${message}${asideOf(finding)}`;
  const [edit, ...others] = fix?.applicability === 'safe' ? fix.edits : [];
  return {
    message: printable(help === undefined ? said : withSentence(said, help)),
    location: {
      path: report.repositoryPath(at.file.path) ?? report.displayPath(at.file.path),
      range: rangeOf(at),
    },
    severity: SEVERITY[severity],
    code: { value: ruleId, url: docsUrl(ruleId) },
    // Several edits belong together: a suggestion that is taken alone would break the file.
    ...(edit &&
      others.length === 0 &&
      edit.at.file === at.file && {
        suggestions: [{ range: rangeOf(edit.at), text: edit.text }],
      }),
  };
}

const rangeOf = ({ file, start, end }: Place) => ({
  start: inBytes(file, start),
  end: inBytes(file, end),
});

/** Columns are counted in bytes of UTF-8 there. */
function inBytes(file: SourceText, offset: number): { line: number; column: number } {
  const { line, column } = positionAt(file, offset);
  return { line, column: Buffer.byteLength(lineText(file, line).slice(0, column - 1)) + 1 };
}
