import type { TalosPatch, TalosRole } from '../../../model/talos.ts';
import { dirname, isWithin, joinPath } from '../../../source/tree.ts';
import { parseEmbedded } from '../../../yaml/embedded.ts';
import type { LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { SourceDocument } from '../../../yaml/parse.ts';
import type { Sources } from '../../../yaml/sources.ts';

/** What a tool that makes machine configurations says of its machines. */
export interface TalosInput {
  /** The directory below which patches are the tool's business. */
  readonly directory: string;
  /** Each machine's patches in the tool's order, as patches of that machine. */
  readonly patches: readonly TalosPatch[];
  readonly roles: ReadonlyMap<string, TalosRole>;
  /** Patch files that it reads. */
  readonly files: ReadonlySet<string>;
}

/** A patch before it is known for which machine it is. */
export type LoosePatch = Pick<TalosPatch, 'file' | 'type' | 'value'>;

/** The patches for one machine. */
export const forNode = (node: string, patches: readonly LoosePatch[]): TalosPatch[] =>
  patches.map((patch, i) => ({ ...patch, layer: 'node', node, unit: `${node} ${i}` }));

/** The documents of a patch file; none where it is not there or can't be parsed. */
export function filePatches(sources: Sources, from: string, path: string): LoosePatch[] {
  const file = joinPath(dirname(from), path);
  if (file === undefined || sources.tree.kind(file) !== 'file') return [];
  return sources.parse(file).documents.flatMap(toLoose);
}

/** The documents of a patch that stands in a text. */
export const embeddedPatches = (text: LocatedScalar): LoosePatch[] =>
  parseEmbedded(text).documents.flatMap(toLoose);

function toLoose({ value }: Pick<SourceDocument, 'value'>): LoosePatch[] {
  return value === undefined || value.kind === 'scalar' ? [] : [looseFrom(value)];
}

/** A value as a patch: a list of operations, or a document to be merged. */
export const looseFrom = (value: LocatedValue): LoosePatch => ({
  file: value.origin.file.path,
  type: value.kind === 'sequence' ? 'json6902' : 'strategic-merge',
  value,
});

/** Whether a document is some tool's: then that tool, and not its path, says for which machines it is. */
export const belongsTo = (inputs: readonly TalosInput[], path: string): boolean =>
  inputs.some(({ directory, files }) => files.has(path) || isWithin(path, directory));
