import { type Finding, SEVERITIES } from '../engine/finding.ts';
import { positionAt } from '../source/text.ts';
import { plural } from '../text/plural.ts';
import { docsUrl } from '../version.ts';
import { counts, lookedAt, notShown, policyOf, seen, weakenings } from './closing.ts';
import { levelOf } from './level.ts';
import { markdownSentence, markdownText, urlPath } from './markdown-text.ts';
import { listedFindings, type Repeated, repeats } from './repeats.ts';
import type { LimitedReporter, LintReport } from './report.ts';

/** A job summary may have 1 MiB; more is dropped as a whole. Other steps' parts have room beside it. */
export const MAX_SUMMARY_BYTES = 1_000_000;

/** For a job summary: a table by application, each finding with a link to its line. */
export const markdown: LimitedReporter = (report, options) => {
  const { listed, repeated } = listedFindings(report, options);
  const rows = byApplication(listed).map(finding => row(report, finding, options.sourceUrl));
  const head = `## pitower-lint: ${counts(report.summary, options.least)}\n\n${weaker(report)}`;
  const foot = `\n${closing(report, repeated)}`;
  const room = MAX_SUMMARY_BYTES - Buffer.byteLength(head + TABLE + foot) - 200;
  const shown = fitting(rows, room);
  const left = rows.length - shown.length;
  const rest =
    left > 0 ? `\nAnd ${plural(left, 'finding')} more that this summary has no room for.\n` : '';
  const table = rows.length > 0 ? `${TABLE}${shown.join('')}` : '';
  return {
    text: `${head}${table}${rest}${foot}`,
    notices: left > 0 ? [`the Markdown report has no room for ${plural(left, 'finding')}`] : [],
  };
};

/** So many are listed; the table has all of them. */
const MOST_WEAKENINGS = 20;

/** What the change takes from the policy that judges it: said first, as it decides how much the rest is worth. */
function weaker(report: LintReport): string {
  const all = weakenings(report);
  if (all.length === 0) return '';
  const lines = all.slice(0, MOST_WEAKENINGS).map(text => `- ${markdownSentence(text)}\n`);
  const rest = all.length > lines.length ? `- and ${all.length - lines.length} more\n` : '';
  return `### The change weakens the policy\n\n${lines.join('')}${rest}\n`;
}

const TABLE = '| Application | Severity | Finding | Place | Rule |\n|---|---|---|---|---|\n';

const MARKS = { error: '🔴', warning: '🟡', info: '🔵' } as const;

function row(report: LintReport, finding: Finding, sourceUrl: string | undefined): string {
  const { ruleId, severity, message, help, application } = finding;
  const cells = [
    markdownText(application ?? ''),
    `${MARKS[severity]} ${markdownText(levelOf(finding))}`,
    markdownSentence(message) + (help === undefined ? '' : `<br>${markdownSentence(help)}`),
    place(report, finding, sourceUrl),
    `[${ruleId}](${docsUrl(ruleId)})`,
  ];
  return `| ${cells.join(' | ')} |\n`;
}

function place(report: LintReport, { at }: Finding, sourceUrl: string | undefined): string {
  const { line, column } = positionAt(at.file, at.start);
  const text = `${markdownText(report.displayPath(at.file.path))}:${line}:${column}`;
  const path = report.repositoryPath(at.file.path);
  if (path === undefined) return text;
  return `[${text}](${sourceUrl === undefined ? '' : `${sourceUrl}/`}${urlPath(path)}#L${line})`;
}

/** Applications in alphabetical order, what belongs to none last; the most severe findings first. */
const byApplication = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort(
    (a, b) =>
      Number(a.application === undefined) - Number(b.application === undefined) ||
      compare(a.application ?? '', b.application ?? '') ||
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** As many rows as there is room for, in bytes. */
function fitting(rows: readonly string[], room: number): readonly string[] {
  let used = 0;
  const end = rows.findIndex(row => {
    used += Buffer.byteLength(row);
    return used > room;
  });
  return end < 0 ? rows : rows.slice(0, end);
}

function closing(report: LintReport, repeated: readonly Repeated[]): string {
  const coverage = seen(report.summary);
  const lines = [
    ...repeated.map(repeats),
    ...(report.since ? [notShown(report.since)] : []),
    ...(coverage === undefined ? [] : [coverage]),
    `${lookedAt(report.summary)}; ${policyOf(report)}`,
    ...(report.notes.length > 0 ? [`${plural(report.notes.length, 'note')} with --verbose`] : []),
  ];
  return `${lines.map(markdownSentence).join('<br>\n')}\n`;
}
