import type { TalosLayer, TalosPatch } from '../../model/talos.ts';
import { basename, dirname } from '../../source/tree.ts';
import type { LocatedMap, LocatedValue } from '../../yaml/located.ts';
import type { PatchFile } from './config.ts';

const NODE_FOLDERS = new Set(['nodes', 'node', 'hosts', 'host', 'machines']);
const ALL = /^(all|general|common|base|global|machine|cluster|patch|default)s?$/;
const CONTROL_PLANE = /^(control[-_]?planes?|cp|masters?|server)$/;
const WORKER = /^(workers?|agents?)$/;

/** What a patch file is for, told by its own and its folders' names. */
export interface LayerOfFile {
  readonly layer: TalosLayer;
  readonly node: string | undefined;
}

/**
 * Patches are applied to all machines, to those of one role, or to one node: the names of files and
 * folders say which, as talosctl's flags, topf and talhelper lay them out.
 */
export function layerOf(path: string): LayerOfFile {
  const name = stem(path);
  const folders = dirname(path).split('/').reverse();
  const [parent = '', grandparent = ''] = folders;
  if (NODE_FOLDERS.has(parent)) return { layer: 'node', node: name };
  if (NODE_FOLDERS.has(grandparent)) return { layer: 'node', node: parent };
  for (const part of [name, parent]) {
    if (CONTROL_PLANE.test(part)) return { layer: 'controlplane', node: undefined };
    if (WORKER.test(part)) return { layer: 'worker', node: undefined };
    if (ALL.test(part)) return { layer: 'all', node: undefined };
  }
  return { layer: 'all', node: undefined };
}

/**
 * The folder of the cluster that patches are of: theirs, but for the folders at its end that only say which machines
 * of it they are for.
 */
export function clusterFolder(path: string): string {
  const folders = dirname(path).split('/');
  const isLayer = (part: string) =>
    part === 'patches' || [ALL, CONTROL_PLANE, WORKER].some(names => names.test(part));
  while (folders.length > 1 && isLayer(folders.at(-1) ?? '')) folders.pop();
  return folders.join('/');
}

const stem = (path: string): string =>
  basename(path)
    .replace(/(?:\.(?:tftpl|tpl|tmpl))?$/, '')
    .replace(/\.(ya?ml|patch|json)$/, '');

/** Patches by file, in their order: a file is one patch, whatever number of documents it has. */
export function patchFiles(patches: readonly TalosPatch[]): PatchFile[] {
  const files = new Map<
    string,
    { path: string; documents: LocatedMap[]; operations: LocatedValue[] }
  >();
  for (const { file, type, value, unit = file } of patches) {
    const known = files.get(unit) ?? { path: file, documents: [], operations: [] };
    files.set(unit, known);
    if (type === 'json6902') known.operations.push(value);
    // What several machines get is one document all the same.
    else if (value.kind === 'map' && !known.documents.includes(value)) known.documents.push(value);
  }
  return [...files.values()];
}
