import { join, resolve } from 'node:path';
import { ownKindAt } from '../source/disk.ts';
import { isRefused, readRegular } from '../source/regular-file.ts';

/** Beyond it, an index is of no repository that people keep manifests in. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Reads the files that decide which files git tracks, so that who witnesses what is read knows when that may
 * change: the index and the configuration.
 *
 * @param top the repository's directory
 * @returns whether they are all: a configuration may include further files
 * @see https://git-scm.com/docs/gitrepository-layout
 */
export function seesIndex(top: string): boolean {
  const own = join(top, '.git');
  const gitDir = ownKindAt(own) === 'directory' ? own : linked(own, /^gitdir: (.+)$/m, top);
  if (gitDir === undefined) return false;
  // What several work trees share is in a directory that the file names.
  const common = linked(join(gitDir, 'commondir'), /^(.+)$/m, gitDir) ?? gitDir;
  readRegular(join(gitDir, 'index'), MAX_BYTES);
  const configured = [join(common, 'config'), join(gitDir, 'config.worktree')];
  return configured.every(path => !/^\s*\[\s*include/im.test(textOf(path) ?? ''));
}

/** The directory that a file names, from another one. */
function linked(file: string, pattern: RegExp, from: string): string | undefined {
  const [, path] = pattern.exec(textOf(file) ?? '') ?? [];
  return path === undefined ? undefined : resolve(from, path.trim());
}

function textOf(path: string): string | undefined {
  const bytes = readRegular(path, MAX_BYTES);
  return isRefused(bytes) ? undefined : new TextDecoder().decode(bytes);
}
