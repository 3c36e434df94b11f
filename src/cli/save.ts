import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { reasonOf } from '../text/reason.ts';
import { whyNotWritten } from './own-file.ts';
import { UsageError } from './usage-error.ts';

/** A file and what it is to hold. */
export interface NewText {
  readonly path: string;
  readonly text: string;
}

/**
 * Writes a file that the user names: in one step, so that whoever reads it sees the old text or the new
 * one, and never through a link of the linted tree. What is not a regular file (a terminal, a pipe) is
 * written to as it is.
 *
 * @param what the file in words, such as "the report"
 * @param top the linted repository's directory
 * @throws UsageError where it can't be written
 */
export function saveFile(what: string, { path, text }: NewText, top: string): void {
  const refuse = (reason: string): never => {
    throw new UsageError(`${what} can't be written to ${path}: ${reason}`);
  };
  const reason = whyNotWritten(path, top);
  if (reason !== undefined) refuse(reason);
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat === undefined || stat.isFile()) replace({ path, text });
    else writeFileSync(path, text);
  } catch (error) {
    refuse(reasonOf(error));
  }
}

/** The folder takes no new file, or the file is mounted; the file itself may still be written. */
const UNREPLACEABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'EBUSY']);

function replace(file: NewText): void {
  try {
    const staged = stage(file);
    try {
      renameSync(staged, file.path);
    } finally {
      rmSync(staged, { force: true });
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && UNREPLACEABLE.has(String(error.code))))
      throw error;
    const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW = 0 } = constants;
    const handle = openSync(file.path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
    try {
      writeFileSync(handle, file.text);
    } finally {
      closeSync(handle);
    }
  }
}

/** Writes a text beside its place, under a name that nobody can have put there before. */
function stage({ path, text }: NewText): string {
  const made = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  let handle: number | undefined;
  try {
    handle = openSync(made, 'wx');
    writeFileSync(handle, text);
    fsyncSync(handle);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat) chmodSync(made, stat.mode & 0o7777);
    return made;
  } catch (error) {
    rmSync(made, { force: true });
    throw error;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** A change of one file. */
export interface Replacement extends NewText {
  /** What the file holds now. */
  readonly before: string;
}

/**
 * Replaces several files, or none: all new texts are on the disk before the first one takes its place.
 *
 * @param move puts a file in the place of another
 * @throws UsageError that says which file can't be written and what was changed all the same
 */
export function replaceAll(files: readonly Replacement[], move = renameSync): void {
  const staged = new Map<Replacement, string>();
  const done: Replacement[] = [];
  let at: Replacement | undefined;
  try {
    for (const file of files) {
      at = file;
      if (!lstatSync(file.path).isFile()) throw new Error('it is not a regular file any more');
      staged.set(file, stage(file));
    }
    for (const [file, path] of staged) {
      at = file;
      move(path, file.path);
      done.push(file);
    }
  } catch (error) {
    const left = done.filter(file => !restored(file));
    throw new UsageError(
      `the fixes of ${at?.path} can't be written: ${reasonOf(error)}`,
      left.length === 0
        ? 'No file was changed.'
        : `These files are changed: ${left.map(({ path }) => path).join(', ')}.`,
    );
  } finally {
    for (const path of staged.values()) rmSync(path, { force: true });
  }
}

function restored({ path, before }: Replacement): boolean {
  try {
    renameSync(stage({ path, text: before }), path);
    return true;
  } catch {
    return false;
  }
}
