import { join, resolve } from 'node:path';
import fastGlob from 'fast-glob';
import { kindAt, standardInput, walked } from '../source/disk.ts';
import type { SourceText } from '../source/text.ts';
import { STDIN } from '../source/tree.ts';
import { readOwn } from './own-file.ts';
import { UsageError } from './usage-error.ts';

/**
 * Rendered manifests: the YAML files below a directory, or one stream on standard input (`-`).
 *
 * @param top the linted repository's directory
 */
export function readRendered(from: string | undefined, top: string): SourceText[] {
  if (from === undefined) return [];
  if (from === '-') return [{ path: STDIN, text: standardInput() }];
  if (kindAt(from) !== 'directory') {
    throw new UsageError(
      `--rendered: ${from} is not a directory`,
      'Give a directory of manifests, or - for standard input.',
      { code: 'invalid-path' },
    );
  }
  const paths = fastGlob.sync('**/*.{yaml,yml,json}', { cwd: from, dot: true, fs: walked }).sort();
  if (paths.length === 0) throw new UsageError(`--rendered: ${from} holds no manifests`);
  return paths.map(name => {
    const path = resolve(join(from, name));
    const text = readOwn(path, top);
    if (typeof text === 'string') return { path, text };
    throw new UsageError(`--rendered: ${join(from, name)} can't be read: ${text.refused}`);
  });
}
