import { kindAt } from '../source/disk.ts';
import { code } from '../text/code.ts';
import { didYouMeanAny } from '../text/nearest.ts';
import { UsageError } from './usage-error.ts';

/** What a path that does not exist may have been meant as. */
export const COMMANDS = [
  'lint',
  'rules',
  'explain',
  'render',
  'init',
  'coverage',
  'charts',
  'test-policy',
  'completion',
];

/** A path that is no directory can't be linted: says so, and that a command may have been meant. */
export function checkDirectory(path: string): void {
  const kind = kindAt(path);
  if (kind === undefined) throw missingPath(path);
  if (kind === 'directory') return;
  throw new UsageError(
    `${path} is not a directory`,
    'Lint the repository, not a file: findings depend on all of it.',
    { code: 'invalid-path' },
  );
}

/** A path that is not there: perhaps a command was meant. */
export const missingPath = (path: string): UsageError =>
  new UsageError(`${code(path)} does not exist`, didYouMeanAny(path, COMMANDS), {
    code: 'invalid-path',
  });
