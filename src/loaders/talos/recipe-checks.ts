import type { TalosNode, TalosRecipeNode } from '../../model/talos.ts';
import { gitignore } from '../../source/gitignore.ts';
import type { Problem } from '../../source/problem.ts';
import type { Place, SourceText } from '../../source/text.ts';
import { basename, dirname, type FileTree, joinPath } from '../../source/tree.ts';
import { codes } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import type { Sources } from '../../yaml/sources.ts';

/**
 * What recipes say of machines and files that are not there: their lists of machines against the machines
 * that have a patch, and the patches and manifests that their commands read.
 */
export const recipeProblems = (
  files: readonly SourceText[],
  lists: readonly TalosRecipeNode[],
  nodes: readonly TalosNode[],
  sources: Sources,
): Problem[] => [...misnamed(lists, nodes), ...missingFiles(files, sources)];

const problem = (at: Place, message: string, help: string): Problem => ({
  rule: 'talos/recipe',
  at,
  message,
  help,
});

/** A patch by the name of a machine: `patches/nodes/${node}.yaml`, `nodes/{{ node }}.yaml`. */
const PATH_OF_NODE = /nodes?\/(?:\$|\{\{)/;

/** Lists that name other machines than there are; those of which nobody is known are of something else. */
function misnamed(lists: readonly TalosRecipeNode[], nodes: readonly TalosNode[]): Problem[] {
  const names = nodes.map(({ name }) => name);
  const paths = new Set(lists.map(({ at }) => at.file.path));
  return [...paths].flatMap(path => {
    const own = lists.filter(({ at }) => at.file.path === path);
    const known = own.filter(({ text }) => names.includes(text));
    if (known.length < 2) return [];
    const unknown = own.filter(({ text }) => !names.includes(text));
    // A machine needs no patch of its own, but where its name is put into the path of one.
    if (unknown.length > 0 && !unknown.some(({ at }) => PATH_OF_NODE.test(at.file.text))) return [];
    if (unknown.length > 0) {
      // Others of the same directory are not left out, but called by a name that is not theirs.
      return unknown.map(({ text, at }) => {
        const meant = nearest(text, names);
        return problem(
          at,
          `the recipe names the machine \`${text}\`, for which there is no patch`,
          meant ? `Did you mean \`${meant}\`?` : 'Add its patch, or take it out of the list.',
        );
      });
    }
    const left = names.filter(name => !own.some(({ text }) => text === name));
    const roles = new Set(own.map(({ role }) => role));
    const last = own.findLast(({ role }) => role === 'worker') ?? own.at(-1);
    // A list of control planes alone leaves the others out on purpose.
    if (left.length === 0 || roles.size < 2 || !last) return [];
    return [
      problem(
        last.list,
        `the recipe's lists of machines leave out ${codes(left)}, for which there is a patch`,
        'Add it to the list of its role: what is left out is neither generated nor upgraded.',
      ),
    ];
  });
}

/** What reads a patch, a manifest, a values file or an encrypted one, up to the path. */
const READS =
  /(?:--(?:config-)?patch(?:-[a-z-]+)?[= ]+["']?@|--filename[= ]+["']?|\bapply\b[^\n|;&]* -f ["']?|\bhelm (?:install|lint|template|upgrade)\b[^\n|;&]* (?:-f|--values)[= ]+["']?|\bsops (?:-d|--decrypt) ["']?)(?<path>[\w./-]+\.ya?ml)(?=["'\s]|$)/g;

/** What builds a directory, up to the path: one of several parts, as single words are of other commands. */
const BUILDS =
  /(?:\bkubectl (?:apply|create|delete|diff|replace)\b[^\n|;&]* (?:-k|--kustomize)[= ]+["']?|\bkubectl kustomize ["']?|\bkustomize build ["']?)(?<path>[\w.-]*\/[\w./-]*\w)\/?(?=["'\s]|$)/g;

function missingFiles(files: readonly SourceText[], { tree, text }: Sources): Problem[] {
  const isIgnored = ignoredBy(tree, text);
  return files.flatMap(file =>
    [READS, BUILDS].flatMap(pattern =>
      [...file.text.matchAll(pattern)].flatMap(match => {
        const written = match.groups?.path ?? '';
        const start = match.index + match[0].lastIndexOf(written);
        const path = written.startsWith('/') ? undefined : joinPath(dirname(file.path), written);
        if (path === undefined || tree.kind(path) !== undefined || isComment(file, start))
          return [];
        // Recipes change directories, and write files before they read them.
        const tail = written.replace(/^(?:\.{1,2}\/)+/, '');
        if (tree.files.some(other => `/${other}/`.includes(`/${tail}/`))) return [];
        if (tree.kind(dirname(path)) !== 'directory' || isIgnored(path)) return [];
        if (isWritten(files, basename(path))) return [];
        const meant = nearest(basename(path), tree.list(dirname(path)));
        return [
          problem(
            { file, start, end: start + written.length },
            `the recipe reads \`${written}\`, which does not exist`,
            meant ? `Did you mean \`${meant}\`?` : 'Correct the path, or add the file.',
          ),
        ];
      }),
    ),
  );
}

const isComment = ({ text }: SourceText, at: number): boolean =>
  /^\s*#/.test(text.slice(text.lastIndexOf('\n', at) + 1, at));

/** Whether some recipe makes a file of the name. */
const isWritten = (files: readonly SourceText[], name: string): boolean =>
  files.some(({ text }) =>
    text
      .split('\n')
      .some(
        line =>
          line.includes(name) &&
          /(?:>|\btee\b|--?o(?:ut\w*)?\b|\bcp\b|\bmv\b|\bmkdir\b|\bclone\b)/.test(
            line.slice(0, line.indexOf(name)),
          ),
      ),
  );

/** What git would ignore is made where the recipe runs. */
function ignoredBy(tree: FileTree, text: Sources['text']): (path: string) => boolean {
  const files = tree.files.filter(path => basename(path) === '.gitignore');
  return gitignore(files.map(path => ({ directory: dirname(path), text: text(path)?.text ?? '' })));
}
