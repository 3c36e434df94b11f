import { getEntry, getMap } from '../../../yaml/access.ts';
import { mapFrom, setIn, withEntry, without } from '../../../yaml/build.ts';
import type { LocatedMap } from '../../../yaml/located.ts';
import type { Item } from './item.ts';

/**
 * Merges a generated ConfigMap or Secret into one that is there, or puts it in its place: name,
 * namespace, labels and annotations stay in either case, the new ones win.
 * https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/resource/resource.go
 */
export function mergeGenerated(old: Item, generated: Item, behavior: 'merge' | 'replace'): Item {
  let value = generated.value;
  for (const name of ['labels', 'annotations']) {
    value = overlay(value, getMap(old.value, 'metadata', name), ['metadata', name]);
  }
  const name = getEntry(old.value, 'metadata', 'name')?.value;
  if (name) value = setIn(value, ['metadata', 'name'], name) as LocatedMap;
  const namespace = getEntry(old.value, 'metadata', 'namespace')?.value;
  const metadata = getMap(value, 'metadata');
  if (namespace) value = setIn(value, ['metadata', 'namespace'], namespace) as LocatedMap;
  else if (metadata) value = withEntry(value, 'metadata', without(metadata, 'namespace'));
  if (behavior === 'merge') {
    for (const field of ['data', 'binaryData']) {
      value = overlay(value, getMap(old.value, field), [field]);
    }
  }
  const files = [...new Set([...old.files, ...generated.files])];
  const partial = generated.partial || (behavior === 'merge' && old.partial);
  return { ...old, value, files, hashed: old.hashed && generated.hashed, partial };
}

/** Puts the entries of a map that stand at a path over another map's. */
function overlay(
  value: LocatedMap,
  below: LocatedMap | undefined,
  path: readonly string[],
): LocatedMap {
  if (!below || below.entries.size === 0) return value;
  const above = getMap(value, ...path) ?? mapFrom(below.origin, {});
  const entries = new Map([...below.entries, ...above.entries]);
  return setIn(value, path, { ...above, entries }) as LocatedMap;
}
