import pc from 'picocolors';
import type { Severity } from '../config/policy.ts';
import type { Finding } from '../engine/finding.ts';
import { hasCiphertext } from '../source/ciphertext.ts';
import type { Place } from '../source/text.ts';
import { positionAt } from '../source/text.ts';
import { groupBy } from '../text/groups.ts';
import { plural } from '../text/plural.ts';
import { docsUrl } from '../version.ts';
import { counts, isClean, lookedAt, notShown, policyOf, seen, weakenings } from './closing.ts';
import { codeFrame } from './code-frame.ts';
import { printable, printableStart } from './escape.ts';
import { levelOf } from './level.ts';
import { listedFindings, repeats } from './repeats.ts';
import {
  type LintReport,
  type Reporter,
  type ReportOptions,
  type Summary,
  shownFindings,
} from './report.ts';
import { statistics } from './statistics.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** For people: grouped by file, each finding with its line and the exact characters underlined. */
export const stylish: Reporter = (report, options) => {
  const { color, verbose } = options;
  const colors = pc.createColors(color);
  const { listed, repeated } = listedFindings(report, options);
  const files = groupByFile(listed);
  const blocks = [...files].map(([path, findings]) =>
    [
      colors.underline(printableStart(report.displayPath(path))),
      ...findings.map(finding => render(report, finding, { colors, options })),
    ].join('\n'),
  );
  const notes = verbose
    ? report.notes.map(note => colors.dim(`note: ${printable(note)}`)).join('\n')
    : '';
  const more = repeated.map(one => `${repeats(one)} (--all lists them)`).join('\n');
  const counted = options.statistics ? statistics(shownFindings(report, options)).trimEnd() : '';
  return `${[...blocks, more, counted, notes, closing(report, colors, options)].filter(Boolean).join('\n\n')}\n`;
};

/** One finding for people: its file, then as it stands among others. */
export function findingText(
  report: LintReport,
  finding: Finding,
  options: Pick<ReportOptions, 'color' | 'columns' | 'links'>,
): string {
  const colors = pc.createColors(options.color);
  const path = colors.underline(printableStart(report.displayPath(finding.at.file.path)));
  return `${path}\n${render(report, finding, { colors, options })}\n`;
}

const groupByFile = (findings: readonly Finding[]): Map<string, Finding[]> =>
  groupBy(findings, ({ at }) => at.file.path);

const PAINT: Readonly<Record<Severity, 'red' | 'yellow' | 'blue'>> = {
  error: 'red',
  warning: 'yellow',
  info: 'blue',
};

interface Look {
  readonly colors: Colors;
  readonly options: Pick<ReportOptions, 'columns' | 'links'>;
}

/**
 * A rule's id, which a terminal that knows how to makes a link to its page.
 *
 * @see https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
 */
const linked = (id: string, links = false): string =>
  links ? `\u001B]8;;${docsUrl(id)}\u0007${id}\u001B]8;;\u0007` : id;

function render(report: LintReport, finding: Finding, { colors, options }: Look): string {
  const { line, column } = positionAt(finding.at.file, finding.at.start);
  const paint = colors[PAINT[finding.severity]];
  const head = `  ${colors.dim(`${line}:${column}`)}  ${paint(printable(levelOf(finding)))}  ${colors.bold(printable(finding.message))}  ${colors.dim(linked(finding.ruleId, options.links))}`;
  const gutter = ' '.repeat(String(line).length + 2);
  const lines = [
    head,
    ...(isSecret(finding) ? [] : frameLines(finding.at, gutter, paint, { colors, options })),
  ];
  for (const { at, message } of finding.related) {
    lines.push(
      `${gutter}${colors.dim('=')} ${printable(message)}: ${colors.dim(whereIs(report, at))}`,
    );
  }
  if (finding.help)
    lines.push(`${gutter}${colors.dim('=')} ${colors.green('help')}: ${printable(finding.help)}`);
  return lines.join('\n');
}

/** Whether the line of a finding is not to be shown: secret, or from a file that SOPS encrypts. */
const isSecret = ({ secret, at }: Finding): boolean =>
  secret || /\.sops\./.test(at.file.path) || hasCiphertext(at.file.text);

function frameLines(
  place: Place,
  gutter: string,
  paint: Colors['red'],
  { colors, options: { columns } }: Look,
): string[] {
  const frame = codeFrame(place, columns && columns - gutter.length - 2);
  if (!frame) return [];
  const marks = ' '.repeat(frame.from) + paint('^'.repeat(frame.to - frame.from));
  return [
    `${colors.dim(` ${frame.line} |`)} ${frame.text}`,
    `${colors.dim(`${gutter}|`)} ${marks}`,
  ];
}

function whereIs(report: LintReport, place: Place): string {
  const { line, column } = positionAt(place.file, place.start);
  return `${printable(report.displayPath(place.file.path))}:${line}:${column}`;
}

function closing(
  report: LintReport,
  colors: Colors,
  { verbose, least }: Pick<ReportOptions, 'verbose' | 'least'>,
): string {
  const { summary, notes, since } = report;
  const more =
    notes.length > 0 && !verbose ? `; ${plural(notes.length, 'note')} with --verbose` : '';
  const took = `${(summary.durationMs / 1000).toFixed(1)} s`;
  const fixes = fixable(report);
  const weaker = weakenings(report).length;
  const coverage = seen(summary);
  const lines = [
    verdict(summary, colors, least),
    ...(since ? [colors.dim(notShown(since))] : []),
    ...(weaker > 0
      ? [colors.yellow(`the change weakens the policy in ${plural(weaker, 'place')}`)]
      : []),
    ...(fixes ? [fixes] : []),
    ...(coverage ? [colors.dim(printable(coverage))] : []),
    colors.dim(printable(`${lookedAt(summary)}, ${took}; ${policyOf(report)}${more}`)),
  ];
  return lines.join('\n');
}

/** How many findings a fix would mend, and how to have it. */
function fixable({ findings }: LintReport): string {
  const kinds = findings.flatMap(({ fix }) => fix?.applicability ?? []);
  const [safe, unsafe] = (['safe', 'unsafe'] as const).map(
    kind => kinds.filter(one => one === kind).length,
  );
  const ways = [
    ...(safe ? [`${safe} with --fix`] : []),
    ...(unsafe ? [`${unsafe}${safe ? ' more' : ''} with --fix --unsafe-fixes`] : []),
  ];
  return ways.length > 0 ? `can be fixed: ${ways.join(', ')}` : '';
}

function verdict(summary: Summary, colors: Colors, least: Severity): string {
  const text = counts(summary, least);
  if (summary.errors > 0) return colors.red(`✖ ${text}`);
  return isClean(summary) ? colors.green(`✔ ${text}`) : colors.yellow(`▲ ${text}`);
}
