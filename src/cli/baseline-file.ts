import { relative, resolve } from 'node:path';
import { type Baseline, entryOf, readBaseline, writeBaseline } from '../engine/baseline.ts';
import type { LintReport } from '../report/report.ts';
import { joinPath } from '../source/tree.ts';
import { plural } from '../text/plural.ts';
import { say } from './output.ts';
import { readOwn } from './own-file.ts';
import { saveFile } from './save.ts';
import { UsageError } from './usage-error.ts';

/**
 * Reads a baseline; its path becomes one of the repository, so that stale entries are said like all
 * findings.
 *
 * @param linted the linted directory
 * @param root the same, relative to the repository root
 * @param top the repository's directory
 */
export function loadBaseline(file: string, linted: string, root: string, top: string): Baseline {
  const path = joinPath(root, relative(resolve(linted), resolve(file))) ?? resolve(file);
  const baseline = readBaseline({ path, text: read(file, top) });
  if ('entries' in baseline) return baseline;
  throw new UsageError(
    `${file}:${baseline.line}: ${baseline.message}`,
    'Write it with --write-baseline.',
    { code: 'invalid-file' },
  );
}

function read(file: string, top: string): string {
  const text = readOwn(file, top);
  if (typeof text === 'string') return text;
  throw new UsageError(
    `the baseline ${file} can't be read: ${text.refused}`,
    'Make it with --write-baseline.',
    { code: 'invalid-file' },
  );
}

/** Accepts all findings of a report: from then on, only new ones are reported. */
export function saveBaseline(
  file: string,
  { findings, displayPath }: LintReport,
  top: string,
): void {
  const text = writeBaseline(findings.map(finding => entryOf(finding, displayPath)));
  saveFile('the baseline', { path: file, text }, top);
  say(
    `pitower-lint: ${file} accepts ${plural(findings.length, 'finding')}; use it with --baseline ${file}\n`,
  );
}
