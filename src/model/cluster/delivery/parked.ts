import { basename, dirname, isWithin, joinPath } from '../../../source/tree.ts';
import { KUSTOMIZATION_NAMES } from '../../../yaml/classify.ts';
import { listedPaths } from '../../../yaml/kustomization-paths.ts';
import type { AppBuild } from '../../app-build.ts';
import type { ClusterFacts } from '../objects/facts.ts';

/** A file or directory that a comment of a kustomization names where an entry would stand. */
export interface Parked {
  readonly what: string;
  /** The kustomization. */
  readonly file: string;
  /** Whether a sentence tells of it, and no entry is left. */
  readonly isSaid?: boolean;
}

/** Whether the comments of a text have a name among their words. */
const speaksOf = (text: string, name: string): boolean =>
  text.split('\n').some(line => /^\s*#/.test(line) && line.split(/[\s,;:()`'"]+/).includes(name));

/** The folder of a directory that a path lies in, however deep. */
function folderIn(directory: string, path: string): string | undefined {
  const above = directory === '' ? '' : `${directory}/`;
  const at = path.indexOf('/', above.length);
  return path.startsWith(above) && at > 0 ? path.slice(0, at) : undefined;
}

/** An entry of a list behind a comment sign, without what somebody wrote behind it. */
const ENTRY = /^[ \t]*#[# \t]*-[ \t]+(?:path:[ \t]+)?["']?([^\s"'#]+)/gm;

/** Whether somebody took a file, or its directory, out of a kustomization by a comment. */
export function parkedIn(
  { builds, documents }: Pick<ClusterFacts, 'documents'> & { readonly builds: readonly AppBuild[] },
  path: string,
): Parked | undefined {
  const wanted = KUSTOMIZATION_NAMES.has(basename(path)) ? dirname(path) : path;
  for (const { kustomizations } of builds)
    for (const { file, directory } of kustomizations) {
      const text = documents(file)[0]?.file.text ?? '';
      // Of an entry of a generator the path comes after its key.
      for (const [, entry = ''] of text.matchAll(ENTRY))
        if (joinPath(directory, entry.replace(/^[^=/]*=/, '')) === wanted)
          return { what: basename(wanted), file };
      if (dirname(wanted) === directory && speaksOf(text, basename(wanted)))
        return { what: basename(wanted), file, isSaid: true };
      // A directory of which nothing is listed, and that is told of as a whole.
      const inside = folderIn(directory, wanted);
      if (inside === undefined || !speaksOf(text, basename(inside))) continue;
      const listed = listedPaths(documents(file)[0]?.value, directory);
      if (!listed.some(each => isWithin(each, inside)))
        return { what: basename(inside), file, isSaid: true };
    }
  return undefined;
}
