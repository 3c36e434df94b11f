import type { ApplicationSource } from '../model/application.ts';
import { once } from '../model/once.ts';
import type { Sources } from '../yaml/sources.ts';

/** The names of main branches: which of them it is, is not said. */
const MAIN = /^(?:HEAD|main|master|trunk)?$/;

/** Branches that are checked out here from elsewhere, by git's configuration, where the main one is among them. */
const trackedIn = once((sources: Sources): ReadonlySet<string> => {
  const config = new TextDecoder().decode(sources.tree.gitConfig?.());
  const names = [...config.matchAll(/^\[branch "(.+)"\]/gm)].map(([, name = '']) => name);
  return new Set(names.some(name => MAIN.test(name)) ? names : []);
});

/** Whether a branch is the main one or one that is checked out here, so that this tree tells what is in it. */
export const isThisBranch = (name: string, sources: Sources): boolean =>
  MAIN.test(name) || trackedIn(sources).has(name);

/**
 * Whether a source reads another branch of the repository, of which this tree tells nothing: one that a parameter
 * names, or one that was never checked out beside the main one (rendered manifests are kept like that).
 *
 * @see https://git-scm.com/docs/git-config#Documentation/git-config.txt-branchnamemerge
 */
export function isOfOtherBranch({ revision }: ApplicationSource, sources: Sources): boolean {
  if (!revision || MAIN.test(revision.text)) return false;
  const tracked = trackedIn(sources);
  return revision.origin.made !== undefined || (tracked.size > 0 && !tracked.has(revision.text));
}
