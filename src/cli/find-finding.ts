import type { Finding } from '../engine/finding.ts';
import type { Linted } from '../lint.ts';
import { code } from '../text/code.ts';
import type { LintSelection } from './options.ts';
import { lintPaths } from './run.ts';
import { UsageError } from './usage-error.ts';

/** A finding as it is now, and whether it is reported. */
export interface FoundFinding {
  readonly linted: Linted;
  readonly finding: Finding;
  /** By what it is not reported though it is there. */
  readonly hiddenBy: 'a comment' | 'the baseline' | undefined;
}

/**
 * Lints a repository again for findings by their fingerprints, or by the first digits of those.
 *
 * @throws UsageError where there is no such finding any more, or more than one
 */
export function findFindings(
  fingerprints: readonly string[],
  path: string,
  selection: LintSelection,
  progress?: (stage: string) => void,
): readonly FoundFinding[] {
  if (fingerprints.length === 0) return [];
  const linted = lintPaths([path], selection, progress ? { progress } : {});
  const all = [
    ...linted.report.findings.map(finding => ({ finding, hiddenBy: undefined })),
    ...linted.suppressed.map(finding => ({ finding, hiddenBy: 'a comment' as const })),
    ...linted.baselined.map(finding => ({ finding, hiddenBy: 'the baseline' as const })),
  ];
  return fingerprints.map(digits => {
    const [found, other] = all.filter(({ finding }) => finding.fingerprint.startsWith(digits));
    if (found === undefined)
      throw new UsageError(
        `${code(path)} has no finding with the fingerprint ${code(digits)}`,
        'What was mended has none any more. `--format json` prints those of today; `--path` says which repository is meant.',
        { code: 'not-found' },
      );
    if (other !== undefined)
      throw new UsageError(
        `more than one finding has a fingerprint that begins with ${code(digits)}`,
        'Give more digits of it.',
        { code: 'not-found' },
      );
    return { linted, ...found };
  });
}
