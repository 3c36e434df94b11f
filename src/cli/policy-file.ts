import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { PolicyReader } from '../config/extends.ts';
import type { PolicyError } from '../config/policy-error.ts';
import { codeFrame } from '../report/code-frame.ts';
import { isThere, ownKindAt } from '../source/disk.ts';
import { positionAt, type SourceText } from '../source/text.ts';
import { readOwn } from './own-file.ts';
import { UsageError } from './usage-error.ts';

/** What the policy file is called where none is named; `init` writes the first. */
export const POLICY_FILES = ['.pitower-lint.yaml', '.pitower-lint.yml'] as const;
export const POLICY_FILE = POLICY_FILES[0];

/** Nobody writes more by hand. */
const MAX_BYTES = 1024 * 1024;

/**
 * The policy file's text: the one that was asked for, else the nearest from the linted directory
 * upward, up to the repository root (`top`). Its path is relative to the linted directory.
 */
export function readPolicyFile(
  choice: string | boolean | undefined,
  linted: string,
  top: string,
): SourceText | undefined {
  if (choice === false) return undefined;
  const path =
    typeof choice === 'string' ? choice : findPolicyFile(resolve(linted), top && resolve(top));
  if (path === undefined) return undefined;
  const text = readOwn(path, top || linted, MAX_BYTES);
  if (typeof text === 'string') return { path: relative(resolve(linted), resolve(path)), text };
  throw new UsageError(`the policy file ${path} can't be read: ${text.refused}`, undefined, {
    code: 'invalid-policy',
  });
}

/**
 * Reads the policy files that others extend. One in the repository leads to files in the repository only: whoever
 * changes it must not choose what else is read.
 *
 * @param base where the paths of policy files start, on disk
 * @param top the repository's directory, on disk
 */
export function policyReader(base: string, top: string): PolicyReader {
  const home = resolve(top);
  const isHome = (path: string): boolean => path === home || path.startsWith(home + sep);
  return (reference, from) => {
    const folder = dirname(resolve(base, from.path));
    const path = reference.startsWith('package:')
      ? packaged(reference.slice('package:'.length), folder, isHome(folder) ? home : undefined)
      : resolve(folder, reference);
    if (path === undefined) return { refused: 'there is no such package' };
    if (isHome(folder) && !isHome(path)) return { refused: 'it is outside of the repository' };
    const text = readOwn(path, top, MAX_BYTES);
    if (typeof text !== 'string') return text;
    const inside = relative(resolve(base), path);
    const isOutside = inside.startsWith('..') || isAbsolute(inside);
    return { path: isOutside ? path : inside.split(sep).join('/'), text };
  };
}

/** Where a file of an npm package lies: in the nearest node_modules that has the package. */
function packaged(reference: string, folder: string, top: string | undefined): string | undefined {
  const [, name = '', file = POLICY_FILE.slice(1)] =
    /^((?:@[\w.-]+\/)?[\w-][\w.-]*)(?:\/(.+))?$/.exec(reference) ?? [];
  if (name === '') return undefined;
  for (let at = folder; ; at = dirname(at)) {
    const own = join(at, 'node_modules', name);
    if (isThere(own)) {
      const path = join(own, file);
      return path.startsWith(own + sep) ? path : undefined;
    }
    if (at === top || at === dirname(at)) return undefined;
  }
}

function findPolicyFile(from: string, top: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    const candidate = policyFileIn(at);
    if (candidate !== undefined) return candidate;
    if (at === top || isThere(join(at, '.git')) || at === dirname(at)) return undefined;
  }
}

/**
 * The policy file of a directory, undefined where it has none.
 *
 * @throws UsageError where it has both spellings: either could be the one that is meant
 */
export function policyFileIn(directory: string): string | undefined {
  // A link that leads nowhere is a policy that can't be read, not none.
  const found = POLICY_FILES.map(name => join(directory, name)).filter(
    path => ownKindAt(path) !== undefined,
  );
  const [first, second] = found;
  if (first !== undefined && second !== undefined) {
    throw new UsageError(
      `${first} and ${basename(second)} are both there`,
      'Keep one of them: only one can be the policy.',
      { code: 'invalid-policy' },
    );
  }
  return first;
}

/** A policy that can't be used, with the place of each thing that is wrong with it. */
export const policyError = (errors: readonly PolicyError[]): UsageError =>
  new UsageError(describePolicyErrors(errors), undefined, {
    code: 'invalid-policy',
    problems: errors.map(({ at, message, help = null }) => ({
      file: at.file.path,
      ...positionAt(at.file, at.start),
      message,
      help,
    })),
  });

/** A policy file's errors as text: position, message, the line with the place marked, help. */
function describePolicyErrors(errors: readonly PolicyError[]): string {
  return errors
    .map(({ at, message, help }) => {
      const { line, column } = positionAt(at.file, at.start);
      const frame = codeFrame(at);
      return [
        `${at.file.path}:${line}:${column}: ${message}`,
        ...(frame
          ? [`  ${frame.text}`, `  ${' '.repeat(frame.from)}${'^'.repeat(frame.to - frame.from)}`]
          : []),
        ...(help ? [`  help: ${help}`] : []),
      ].join('\n');
    })
    .join('\n');
}
