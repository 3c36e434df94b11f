import { once } from '../../model/once.ts';
import { basename } from '../../source/tree.ts';
import type { Sources } from '../../yaml/sources.ts';
import { isScript } from './scripts.ts';

/** What a shell's line writes to: a redirection, or the options and programs that take an output file. */
const WRITES =
  /(?:>{1,2}|\s-o|--output[= ]|\btee(?: -a)?)[ \t]*["']?([\w./${}-]+\.(?:ya?ml|json|env))/g;

/** The same with a variable that holds the name, and where the variable gets it. */
const WRITES_VARIABLE = /(?:>{1,2}|\s-o|--output[= ]|\btee(?: -a)?)[ \t]*["']?\$\{?(\w+)/g;
const ASSIGNED =
  /^[ \t]*(?:export[ \t]+|local[ \t]+)?(\w+)=["']?([\w./${}-]+\.(?:ya?ml|json|env))\b/gm;

/** The names that a text writes to. */
function writtenIn(text: string): string[] {
  const variables = new Set([...text.matchAll(WRITES_VARIABLE)].map(([, name]) => name));
  return [
    ...[...text.matchAll(WRITES)].map(([, name = '']) => name),
    ...[...text.matchAll(ASSIGNED)].flatMap(([, variable, name = '']) =>
      variables.has(variable) ? name : [],
    ),
  ];
}

/** The names of files that a script, a recipe or a plugin of the repository writes before a build reads them. */
const writtenNames = once(
  ({ tree, text }: Sources): ReadonlySet<string> =>
    new Set(
      tree.files
        .filter(path => isScript(path) || /\.ya?ml$/.test(path))
        .flatMap(path => writtenIn(text(path)?.text ?? ''))
        .map(basename),
    ),
);

/**
 * Whether a file that is missing is one that something writes first, such as a plugin that decrypts values
 * (https://argo-cd.readthedocs.io/en/stable/operator-manual/config-management-plugins/).
 */
export const isWritten = (sources: Sources, path: string): boolean =>
  writtenNames(sources).has(basename(path));
