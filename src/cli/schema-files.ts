import { join } from 'node:path';
import { isThere, kindAt } from '../source/disk.ts';
import { readOwn } from './own-file.ts';
import { UsageError } from './usage-error.ts';

/**
 * Reads JSON Schemas below a directory, by their paths in it.
 *
 * @param top the linted repository's directory
 */
export function schemaFiles(
  directory: string | undefined,
  top: string,
): ((path: string) => string | undefined) | undefined {
  if (directory === undefined) return undefined;
  if (kindAt(directory) !== 'directory') {
    throw new UsageError(
      `--schema-dir: ${directory} is not a directory`,
      'Give a directory with <group>/<kind>_<version>.json files, such as a checkout of datreeio/CRDs-catalog.',
      { code: 'invalid-path' },
    );
  }
  return path => {
    const file = join(directory, path);
    if (!isThere(file)) return undefined;
    const text = readOwn(file, top);
    if (typeof text === 'string') return text;
    throw new UsageError(`--schema-dir: ${file} can't be read: ${text.refused}`);
  };
}
