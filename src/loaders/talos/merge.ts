import { get, textAt } from '../../model/access.ts';
import { withEntry } from '../../model/build.ts';
import type {
  LocatedEntry,
  LocatedMap,
  LocatedSequence,
  LocatedValue,
} from '../../model/located.ts';

/**
 * Merges two machine configurations as Talos merges strategic patches: structs field by field, lists
 * appended but for those below, scalars replaced unless the patch's is empty.
 *
 * @see https://docs.siderolabs.com/talos/v1.12/configure-your-talos-cluster/system-configuration/patching
 */
export function mergeMachineConfig(
  base: LocatedMap,
  patch: LocatedMap,
  path: readonly string[] = [],
): LocatedMap {
  const entries = new Map<string, LocatedEntry>(base.entries);
  for (const [name, { key, value }] of patch.entries) {
    if (name === '$patch') continue;
    if (isDelete(value)) {
      entries.delete(name);
      continue;
    }
    const below = entries.get(name)?.value;
    const merged = below ? mergeField(below, value, [...path, name]) : withoutMarkers(value);
    if (merged) entries.set(name, { key, value: merged });
  }
  return { ...base, entries };
}

function mergeField(
  base: LocatedValue,
  patch: LocatedValue,
  path: readonly string[],
): LocatedValue {
  if (base.kind === 'map' && patch.kind === 'map') {
    return REPLACED.has(path.join('.')) ? patch : mergeMachineConfig(base, patch, path);
  }
  if (base.kind === 'sequence' && patch.kind === 'sequence') return mergeList(base, patch, path);
  // The empty string, zero and null don't reset what is set; `false` does.
  const isZero =
    patch.kind === 'scalar' && (patch.value === null || patch.value === '' || patch.value === 0);
  return isZero ? base : patch;
}

const REPLACED = new Set([
  'cluster.apiServer.auditPolicy',
  'cluster.network.podSubnets',
  'cluster.network.serviceSubnets',
  'ingress',
  'portSelector.ports',
]);

/** Lists whose items merge when they agree in a key; all others are appended. */
const KEYED: Readonly<Record<string, readonly string[]>> = {
  'machine.network.interfaces': ['interface', 'deviceSelector'],
  'machine.network.interfaces.vlans': ['vlanId'],
  'cluster.apiServer.admissionControl': ['name'],
  configFiles: ['mountPath'],
};

function mergeList(
  base: LocatedSequence,
  patch: LocatedSequence,
  path: readonly string[],
): LocatedSequence {
  const where = path.join('.');
  if (REPLACED.has(where)) return patch;
  const keys = KEYED[where] ?? [];
  const items = [...base.items];
  for (const item of patch.items) {
    if (item.kind === 'map' && isDelete(item)) {
      const at = items.findIndex(existing => matchesDelete(existing, item));
      if (at >= 0) items.splice(at, 1);
      continue;
    }
    const at = items.findIndex(existing => sameItem(existing, item, keys));
    const existing = items[at];
    if (existing?.kind === 'map' && item.kind === 'map')
      items[at] = mergeMachineConfig(existing, item, path);
    else items.push(withoutMarkers(item));
  }
  return { ...base, items };
}

/** A selector with `physical` never equals another: it holds a pointer that Go compares by address. */
function sameItem(a: LocatedValue, b: LocatedValue, keys: readonly string[]): boolean {
  const key = keys.find(name => get(b, name) !== undefined);
  if (key === undefined) return false;
  if (key === 'deviceSelector' && get(b, key, 'physical') !== undefined) return false;
  return plainText(get(a, key)) === plainText(get(b, key)) && get(a, key) !== undefined;
}

const plainText = (value: LocatedValue | undefined): string => {
  if (value === undefined) return '';
  if (value.kind === 'scalar') return value.text;
  if (value.kind === 'sequence') return `[${value.items.map(plainText).join()}]`;
  return `{${[...value.entries]
    .map(([name, entry]) => `${name}:${plainText(entry.value)}`)
    .sort()
    .join()}}`;
};

const isDelete = (value: LocatedValue): boolean => textAt(value, '$patch') === 'delete';

/** The first other key selects the item to delete. */
function matchesDelete(item: LocatedValue, marker: LocatedMap): boolean {
  const selector = [...marker.entries].find(([name]) => name !== '$patch');
  return (
    selector !== undefined && plainText(get(item, selector[0])) === plainText(selector[1].value)
  );
}

/** `$patch: delete` where there is nothing to delete leaves nothing behind. */
function withoutMarkers(value: LocatedValue): LocatedValue {
  if (value.kind === 'sequence') {
    return { ...value, items: value.items.filter(item => !isDelete(item)).map(withoutMarkers) };
  }
  if (value.kind === 'scalar') return value;
  let result: LocatedMap = value;
  for (const [name, entry] of value.entries) {
    if (isDelete(entry.value)) {
      result = {
        ...result,
        entries: new Map([...result.entries].filter(([other]) => other !== name)),
      };
    } else if (entry.value.kind !== 'scalar') {
      const child = withoutMarkers(entry.value);
      if (child !== entry.value) result = withEntry(result, name, child);
    }
  }
  return result;
}
