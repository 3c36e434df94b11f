import { fstatSync, writeFileSync } from 'node:fs';
import { printableLines } from '../report/escape.ts';
import { reasonOf } from '../text/reason.ts';
import { UsageError } from './usage-error.ts';

/**
 * Writes to standard output. A file takes all of it or the disk is full, which a stream doesn't tell:
 * it drops what a short write leaves.
 *
 * @throws UsageError where a file takes no more
 */
export function output(text: string): void {
  if (!isFile(1)) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(1, text);
  } catch (error) {
    throw new UsageError(`standard output can't be written: ${reasonOf(error)}`);
  }
}

function isFile(handle: number): boolean {
  try {
    const stat = fstatSync(handle);
    return stat.isFile() || stat.isCharacterDevice() ? !process.stdout.isTTY : false;
  } catch {
    return false; // closed: the stream says so
  }
}

/** Writes to standard error: words of the repository in it can't be commands of a terminal or a log. */
export function say(text: string): void {
  process.stderr.write(printableLines(text));
}

/**
 * Takes failures of the standard streams. A reader that has enough (`| head`) is no failure; what
 * else can't be written is one line and the status 2.
 *
 * @returns whether something could not be written
 */
export function watchStreams(): () => boolean {
  let failed = false;
  process.stderr.on('error', () => {});
  process.stdout.on('error', error => {
    if (failed || ('code' in error && error.code === 'EPIPE')) return;
    failed = true;
    process.exitCode = 2;
    say(`pitower-lint: standard output can't be written: ${reasonOf(error)}\n`);
  });
  return () => failed;
}
