import { once } from '../model/once.ts';
import { upTo } from '../source/argo-paths.ts';
import { basename, dirname, joinPath } from '../source/tree.ts';
import { KUSTOMIZATION_NAMES } from '../yaml/classify.ts';
import type { Sources } from '../yaml/sources.ts';
import { isScript } from './unknown/scripts.ts';

/** Texts of which only the lines that hand a file to a program count: they name files for other reasons, too. */
const PROSE = /\.md$|(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]*\.ya?ml$/;

/** A step of an instruction that takes a file. */
const STEP =
  /\b(?:kubectl|oc|helm|talosctl|argocd)\b.*\s(?:apply|create|replace|patch|install|upgrade|template|gen)\b/;

/** A path as scripts write it; what is a variable before it is not part of it. */
const PATH = /[\w.@-]+(?:\/[\w.@-]+)*\/?/g;

/**
 * Which files somebody applies by running a script or a recipe, or by following an instruction: those that it
 * names, or whose directory it names, relative to itself or to a directory above. A directory with a
 * kustomization is handed over as that, so that what it doesn't list is not.
 *
 * @returns whether a script of the repository takes the file; texts of scripts are read when it is first asked
 */
export function scriptedFiles(sources: Sources): (path: string) => boolean {
  const isKustomized = (directory: string) =>
    [...KUSTOMIZATION_NAMES].some(
      name => sources.tree.kind(joinPath(directory, name) ?? name) === 'file',
    );
  return path => {
    const all = taken(sources);
    if (all.has(path)) return true;
    if (KUSTOMIZATION_NAMES.has(basename(path))) return all.has(dirname(path));
    for (const directory of upTo(dirname(path), '')) {
      if (isKustomized(directory)) return false;
      if (directory !== '' && all.has(directory)) return true;
    }
    return false;
  };
}

/** What all scripts and instructions of a repository name. */
const taken = once((sources: Sources) => {
  const paths = sources.tree.files.filter(path => isScript(path) || PROSE.test(path));
  return new Set(paths.flatMap(path => named(sources, path)));
});

/** The files and directories of the tree that a text names. */
function named(sources: Sources, path: string): string[] {
  const text = sources.text(path)?.text ?? '';
  const lines = PROSE.test(path)
    ? text
        // A step that a backslash continues is one line.
        .replace(/\\\r?\n/g, ' ')
        .split('\n')
        .filter(line => STEP.test(line))
    : [text];
  const words = new Set(lines.flatMap(line => line.match(PATH) ?? []));
  const bases = upTo(dirname(path), '');
  return [...words].flatMap(word => {
    if (!word.includes('/') && !/\.(?:ya?ml|json)$/.test(word)) return [];
    const candidates = bases.flatMap(base => joinPath(base, word) ?? []);
    return candidates.find(candidate => sources.tree.kind(candidate) !== undefined) ?? [];
  });
}
