import type { TalosRole } from '../../../model/talos.ts';
import { asMap, asString, get, getString, itemsAt, textAt } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedValue } from '../../../yaml/located.ts';
import type { SourceDocument } from '../../../yaml/parse.ts';
import type { Sources } from '../../../yaml/sources.ts';
import {
  embeddedPatches,
  filePatches,
  forNode,
  type LoosePatch,
  looseFrom,
  type TalosInput,
} from './input.ts';

const ROLES: Readonly<Record<string, TalosRole>> = {
  ControlPlane: 'controlplane',
  Workers: 'worker',
};

/** Whether a document is a section of an Omni cluster template: they have no apiVersion. */
export const isOmniSection = ({ value }: SourceDocument): boolean =>
  /^(?:Cluster|ControlPlane|Workers|Machine)$/.test(textAt(value, 'kind') ?? '') &&
  get(value, 'apiVersion') === undefined;

/**
 * The machines of an Omni cluster template: those that it lists, and one for a set that a machine class
 * fills. The cluster's patches come first, then those of its set, then the machine's own.
 *
 * @param sections the documents of one file
 * @see https://docs.siderolabs.com/omni/reference/cluster-templates
 */
export function omniInput(
  sources: Sources,
  sections: readonly SourceDocument[],
): TalosInput | undefined {
  const ofKind = (kind: string) =>
    sections.flatMap(({ value }) => {
      const map = asMap(value);
      return map && textAt(map, 'kind') === kind ? [map] : [];
    });
  const [cluster] = ofKind('Cluster');
  if (!cluster) return undefined;
  const from = cluster.origin.file.path;
  const read = (owner: LocatedMap) =>
    itemsAt(owner, 'patches').flatMap(item => patchOf(sources, from, item));
  const common = read(cluster);
  const own = new Map(ofKind('Machine').map(item => [textAt(item, 'name') ?? '', read(item)]));
  const sets = Object.entries(ROLES).flatMap(([kind, role]) =>
    ofKind(kind).map(set => ({ set, role, names: namesOf(cluster, set, kind) })),
  );
  const patches = sets.flatMap(({ set, names }) =>
    names.flatMap(name => forNode(name, [...common, ...read(set), ...(own.get(name) ?? [])])),
  );
  return {
    directory: from,
    patches,
    roles: new Map(sets.flatMap(({ role, names }) => names.map(name => [name, role] as const))),
    files: new Set(patches.map(patch => patch.file)),
  };
}

function namesOf(cluster: LocatedMap, set: LocatedMap, kind: string): string[] {
  const machines = itemsAt(set, 'machines').flatMap(item => asString(item)?.text ?? []);
  if (machines.length > 0) return machines;
  const name = textAt(set, 'name') ?? (kind === 'ControlPlane' ? 'control-planes' : 'workers');
  return [`${textAt(cluster, 'name') ?? 'cluster'}-${name}`];
}

/** A file, a mapping, a list of mappings (documents, not operations), or a text of YAML. */
function patchOf(sources: Sources, from: string, item: LocatedValue): LoosePatch[] {
  const file = getString(item, 'file');
  if (file) return filePatches(sources, from, file.text);
  const inline = get(item, 'inline');
  if (inline?.kind === 'map') return [looseFrom(inline)];
  if (inline?.kind === 'sequence')
    return inline.items.flatMap(each => (each.kind === 'map' ? [looseFrom(each)] : []));
  return inline ? embeddedPatches(inline) : [];
}
