import { join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { type Fixes, findFixes } from '../find-fixes.ts';
import type { LintOutcome, LintRequest } from '../lint.ts';
import { printable } from '../report/escape.ts';
import { positionAt } from '../source/text.ts';
import { displayPath } from '../source/tree.ts';
import { plural } from '../text/plural.ts';
import { output, say } from './output.ts';
import { replaceAll } from './save.ts';

export interface FixOptions {
  /** Write the files; else only show what would be written. */
  readonly write: boolean;
  readonly unsafe: boolean;
  /** The repository root on disk. */
  readonly top: string;
}

/**
 * Carries fixes out, or prints them as a unified diff, and says on standard error what was done.
 *
 * @returns what is found in the files as they are afterwards
 */
export function fix(request: LintRequest, { write, unsafe, top }: FixOptions): LintOutcome {
  const fixes = findFixes(request, unsafe);
  if (fixes.after.status !== 'linted') return fixes.after;
  if (write) {
    replaceAll(
      fixes.files.map(({ path, before, after }) => ({
        path: join(top, path),
        before,
        text: after,
      })),
    );
  } else output(unifiedDiff(fixes, request));
  say(summary(fixes, request, write));
  return write ? fixes.after : fixes.before;
}

/** A patch that `git apply` takes, with paths from the linted directory. */
export const unifiedDiff = ({ files }: Pick<Fixes, 'files'>, { tree }: LintRequest): string =>
  files
    .map(({ path, before, after }) => {
      const name = displayPath(tree.root, path);
      const patch = createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after);
      return patch.replace(/^=+\n/, '');
    })
    .join('');

function summary({ files, fixed, dropped }: Fixes, { tree }: LintRequest, write: boolean): string {
  const done = `${plural(fixed.length, 'fix', 'fixes')} in ${plural(files.length, 'file')}`;
  const lines = [write ? `${done} applied` : `${done} would be applied`];
  for (const { finding, reason } of dropped) {
    const { file, start } = finding.at;
    const { line, column } = positionAt(file, start);
    const where = `${displayPath(tree.root, file.path)}:${line}:${column}`;
    lines.push(`not fixed: ${where} ${finding.ruleId}: ${reason}`);
  }
  return lines.map(line => `pitower-lint: ${printable(line)}\n`).join('');
}
