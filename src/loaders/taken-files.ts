import type { Taken } from '../model/cluster/objects/facts.ts';
import { once } from '../model/once.ts';
import { upTo } from '../source/argo-paths.ts';
import { basename, dirname, joinPath } from '../source/tree.ts';
import { KUSTOMIZATION_NAMES } from '../yaml/classify.ts';
import type { Sources } from '../yaml/sources.ts';
import { isScript } from './unknown/scripts.ts';

/** Texts of which only the lines that hand a file to a program count: they name files for other reasons, too. */
const PROSE = /\.md$|(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]*\.ya?ml$/;

/** A step of an instruction that hands files over: a program, and what it does with them. */
const PROGRAM = /\b(?:kubectl|oc|helm|talosctl|argocd)\b/;
const VERB = /\s(?:apply|create|replace|patch|install|upgrade|template|gen)\b/;

/** A path as scripts write it; what is a variable before it is not part of it. */
const PATH = /[\w.@-]+(?:\/[\w.@-]+)*\/?/g;

/** A directory that a script has in a variable, most often its own. */
const VARIABLE = /\$\w+\//g;

/** The directory that a script goes to, or hands over as a whole. A command is bounded, as a line need not be. */
const ENTERED =
  /(?:\bcd |\bkustomize build (?:-\S+ ){0,20}|\bapply\b[^\n;&|]{0,500} (?:-[fk]|--kustomize|--filename)[ =])([\w.@-]+)/g;

/**
 * Which files are applied by something that is not modelled. Somebody runs a script or a recipe, or follows an
 * instruction, that names them or their directory, relative to itself or to a directory above, or their own
 * comment or README; or Flux applies the directory. One with a kustomization is handed over as that, so that what it doesn't
 * list is not.
 *
 * @param directories those that objects of other controllers name
 * @returns how a file is taken so, undefined where it is not; texts of scripts are read when it is first asked
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#generate-kustomizationyaml
 */
export function takenFiles(
  sources: Sources,
  directories: readonly string[],
): (path: string) => Taken | undefined {
  const others = new Set(directories.flatMap(directory => joinPath(directory) ?? []));
  const isKustomized = (directory: string) =>
    [...KUSTOMIZATION_NAMES].some(
      name => sources.tree.kind(joinPath(directory, name) ?? name) === 'file',
    );
  return path => {
    const all = named(sources);
    if (all.has(path) || saysOfItself(sources, path)) return 'file';
    if (isToldOf(sources, path) || isWaiting(sources, path)) return 'file';
    const isGiven = (directory: string) => all.has(directory) || others.has(directory);
    if (KUSTOMIZATION_NAMES.has(basename(path))) return isGiven(dirname(path)) ? 'file' : undefined;
    for (const directory of upTo(dirname(path), '')) {
      if (isKustomized(directory)) return undefined;
      if (directory !== '' && isGiven(directory)) return 'directory';
    }
    return undefined;
  };
}

/** What the head of a file says that is not meant to be listed: a copy of what is made by hand, a scaffold. */
const UNLISTED =
  /\bnot (?:\w+ ){0,2}wired\b|\bnever (?:applied|deployed)\b|\bdo not (?:use|apply)\b|\breference (?:copy|only)\b|\b(?:not (?:\w+ ){0,2}(?:in|by)|outside(?: of)?) argo ?cd\b/i;

/** What a folder's README says of what waits there. */
const WAITING =
  /\b(?:staged|inactive) (?:\w+ ){0,2}`?(?:application|applicationset|appproject|manifest|resource|wrapper|kustomization)s?\b|\bdoes not include this (?:directory|folder)\b/i;

/** Whether the comments of a file tell how it is applied (`# kubectl create -f restore.yaml`), or that it is not. */
function saysOfItself(sources: Sources, path: string): boolean {
  const name = basename(path);
  const lines = (sources.text(path)?.text ?? '').split('\n');
  const isStep = (line: string) => PROGRAM.test(line) && VERB.test(line);
  const start = lines.findIndex(line => !/^\s*(?:#|---|$)/.test(line));
  const head = lines
    .slice(0, Math.max(start, 0))
    .join(' ')
    .replace(/\s*#\s*/g, ' ');
  return (
    UNLISTED.test(head) ||
    lines.some(line => /^\s*#/.test(line) && line.includes(name) && isStep(line))
  );
}

const readmeBeside = (sources: Sources, path: string): string =>
  sources.text(joinPath(dirname(path), 'README.md') ?? '')?.text ?? '';

/** Whether the README beside a file says that what lies here waits, and nothing applies it. */
export const isWaiting = (sources: Sources, path: string): boolean =>
  WAITING.test(readmeBeside(sources, path));

/**
 * Whether the README beside a file names it, and has a step that hands files over: what lies here is applied by hand.
 * What is no object is told of for people: a dashboard's card to paste.
 */
function isToldOf(sources: Sources, path: string): boolean {
  const text = readmeBeside(sources, path);
  if (UNLISTED.test(text)) return true;
  if (!text.includes(`\`${basename(path)}\``)) return false;
  return stepsIn(text).length > 0 || !/^kind:/m.test(sources.text(path)?.text ?? '');
}

/** The lines of an instruction that hand files to a program. */
const stepsIn = (text: string): string[] =>
  text
    // A step that a backslash continues is one line.
    .replace(/\\\r?\n/g, ' ')
    .split('\n')
    .filter(line => PROGRAM.test(line) && VERB.test(line));

/** What all scripts and instructions of a repository name. */
const named = once((sources: Sources) => {
  const paths = sources.tree.files.filter(path => isScript(path) || PROSE.test(path));
  return new Set(paths.flatMap(path => namedIn(sources, path)));
});

/** The files and directories of the tree that a text names. */
function namedIn(sources: Sources, path: string): string[] {
  const text = sources.text(path)?.text ?? '';
  const lines = PROSE.test(path) ? stepsIn(text) : [text];
  const words = new Set(lines.flatMap(line => line.replace(VARIABLE, ' ').match(PATH) ?? []));
  const entered = new Set(lines.flatMap(line => [...line.matchAll(ENTERED)].map(([, to]) => to)));
  const bases = upTo(dirname(path), '');
  return [...words].flatMap(word => {
    const isPath = word.includes('/') || /\.(?:ya?ml|json)$/.test(word) || entered.has(word);
    if (!isPath) return [];
    const candidates = bases.flatMap(base => joinPath(base, word) ?? []);
    return candidates.find(candidate => sources.tree.kind(candidate) !== undefined) ?? [];
  });
}
