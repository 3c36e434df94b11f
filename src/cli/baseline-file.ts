import { readFileSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { type Baseline, entryOf, readBaseline, writeBaseline } from '../engine/baseline.ts';
import type { LintReport } from '../report/report.ts';
import { joinPath } from '../source/tree.ts';
import { plural } from '../text/plural.ts';
import { reasonOf } from '../text/reason.ts';
import { UsageError } from './usage-error.ts';

/**
 * Reads a baseline; its path becomes one of the repository, so that stale entries are said like all
 * findings.
 *
 * @param linted the linted directory
 * @param root the same, relative to the repository root
 */
export function loadBaseline(file: string, linted: string, root: string): Baseline {
  const path = joinPath(root, relative(resolve(linted), resolve(file))) ?? resolve(file);
  const baseline = readBaseline({ path, text: read(file) });
  if ('entries' in baseline) return baseline;
  throw new UsageError(
    `${file}:${baseline.line}: ${baseline.message}`,
    'Write it with --write-baseline.',
  );
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`the baseline ${file} can't be read`, 'Make it with --write-baseline.');
  }
}

/** Accepts all findings of a report: from then on, only new ones are reported. */
export function saveBaseline(file: string, { findings, displayPath }: LintReport): void {
  const text = writeBaseline(findings.map(finding => entryOf(finding, displayPath)));
  try {
    writeFileSync(file, text);
  } catch (error) {
    const reason = reasonOf(error);
    throw new UsageError(`the baseline can't be written to ${file}: ${reason}`);
  }
  process.stderr.write(
    `pitower-lint: ${file} accepts ${plural(findings.length, 'finding')}; use it with --baseline ${file}\n`,
  );
}
