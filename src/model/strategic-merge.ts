import { textAt } from '../yaml/access.ts';
import { without } from '../yaml/build.ts';
import type { LocatedEntry, LocatedMap, LocatedSequence, LocatedValue } from '../yaml/located.ts';

/** How a type's lists merge: only what differs from "maps merge, lists are replaced". */
export interface MergeSchema {
  readonly fields?: Readonly<Record<string, MergeSchema>>;
  /** The keys that identify a list's items; empty for a set of scalars. Absent: atomic. */
  readonly keys?: readonly string[];
  /** Type of a list's items. */
  readonly items?: MergeSchema;
}

/** A patch that doesn't fit what it is applied to. */
export interface MergeConflict {
  readonly at: LocatedValue;
  readonly message: string;
}

export interface MergeOptions {
  readonly schema: MergeSchema | undefined;
  readonly conflicts: MergeConflict[];
}

/**
 * Applies a strategic merge patch: maps merge key by key, null removes a key, lists of known types
 * merge by their keys, all others are replaced; `$patch: delete | replace | merge` is obeyed. Each
 * leaf keeps the origin of whoever wrote it last.
 *
 * @returns the merged object, undefined when the patch deletes it; what doesn't fit is added to
 * `conflicts`, and the patch wins there
 * @see https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md
 */
export function strategicMerge(
  target: LocatedMap,
  patch: LocatedMap,
  options: MergeOptions,
): LocatedMap | undefined {
  return mergeMap(target, patch, options.schema, options.conflicts);
}

function merge(
  below: LocatedValue | undefined,
  patch: LocatedValue,
  schema: MergeSchema | undefined,
  conflicts: MergeConflict[],
): LocatedValue | undefined {
  if (isNull(patch)) return undefined;
  const target = below && isNull(below) ? undefined : below;
  if (target && target.kind !== patch.kind) {
    conflicts.push({
      at: patch,
      message: `is a ${patch.kind}, but what it patches is a ${target.kind}`,
    });
    return merge(undefined, patch, schema, conflicts);
  }
  if (patch.kind === 'map') return mergeMap(target, patch, schema, conflicts);
  if (patch.kind === 'sequence' && schema?.keys) return mergeList(target, patch, schema, conflicts);
  return patch;
}

function mergeMap(
  below: LocatedValue | undefined,
  patch: LocatedMap,
  schema: MergeSchema | undefined,
  conflicts: MergeConflict[],
): LocatedMap | undefined {
  const directive = textAt(patch, '$patch');
  if (directive === 'delete') return undefined;
  if (directive !== undefined && directive !== 'replace' && directive !== 'merge') {
    conflicts.push({ at: patch, message: `unknown patch strategy \`${directive}\`` });
  }
  const target = below?.kind === 'map' && directive !== 'replace' ? below : undefined;
  const entries = new Map<string, LocatedEntry>(target?.entries);
  for (const [name, entry] of without(patch, '$patch').entries) {
    const old = target?.entries.get(name);
    const value = merge(old?.value, entry.value, fieldOf(schema, name), conflicts);
    if (value === undefined) entries.delete(name);
    else entries.set(name, { key: value === entry.value || !old ? entry.key : old.key, value });
  }
  return { ...(target ?? patch), entries };
}

const fieldOf = (schema: MergeSchema | undefined, name: string): MergeSchema | undefined =>
  schema?.fields && Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined;

function mergeList(
  below: LocatedValue | undefined,
  patch: LocatedSequence,
  schema: MergeSchema,
  conflicts: MergeConflict[],
): LocatedSequence | undefined {
  const directive = patch.items.map(listDirective).find(text => text !== undefined);
  if (directive === 'delete') return undefined;
  const patchItems = patch.items.filter(item => listDirective(item) === undefined);
  const target = below?.kind === 'sequence' && directive !== 'replace' ? below : undefined;
  const old = target?.items ?? [];
  const items =
    schema.keys?.length === 0
      ? mergeSet(old, patchItems)
      : mergeItems(old, patchItems, schema, conflicts);
  return { ...(target ?? patch), items };
}

/** The strategy that a list item announces for the whole list: an item of nothing but `$patch`. */
const listDirective = (item: LocatedValue): string | undefined =>
  item.kind === 'map' && item.entries.size === 1 ? textAt(item, '$patch') : undefined;

function mergeSet(
  old: readonly LocatedValue[],
  patch: readonly LocatedValue[],
): readonly LocatedValue[] {
  const seen = new Set<string>();
  return [...patch, ...old].filter(item => {
    const text = item.kind === 'scalar' ? item.text : undefined;
    if (text === undefined) return true;
    return !seen.has(text) && seen.add(text);
  });
}

/**
 * Kustomize puts a patch's new items before the old ones. Where one key identifies an item, patched
 * ones move to the front as well; where several do, they keep their place. An old item that lacks
 * one of several keys pushes out what the patch has for the same first key, and `$patch: replace`
 * in an item that is there already does nothing: both are kustomize's own quirks.
 * https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/kyaml/yaml/walk/associative_sequence.go
 */
function mergeItems(
  old: readonly LocatedValue[],
  patch: readonly LocatedValue[],
  schema: MergeSchema,
  conflicts: MergeConflict[],
): readonly LocatedValue[] {
  const keys = usedKeys([...old, ...patch], schema.keys ?? []);
  const byId = new Map<string, LocatedValue>();
  for (const item of old) {
    const id = identify(item, keys);
    if (id !== undefined && !byId.has(id)) byId.set(id, item);
  }
  const merged = new Map<string, LocatedValue | undefined>();
  const front: LocatedValue[] = [];
  for (const item of patch) {
    const id = identify(item, keys);
    if (id !== undefined && merged.has(id)) continue;
    const target = id === undefined ? undefined : byId.get(id);
    const isIdle = target !== undefined && textAt(item, '$patch') === 'replace';
    const result = isIdle ? target : merge(target, item, schema.items, conflicts);
    const kept = result && addressed(result, target, keys);
    if (id !== undefined) merged.set(id, kept);
    if (kept && (keys.length === 1 || !target)) front.push(kept);
  }
  const rest = old.flatMap(item => {
    const id = identify(item, keys);
    if (id === undefined || !merged.has(id)) return [item];
    const result = merged.get(id);
    return keys.length === 1 || !result ? [] : [result];
  });
  return [...front.filter(item => !isPushedOut(item, old, keys)), ...rest];
}

/** A merged item: the keys that only served to find it stay where they were written first. */
function addressed(
  item: LocatedValue,
  target: LocatedValue | undefined,
  keys: readonly string[],
): LocatedValue | undefined {
  if (item.kind !== 'map') return item;
  if (item.entries.size === 0) return undefined;
  if (target?.kind !== 'map') return item;
  const entries = new Map(item.entries);
  for (const key of keys) {
    const entry = target.entries.get(key);
    if (entry) entries.set(key, entry);
  }
  return { ...item, entries };
}

function isPushedOut(
  item: LocatedValue,
  old: readonly LocatedValue[],
  keys: readonly string[],
): boolean {
  const [first, ...others] = keys;
  if (first === undefined || others.length === 0) return false;
  const lacksKey = (other: LocatedValue) => others.some(key => keyText(other, key) === '');
  return old.some(other => lacksKey(other) && keyText(other, first) === keyText(item, first));
}

/** The keys that identify the items of these lists; those that no item has don't count. */
const usedKeys = (items: readonly LocatedValue[], keys: readonly string[]): readonly string[] =>
  keys.filter(key => items.some(item => keyText(item, key) !== ''));

function identify(item: LocatedValue, keys: readonly string[]): string | undefined {
  const texts = keys.map(key => keyText(item, key));
  return texts.some(text => text !== '') ? texts.join('\u0000') : undefined;
}

function keyText(item: LocatedValue, key: string): string {
  const value = item.kind === 'map' ? item.entries.get(key)?.value : undefined;
  return value?.kind === 'scalar' ? value.text : '';
}

const isNull = (value: LocatedValue): boolean => value.kind === 'scalar' && value.value === null;
