import type { Severity } from '../config/policy.ts';
import type { Finding } from '../engine/finding.ts';
import { positionAt } from '../source/text.ts';
import { listing, plural } from '../text/plural.ts';
import { counts, notShown } from './closing.ts';
import { compact } from './compact.ts';
import { printable } from './escape.ts';
import { firstLine } from './region.ts';
import { type LintReport, type Reporter, shownFindings } from './report.ts';
import { severest } from './severest.ts';
import { workflowCommand } from './workflow-command.ts';

/** What GitHub shows of one step: the rest would be dropped without a word. */
const SHOWN_PER_LEVEL = 10;

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/**
 * For the log of a GitHub workflow: a line for each finding, and annotations for as many as GitHub
 * shows, the most important ones (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
 */
export const github: Reporter = (report, options) => {
  const findings = shownFindings(report, options).filter(finding => isAnnotated(report, finding));
  const levels = (Object.keys(COMMANDS) as Severity[]).map(severity => {
    const all = findings.filter(finding => finding.severity === severity);
    return { severity, all, shown: severest(all, SHOWN_PER_LEVEL, isOnChangedLine(report)) };
  });
  const cut = levels
    .filter(({ all, shown }) => shown.length < all.length)
    .map(({ severity, all, shown }) => `${shown.length} of ${plural(all.length, severity)}`);
  return [
    compact(report, options),
    ...levels.flatMap(({ shown }) => shown.map(finding => annotation(report, finding))),
    ...(cut.length > 0 ? [`Annotated: ${listing(cut)}; all are listed above.\n`] : []),
    `${counts(report.summary, options.least)}\n`,
    ...(report.since ? [`${notShown(report.since)}\n`] : []),
  ].join('');
};

/** GitHub has to know the file; a name with characters that logs obey is in the lines only. */
function isAnnotated(report: LintReport, { at }: Finding): boolean {
  const path = report.repositoryPath(at.file.path);
  return path !== undefined && path !== '' && printable(path) === path;
}

const isOnChangedLine =
  ({ since }: LintReport) =>
  ({ at }: Finding): boolean =>
    since?.isChanged(at.file.path, positionAt(at.file, at.start).line) ?? false;

function annotation(report: LintReport, finding: Finding): string {
  const { line, column, endColumn } = firstLine(finding.at);
  const properties = {
    title: [finding.ruleId, ...finding.clusters].map(printable).join(' '),
    file: report.repositoryPath(finding.at.file.path) ?? '',
    line,
    endLine: line,
    col: column,
    endColumn,
  };
  const help = finding.help === undefined ? '' : `\n${printable(finding.help)}`;
  return workflowCommand(
    COMMANDS[finding.severity],
    properties,
    `${printable(finding.message)}${help}`,
  );
}
