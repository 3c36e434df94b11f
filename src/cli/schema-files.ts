import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from './usage-error.ts';

/** Reads JSON Schemas below a directory, by their paths in it. */
export function schemaFiles(
  directory: string | undefined,
): ((path: string) => string | undefined) | undefined {
  if (directory === undefined) return undefined;
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(
      `--schema-dir: ${directory} is not a directory`,
      'Give a directory with <group>/<kind>_<version>.json files, such as a checkout of datreeio/CRDs-catalog.',
    );
  }
  return path => {
    const file = join(directory, path);
    return statSync(file, { throwIfNoEntry: false })?.isFile()
      ? readFileSync(file, 'utf8')
      : undefined;
  };
}
