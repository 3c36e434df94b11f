import { dirname } from './tree.ts';

/** Directories, asked for those that hold a path without a look at each of them. */
export interface PathSet {
  /** Whether a path is one of the directories or lies below one. */
  holds(path: string): boolean;
  /** Whether a path lies below one of the directories, whether or not it is one itself. */
  holdsBelow(path: string): boolean;
  /** The innermost of the directories that a path is or lies below. */
  innermost(path: string): string | undefined;
}

/** A path has few directories above it, however many there are in all: each is looked up. */
export function pathSet(directories: Iterable<string>): PathSet {
  const all = new Set(directories);
  const innermost = (path: string): string | undefined => {
    for (let at = path; ; at = dirname(at)) {
      if (all.has(at)) return at;
      if (at === '') return undefined;
    }
  };
  const holds = (path: string) => innermost(path) !== undefined;
  return { holds, innermost, holdsBelow: path => path !== '' && holds(dirname(path)) };
}

/** All directories that hold one of some paths, and the paths themselves. */
export function withAbove(paths: Iterable<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of paths) {
    for (let at = path; !found.has(at); at = dirname(at)) {
      found.add(at);
      if (at === '') break;
    }
  }
  return found;
}
