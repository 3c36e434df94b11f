import type { ApplicationSource } from '../model/application.ts';
import { isMain, trackedBranches } from '../source/branches.ts';
import type { Sources } from '../yaml/sources.ts';

/**
 * Whether a source reads another branch of the repository, of which this tree tells nothing: one that a parameter
 * names, or one that was never checked out beside the main one (rendered manifests are kept like that).
 *
 * @see https://git-scm.com/docs/git-config#Documentation/git-config.txt-branchnamemerge
 */
export function isOfOtherBranch({ revision }: ApplicationSource, sources: Sources): boolean {
  if (!revision || isMain(revision.text)) return false;
  const tracked = trackedBranches(sources.tree);
  return revision.origin.made !== undefined || (tracked.size > 0 && !tracked.has(revision.text));
}
