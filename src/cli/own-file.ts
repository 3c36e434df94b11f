import { dirname, relative, resolve, sep } from 'node:path';
import { ownKindAt, realAt } from '../source/disk.ts';
import { isRefused, type Refused, readRegular } from '../source/regular-file.ts';

/** Baselines, schemas and rendered manifests of people are smaller by far. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Reads a text that the user names or that was found beside what is linted. Whoever changes the linted
 * tree must not choose another file by a link: a path in the tree leads to a file in the tree, and
 * never into `.git`, whose configuration may hold credentials. A path elsewhere is the user's.
 *
 * @param top the linted repository's directory
 * @param most the largest size in bytes
 * @returns the text, or why it was not read
 */
export function readOwn(path: string, top: string, most = MAX_BYTES): string | Refused {
  if (leaves(path, top)) return { refused: 'it is a link that leaves the repository' };
  const bytes = readRegular(path, most);
  return isRefused(bytes) ? bytes : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** Whether a path lies in a directory but leads, by a link in it, elsewhere or into its `.git`. */
export function leaves(path: string, top: string): boolean {
  const real = realOf(path);
  const home = realOf(top);
  if (real === undefined || home === undefined) return false; // not there: for reading to say
  if (isInside(real, home) && !isGits(relative(home, real))) return false;
  return ancestors(path).some(at => isInside(realOf(at) ?? '', home));
}

/**
 * Why a file must not be written: a link that stands in the linted tree, or on the way to it, was put
 * there by whoever changed the tree, and would choose what is overwritten.
 *
 * @returns undefined where it may be
 */
export function whyNotWritten(path: string, top: string): string | undefined {
  const home = realOf(top);
  const folder = realOf(dirname(resolve(path)));
  if (home === undefined || folder === undefined) return undefined;
  const isOwn = isInside(folder, home);
  if (isOwn && isGits(relative(home, folder))) return "it is one of git's own files";
  if (leaves(dirname(resolve(path)), top)) return 'its folder is a link that leaves the repository';
  return isOwn && isLink(path) ? 'it is a link in the repository' : undefined;
}

/** The path with all links resolved; undefined where it is not there. */
export function realOf(path: string): string | undefined {
  try {
    return realAt(path);
  } catch {
    return undefined;
  }
}

function isLink(path: string): boolean {
  try {
    return ownKindAt(path) === 'link';
  } catch {
    return false; // not there, or below a file: for writing to say
  }
}

/** All directories above a path, the nearest first. */
function ancestors(path: string): string[] {
  const found: string[] = [];
  for (let at = resolve(path); at !== dirname(at); ) {
    at = dirname(at);
    found.push(at);
  }
  return found;
}

const isGits = (path: string): boolean => /(?:^|[/\\])\.git(?:[/\\]|$)/i.test(path);

const isInside = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(directory.endsWith(sep) ? directory : directory + sep);
