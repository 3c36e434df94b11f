import { textAt } from '../../yaml/access.ts';
import { withEntry, without } from '../../yaml/build.ts';
import type { LocatedEntry, LocatedMap, LocatedValue } from '../../yaml/located.ts';
import { isEqualText } from './equality.ts';
import { childShape, fieldsOf, type Shape } from './shapes.ts';

/** Something that Talos would refuse, said at a value. */
export interface Refusal {
  readonly at: LocatedValue;
  readonly message: string;
  readonly help?: string;
  /** Only certain where the whole of what is patched is known. */
  readonly needsBase?: boolean;
}

export type Refuse = (refusal: Refusal) => void;

/** Whether a map asks for its own deletion; a program that fills in variables makes one dollar of two. */
export const isDelete = (value: LocatedValue | undefined): boolean =>
  value?.kind === 'map' && ['$patch', '$$patch'].some(key => textAt(value, key) === 'delete');

const hasMarker = (value: LocatedValue): boolean => {
  if (value.kind === 'scalar') return false;
  if (value.kind === 'sequence') return value.items.some(hasMarker);
  return isDelete(value) || [...value.entries.values()].some(entry => hasMarker(entry.value));
};

/** Structs that are there even where nobody wrote them: Go holds them by value. */
const BY_VALUE: ReadonlySet<string> = new Set([
  'DiscoveryRegistriesConfig',
  'RegistriesConfig',
  'RegistryKubernetesConfig',
  'RegistryServiceConfig',
]);

/**
 * Carries out the `$patch: delete` markers of a patch: a map with the marker deletes its field, an
 * item of a list the first item that agrees in the marker's first other key. A field of a struct can
 * be deleted when it isn't set, a key of a map can't.
 *
 * @returns what is left of the base
 * @see https://docs.siderolabs.com/talos/v1.12/configure-your-talos-cluster/system-configuration/patching
 */
export function applyDeletes(
  base: LocatedMap | undefined,
  patch: LocatedMap,
  shape: Shape,
  refuse: Refuse,
): LocatedMap | undefined {
  let result = base;
  for (const [name, { key, value }] of patch.entries) {
    if (!hasMarker(value)) continue;
    const entry = result?.entries.get(name);
    if (isDelete(value)) {
      if (result && entry) result = without(result, name);
      else if (!isZeroField(shape, name, result !== undefined)) {
        const message = `there is no \`${name}\` that \`$patch\` could delete`;
        refuse({ at: key, message, needsBase: true });
      }
      continue;
    }
    const left = deleteBelow(entry?.value, value, childShape(shape, name), refuse);
    if (result && entry && left) result = withEntry(result, name, left);
  }
  return result;
}

const isZeroField = (shape: Shape, name: string, isThere: boolean): boolean =>
  shape.kind === 'struct' &&
  fieldsOf(shape.name)?.has(name) === true &&
  (isThere || BY_VALUE.has(shape.name));

function deleteBelow(
  base: LocatedValue | undefined,
  patch: LocatedValue,
  shape: Shape,
  refuse: Refuse,
): LocatedValue | undefined {
  if (patch.kind === 'map') {
    return base && base.kind !== 'map' ? base : applyDeletes(base, patch, shape, refuse);
  }
  if (patch.kind !== 'sequence') return base;
  let items = base?.kind === 'sequence' ? base.items : [];
  for (const item of patch.items) {
    if (item.kind === 'map' && isDelete(item)) items = deleteItem(items, item, refuse);
    else if (hasMarker(item)) {
      refuse({ at: item, message: '`$patch: delete` does not work below an item of a list' });
    }
  }
  return base?.kind === 'sequence' ? { ...base, items } : base;
}

/** The first other key selects the item; any further ones are not looked at. */
function deleteItem(
  items: readonly LocatedValue[],
  marker: LocatedMap,
  refuse: Refuse,
): readonly LocatedValue[] {
  const [selector] = [...marker.entries].filter(([name]) => name !== '$patch');
  if (!selector) {
    refuse({
      at: marker,
      message: '`$patch: delete` in a list needs a key that says which item',
      help: 'Add the key that the item is known by, or delete the whole list.',
    });
    return items;
  }
  const [name, { value }] = selector;
  const at = items.findIndex(
    item => item.kind === 'map' && isEqualText(item.entries.get(name)?.value, value),
  );
  if (at < 0) {
    const message = `no item of the list has this \`${name}\`: nothing to delete`;
    refuse({ at: value, message, needsBase: true });
    return items;
  }
  return items.toSpliced(at, 1);
}

/** What remains to be merged of a patch whose deletions have been carried out. */
export function withoutMarkers<Value extends LocatedValue>(value: Value): Value;
export function withoutMarkers(value: LocatedValue): LocatedValue {
  if (value.kind === 'scalar' || !hasMarker(value)) return value;
  if (value.kind === 'sequence') {
    return { ...value, items: value.items.filter(item => !isDelete(item)).map(withoutMarkers) };
  }
  const entries = new Map<string, LocatedEntry>();
  for (const [name, entry] of value.entries) {
    if (name === '$patch' || isDelete(entry.value)) continue;
    entries.set(name, { ...entry, value: withoutMarkers(entry.value) });
  }
  return { ...value, entries };
}
