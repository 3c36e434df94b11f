import type { FileTree } from './tree.ts';

/** The names of main branches: which of them it is, is not said. */
const MAIN = /^(?:HEAD|main|master|trunk)?$/;

/** Whether a branch is a main one, or no branch at all is named. */
export const isMain = (name: string): boolean => MAIN.test(name);

const known = new WeakMap<FileTree, ReadonlySet<string>>();

/** Branches that are checked out here from elsewhere, by git's configuration, where the main one is among them. */
export function trackedBranches(tree: FileTree): ReadonlySet<string> {
  const before = known.get(tree);
  if (before) return before;
  const config = new TextDecoder().decode(tree.gitConfig?.());
  const names = [...config.matchAll(/^\[branch "(.+)"\]/gm)].map(([, name = '']) => name);
  const tracked = new Set(names.some(isMain) ? names : []);
  known.set(tree, tracked);
  return tracked;
}

/** Whether a branch is a main one or one that is checked out here, so that this tree tells what is in it. */
export const isThisBranch = (name: string, tree: FileTree): boolean =>
  isMain(name) || trackedBranches(tree).has(name);
