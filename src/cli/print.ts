import pc from 'picocolors';
import supportsHyperlinks from 'supports-hyperlinks';
import type { Severity } from '../config/policy.ts';
import { reporters } from '../report/index.ts';
import type { LintReport } from '../report/report.ts';
import type { FormatChoice, LintOptions } from './options.ts';
import { output, say } from './output.ts';
import { saveFile } from './save.ts';
import { sourceUrl } from './source-url.ts';
import { UsageError } from './usage-error.ts';

/** What decides how a report is printed, and where. */
export type PrintOptions = Pick<
  LintOptions,
  | 'format'
  | 'outputFile'
  | 'failOn'
  | 'severity'
  | 'all'
  | 'statistics'
  | 'quiet'
  | 'verbose'
  | 'color'
  | 'fixDryRun'
>;

/**
 * The formats that are asked for, and where each goes.
 *
 * @throws UsageError where one file would take several, or none of them has what is asked for
 */
export function formatsOf({
  format,
  outputFile,
  fixDryRun,
  statistics,
}: PrintOptions): readonly FormatChoice[] {
  const asked: readonly FormatChoice[] =
    format.length > 0 ? format : [{ name: 'stylish', file: undefined }];
  if (outputFile !== undefined && asked.filter(({ file }) => file === undefined).length !== 1) {
    throw new UsageError(
      '--output-file takes the one format that names no file',
      'Say where each format goes: --format NAME=FILE.',
    );
  }
  if (statistics && !asked.some(({ name }) => name === 'stylish')) {
    throw new UsageError(
      '--statistics goes with the format stylish',
      'Leave out --format, or add --format stylish.',
    );
  }
  const placed = asked.map(({ name, file = outputFile }) => ({ name, file }));
  // The diff of a dry run is all there is on standard output.
  return fixDryRun ? placed.filter(({ file }) => file !== undefined) : placed;
}

/** Writes a report in each of its formats, to standard output or to their files. */
export function print(
  report: LintReport,
  options: PrintOptions,
  { formats, top }: { readonly formats: readonly FormatChoice[]; readonly top: string },
): void {
  const { verbose, all, statistics } = options;
  const least = leastOf(options);
  for (const { name, file } of formats) {
    const color = file === undefined && useColor(options.color);
    const made = reporters[name](report, {
      color,
      least,
      all,
      statistics,
      verbose,
      ...(file === undefined && {
        columns: process.stdout.columns,
        links: color && supportsHyperlinks.stdout,
      }),
      sourceUrl: sourceUrl(),
    });
    const { text, notices } = typeof made === 'string' ? { text: made, notices: [] } : made;
    for (const notice of notices) say(`pitower-lint: ${notice}\n`);
    if (file === undefined) output(text);
    else saveFile('the report', { path: file, text }, top);
  }
}

/** The least severity that is listed: infos where they are asked for, or where they fail the run. */
function leastOf({ quiet, severity, verbose, failOn }: PrintOptions): Severity {
  if (severity) return severity;
  if (quiet) return 'error';
  return verbose || failOn === 'info' ? 'info' : 'warning';
}

/** Flags win over NO_COLOR and FORCE_COLOR (which picocolors reads), those over the terminal. */
function useColor(flag: boolean | undefined): boolean {
  return flag ?? pc.isColorSupported;
}
