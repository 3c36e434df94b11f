import { once } from '../../model/once.ts';
import { isWithin, joinPath } from '../../source/tree.ts';
import type { Sources } from '../../yaml/sources.ts';

/** Paths of the submodules that have nothing here: not checked out, or of a commit, which only names them. */
const absentIn = once((sources: Sources): readonly string[] => {
  const declared = sources.text('.gitmodules')?.text ?? '';
  return [...declared.matchAll(/^[ \t]*path[ \t]*=[ \t]*(.+?)[ \t]*$/gm)].flatMap(([, written]) => {
    const path = joinPath(written ?? '');
    return path && sources.tree.list(path).length === 0 ? [path] : [];
  });
});

/**
 * The submodule that a path lies in, where it is not checked out. Argo CD fetches submodules
 * (https://argo-cd.readthedocs.io/en/stable/user-guide/private-repositories/#git-submodules), so that what
 * is in them is there, and not known here.
 *
 * @param path relative to the repository root
 * @returns the submodule's path; undefined for what lies in none
 */
export const absentSubmodule = (sources: Sources, path: string): string | undefined =>
  absentIn(sources).find(submodule => isWithin(path, submodule));
