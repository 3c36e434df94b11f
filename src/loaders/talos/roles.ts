import type { TalosRecipeNode, TalosRole } from '../../model/talos.ts';
import type { SourceText } from '../../source/text.ts';
import { basename } from '../../source/tree.ts';
import { itemsAt, textAt } from '../../yaml/access.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import type { SourceDocument } from '../../yaml/parse.ts';

/** A list of nodes in a task runner's variable: `workers := "a b"`, `CONTROL_PLANES = a b`. */
const LIST =
  /^[ \t]*(control_?-?planes?|masters?|workers?)(?:_nodes?)?[ \t]*:?=((?:\\\r?\n|.)*)$/gim;

/** The nodes that recipes list by role, each with its characters. */
export const recipeNodes = (files: readonly SourceText[]): TalosRecipeNode[] =>
  files.flatMap(file =>
    [...file.text.matchAll(LIST)].flatMap(match => {
      const [line, name = '', value = ''] = match;
      const names = /^["']?((?:[a-z0-9. _\t-]|\\\r?\n)+?)["']?$/i.exec(value.trim())?.[1];
      if (names === undefined) return [];
      const role = /^worker/i.test(name) ? 'worker' : 'controlplane';
      const start = match.index + line.lastIndexOf(names);
      const list = { file, start, end: start + names.length };
      return [...names.matchAll(/[^\s\\]+/g)].map(({ 0: text, index }) => ({
        text,
        role: role as TalosRole,
        at: { file, start: start + index, end: start + index + text.length },
        list,
      }));
    }),
  );

/**
 * The role of each node, from recipes: a line such as
 * `talosctl machineconfig patch ./controlplane.yaml --patch @nodes/a.yaml`, or a list of names.
 */
export function recipeRoles(
  files: readonly SourceText[],
  lists: readonly TalosRecipeNode[],
): Map<string, TalosRole> {
  const roles = new Map(lists.map(({ text, role }) => [text, role]));
  for (const { text } of files) {
    const joined = text.replace(/\\\r?\n/g, ' ');
    for (const line of joined.split('\n')) {
      const base = /(controlplane|worker)\.ya?ml/.exec(line)?.[1];
      if (base !== 'controlplane' && base !== 'worker') continue;
      const node = line.split(/\s/).map(patchedNode).find(Boolean);
      if (node) roles.set(node, base);
    }
  }
  return roles;
}

/** The node whose patch a word of a command names: `a` of `@talos/nodes/a.yaml`. */
function patchedNode(word: string): string | undefined {
  const path = word.slice(word.indexOf('@') + 1);
  return path === word ? undefined : /nodes?\/([^/"']+?)\.(?:ya?ml|patch)/.exec(path)?.[1];
}

/** The role of each node in topf.yaml's list of nodes. */
export function topfRoles(documents: readonly SourceDocument[]): Map<string, TalosRole> {
  const roles = new Map<string, TalosRole>();
  for (const { file, value } of documents) {
    if (!/^topf\.ya?ml$/.test(basename(file.path))) continue;
    for (const node of itemsAt(value, 'nodes')) {
      const name = nodeName(node);
      const role = textAt(node, 'role');
      if (name === undefined || role === undefined) continue;
      if (/^control-?plane$/.test(role)) roles.set(name, 'controlplane');
      if (role === 'worker') roles.set(name, 'worker');
    }
  }
  return roles;
}

const nodeName = (node: LocatedValue): string | undefined =>
  textAt(node, 'host') ?? textAt(node, 'hostname') ?? textAt(node, 'name');
