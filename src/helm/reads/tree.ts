/**
 * What templates read of the values: a node stands for one path, `*` for any key or index. The tree only
 * grows, and no order is known: what may be read is read.
 */
export interface ReadNode {
  readonly depth: number;
  /** Whether all below may be read: printed, walked through, or handed to what is not followed. */
  whole: boolean;
  readonly children: Map<string, ReadNode>;
  /** Other things that templates put under a name of this map. */
  readonly put: Map<string, Abstract[]>;
  /** Maps that templates merged into this one. */
  readonly merged: Abstract[];
}

/** What an expression of a template may be, as far as it leads to values. */
export type Abstract =
  | { readonly kind: 'values'; readonly node: ReadNode }
  | { readonly kind: 'root'; readonly root: RootData }
  | { readonly kind: 'dict'; readonly dict: Dict }
  | { readonly kind: 'list'; readonly items: readonly Abstract[] }
  | { readonly kind: 'text'; readonly text: string }
  /** A text of which parts are known, with anything between them. */
  | { readonly kind: 'parts'; readonly parts: readonly string[] };

/** What a chart's templates are executed on. */
export interface RootData {
  readonly id: number;
  readonly values: ReadNode;
  readonly subcharts: ReadonlyMap<string, RootData>;
  readonly put: Map<string, Abstract[]>;
}

/** A map that a template makes. */
export interface Dict {
  readonly id: number;
  readonly fields: Map<string, Abstract[]>;
  readonly merged: Abstract[];
}

/** Deeper values are not followed. */
const MAX_DEPTH = 24;

export function newNode(depth: number): ReadNode {
  return { depth, whole: false, children: new Map(), put: new Map(), merged: [] };
}

/** The node of a key; `*` for any. */
export function childOf(node: ReadNode, key: string): ReadNode {
  const known = node.children.get(key);
  if (known) return known;
  if (node.depth >= MAX_DEPTH) node.whole = true;
  const child = node.depth >= MAX_DEPTH ? node : newNode(node.depth + 1);
  node.children.set(key, child);
  return child;
}

/** A path of values that may be read: a condition of a dependency, what is imported from one. */
export function touch(node: ReadNode, path: readonly string[]): ReadNode {
  return path.reduce(childOf, node);
}

/** All that these may be is read with all that is below it. */
export function readWhole(values: readonly Abstract[], seen = new Set<unknown>()): void {
  for (const value of values) {
    if (value.kind === 'values') value.node.whole = true;
    else if (value.kind === 'list') readWhole(value.items, seen);
    else if (value.kind === 'root') {
      value.root.values.whole = true;
      for (const put of value.root.put.values()) readWhole(put, seen);
    } else if (value.kind === 'dict' && !seen.has(value.dict)) {
      seen.add(value.dict);
      for (const field of value.dict.fields.values()) readWhole(field, seen);
      readWhole(value.dict.merged, seen);
    }
  }
}

/** What was put into values that are read in full is read in full, too. */
export function settle(root: ReadNode): void {
  for (let round = 0; round < MAX_DEPTH; round++) {
    let isStable = true;
    const seen = new Set<ReadNode>();
    const visit = (node: ReadNode, isWhole: boolean): void => {
      if (seen.has(node)) return;
      seen.add(node);
      if (isWhole) {
        for (const value of [...[...node.put.values()].flat(), ...node.merged]) {
          if (value.kind !== 'values' || !value.node.whole) isStable = false;
          readWhole([value]);
        }
      }
      for (const child of node.children.values()) visit(child, isWhole || child.whole);
    };
    visit(root, root.whole);
    if (isStable) return;
  }
}

/** So many dictionaries are merged into one another; a loop that merges has no end. */
const DEEPEST = 8;

/** `.name` of what something may be. */
export function fieldOf(values: readonly Abstract[], name: string, depth = 0): Abstract[] {
  if (depth > DEEPEST) {
    readWhole(values);
    return [];
  }
  return unique(
    values.flatMap(value => {
      switch (value.kind) {
        case 'values': {
          const { node } = value;
          return [
            { kind: 'values' as const, node: childOf(node, name) },
            ...(node.put.get(name) ?? []),
            ...fieldOf(node.merged, name, depth + 1),
          ];
        }
        case 'dict':
          return [
            ...(value.dict.fields.get(name) ?? []),
            ...(value.dict.fields.get('*') ?? []),
            ...fieldOf(value.dict.merged, name, depth + 1),
          ];
        case 'root':
          return rootField(value.root, name);
        default:
          return [];
      }
    }),
  );
}

function rootField({ values, subcharts, put }: RootData, name: string): Abstract[] {
  const more = put.get(name) ?? [];
  if (name === 'Values') return [{ kind: 'values', node: values }, ...more];
  if (name !== 'Subcharts') return more;
  const fields = [...subcharts].map(
    ([alias, root]) => [alias, [{ kind: 'root', root }] as Abstract[]] as const,
  );
  return [{ kind: 'dict', dict: { id: -1, fields: new Map(fields), merged: [] } }, ...more];
}

/** Any element of what something may be. */
export function elementsOf(values: readonly Abstract[], depth = 0): Abstract[] {
  if (depth > DEEPEST) {
    readWhole(values);
    return [];
  }
  return unique(
    values.flatMap((value): Abstract[] => {
      switch (value.kind) {
        case 'values':
          return [
            { kind: 'values', node: childOf(value.node, '*') },
            ...[...value.node.put.values()].flat(),
            ...elementsOf(value.node.merged, depth + 1),
          ];
        case 'dict':
          return [
            ...[...value.dict.fields.values()].flat(),
            ...elementsOf(value.dict.merged, depth + 1),
          ];
        case 'list':
          return [...value.items];
        case 'root':
          readWhole([value]);
          return [];
        default:
          return [];
      }
    }),
  );
}

/** Remembers that a template puts something under a name, `*` where the name is not known. */
export function put(values: readonly Abstract[], name: string, what: readonly Abstract[]): boolean {
  let isNew = false;
  for (const value of values) {
    const table =
      value.kind === 'values'
        ? value.node.put
        : value.kind === 'root'
          ? value.root.put
          : value.kind === 'dict'
            ? value.dict.fields
            : undefined;
    if (!table) continue;
    const before = table.get(name) ?? [];
    const after = unique([...before, ...what]);
    if (after.length === before.length) continue;
    table.set(name, after);
    isNew ||= value.kind !== 'dict';
  }
  return isNew;
}

/** Remembers that a template merges maps into another one. */
export function mergeInto(values: readonly Abstract[], what: readonly Abstract[]): boolean {
  let isNew = false;
  for (const value of values) {
    const list =
      value.kind === 'values'
        ? value.node.merged
        : value.kind === 'dict'
          ? value.dict.merged
          : undefined;
    if (!list) continue;
    for (const item of what) {
      if (list.some(known => keyOf(known) === keyOf(item)) || keyOf(item) === keyOf(value))
        continue;
      list.push(item);
      isNew ||= value.kind === 'values';
    }
  }
  return isNew;
}

const ids = new WeakMap<object, number>();
let last = 0;

function idOf(object: object): number {
  const known = ids.get(object) ?? ++last;
  ids.set(object, known);
  return known;
}

/** A text that two share only if they are the same. */
export function keyOf(value: Abstract, depth = 0): string {
  switch (value.kind) {
    case 'values':
      return `v${idOf(value.node)}`;
    case 'root':
      return `r${value.root.id}`;
    case 'list':
      return `[${keysOf(value.items, depth + 1)}]`;
    case 'text':
      return `t${value.text}`;
    case 'parts':
      return `p${value.parts.join('*')}`;
    case 'dict': {
      if (depth > 4) return `d${idOf(value.dict)}`;
      const { fields, merged } = value.dict;
      const parts = [...fields].map(([name, item]) => `${name}=${keysOf(item, depth + 1)}`);
      return `{${parts.sort().join(';')}|${keysOf(merged, depth + 1)}}`;
    }
  }
}

export const keysOf = (values: readonly Abstract[], depth = 0): string =>
  values
    .map(value => keyOf(value, depth))
    .sort()
    .join(',');

export function unique(values: readonly Abstract[]): Abstract[] {
  if (values.length < 2) return [...values];
  const byKey = new Map(values.map(value => [keyOf(value), value] as const));
  return [...byKey.values()];
}
