import { own } from '../../text/own.ts';
import { get } from '../../yaml/access.ts';
import type {
  LocatedEntry,
  LocatedMap,
  LocatedScalar,
  LocatedSequence,
  LocatedValue,
} from '../../yaml/located.ts';
import { isEqualText } from './equality.ts';
import { childShape, MACHINE_CONFIG, type Shape } from './shapes.ts';

/**
 * Merges a strategic patch into a configuration document as Talos does it, by the types of its
 * fields: structs and maps key by key, lists appended but for those that replace or merge by a key,
 * scalars replaced unless the patch holds their zero value.
 *
 * @see https://github.com/siderolabs/talos/blob/main/pkg/machinery/config/merge/merge.go
 */
export function mergeMachineConfig(
  base: LocatedMap,
  patch: LocatedMap,
  shape: Shape = MACHINE_CONFIG,
): LocatedMap {
  const entries = new Map<string, LocatedEntry>(base.entries);
  for (const [name, { key, value }] of patch.entries) {
    const below = entries.get(name);
    const merged = below ? mergeValue(below.value, value, childShape(shape, name)) : value;
    entries.set(name, { key: merged === below?.value ? below.key : key, value: merged });
  }
  return { ...base, entries };
}

function mergeValue(base: LocatedValue, patch: LocatedValue, shape: Shape): LocatedValue {
  if (patch.kind === 'scalar') return mergeScalar(base, patch, shape);
  if (patch.kind === 'map') {
    const isReplaced = base.kind !== 'map' || (shape.kind === 'free' && shape.replace);
    return isReplaced ? patch : mergeMachineConfig(base, patch, shape);
  }
  const isReplaced = base.kind !== 'sequence' || (shape.kind === 'list' && shape.replace);
  return isReplaced || shape.kind === 'args' ? patch : mergeList(base, patch, shape);
}

/** Null, the empty string and zero don't reset what is set, but for fields that are pointers. */
function mergeScalar(base: LocatedValue, patch: LocatedScalar, shape: Shape): LocatedValue {
  if (patch.value === null) return base;
  if (shape.kind === 'scalar' && shape.pointer) return patch;
  return patch.text === '' || patch.value === 0 ? base : patch;
}

/** Lists whose items merge when they agree in the first of these keys that the patch's item has. */
const KEYED: Readonly<Record<string, readonly string[]>> = {
  Device: ['interface', 'deviceSelector'],
  Vlan: ['vlanId'],
  AdmissionPluginConfig: ['name'],
  'extensions.ConfigFile': ['mountPath'],
};

function mergeList(base: LocatedSequence, patch: LocatedSequence, shape: Shape): LocatedSequence {
  const item: Shape = shape.kind === 'list' ? shape.item : { kind: 'any' };
  const keys = item.kind === 'struct' ? (own(KEYED, item.name) ?? []) : [];
  const items = [...base.items];
  for (const added of patch.items) {
    const at = items.findIndex(existing => isSameItem(existing, added, keys));
    const existing = items[at];
    if (existing?.kind === 'map' && added.kind === 'map') {
      items[at] = mergeMachineConfig(existing, added, item);
    } else items.push(added);
  }
  return { ...base, items };
}

/** A selector with `physical` never equals another: it holds a pointer, which Go compares by address. */
function isSameItem(a: LocatedValue, b: LocatedValue, keys: readonly string[]): boolean {
  const key = keys.find(name => get(b, name) !== undefined);
  if (key === undefined) return false;
  if (key === 'deviceSelector' && get(b, key, 'physical') !== undefined) return false;
  return isEqualText(get(a, key), get(b, key));
}
