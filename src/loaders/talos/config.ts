import { applyJsonPatch, parseJsonPatch } from '../../model/json-patch.ts';
import { textAt } from '../../yaml/access.ts';
import type { LocatedMap, LocatedValue } from '../../yaml/located.ts';
import { headOf } from '../../yaml/located.ts';
import { generatedDocuments } from './data/generated.ts';
import { locate } from './locate.ts';
import { mergeMachineConfig } from './merge.ts';
import { applyDeletes, isDelete, type Refuse, withoutMarkers } from './patch-markers.ts';
import { MACHINE_CONFIG, shapeOfDocument } from './shapes.ts';

/** A machine's configuration: the v1alpha1 document, and all others by kind and name. */
export interface MachineConfig {
  readonly machine: LocatedMap | undefined;
  readonly documents: ReadonlyMap<string, LocatedMap>;
}

export const EMPTY_CONFIG: MachineConfig = { machine: undefined, documents: new Map() };

/** One patch file: its documents, or the operations of a JSON patch. */
export interface PatchFile {
  readonly path: string;
  readonly documents: readonly LocatedMap[];
  readonly operations: readonly LocatedValue[];
}

/** Kind and name, which identify a document; undefined for the v1alpha1 document. */
export function documentKey(document: LocatedMap): string | undefined {
  const kind = textAt(document, 'kind');
  return kind === undefined ? undefined : `${kind}/${textAt(document, 'name') ?? ''}`;
}

/** What `talosctl gen config` makes, said to stand where the patches begin. */
export function generatedConfig(
  contract: number,
  role: 'controlplane' | 'worker' | undefined,
  from: LocatedValue,
): MachineConfig {
  const { machine, others } = generatedDocuments(contract, role);
  const origin = headOf(from) ? { ...from.origin, ...headOf(from) } : from.origin;
  const documents = others.map(other => locate(other, origin));
  return {
    machine: locate(machine, origin),
    documents: new Map(documents.map(item => [documentKey(item) ?? '', item])),
  };
}

/**
 * Applies one patch file: the deletions of its v1alpha1 document, then that document, then the other
 * documents in the file's order. JSON patches only work on a configuration of one document.
 *
 * @see https://github.com/siderolabs/talos/blob/main/pkg/machinery/config/configpatcher/configpatcher.go
 */
export function applyPatchFile(
  config: MachineConfig,
  { documents, operations }: PatchFile,
  refuse: Refuse,
): MachineConfig {
  let { machine } = config;
  const result = new Map(config.documents);
  for (const patch of documents.filter(item => documentKey(item) === undefined)) {
    if (isDelete(patch)) continue;
    const base = applyDeletes(machine, patch, MACHINE_CONFIG, refuse);
    const rest = withoutMarkers(patch);
    machine = base ? mergeMachineConfig(base, rest) : rest;
  }
  for (const patch of documents) {
    const key = documentKey(patch);
    if (key === undefined) continue;
    if (isDelete(patch)) result.delete(key);
    else result.set(key, mergeDocument(result.get(key), patch, refuse));
  }
  const patched = { machine, documents: result };
  return operations.reduce<MachineConfig>(
    (before, item) => applyOperations(before, item, refuse),
    patched,
  );
}

function mergeDocument(
  base: LocatedMap | undefined,
  patch: LocatedMap,
  refuse: Refuse,
): LocatedMap {
  const shape = shapeOfDocument(textAt(patch, 'kind'));
  const left = applyDeletes(base, patch, shape, refuse);
  const rest = withoutMarkers(patch);
  if (!left) return rest;
  const merged = mergeMachineConfig(left, rest, shape);
  // A patched document is its patch's: of a generated one nobody could edit anything.
  return left.origin.made === 'default' ? { ...merged, origin: rest.origin } : merged;
}

function applyOperations(
  config: MachineConfig,
  patch: LocatedValue,
  refuse: Refuse,
): MachineConfig {
  if (config.documents.size > 0) {
    refuse({
      at: patch,
      message:
        "a JSON patch does not apply to a configuration of several documents, and this machine's has " +
        [...config.documents.keys()][0]?.replace(/\/$/, ''),
      help: 'Write it as a strategic merge patch: the fields themselves, as in the configuration.',
    });
    return config;
  }
  if (!config.machine) return config;
  const { operations } = parseJsonPatch(patch);
  const { value } = applyJsonPatch(config.machine, operations, { partial: true });
  return value.kind === 'map' ? { ...config, machine: value } : config;
}
