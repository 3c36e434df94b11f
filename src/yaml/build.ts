import {
  type LocatedEntry,
  type LocatedMap,
  type LocatedScalar,
  type LocatedSequence,
  type LocatedValue,
  madeFrom,
  type Origin,
  type PathSegment,
  type Primitive,
} from './located.ts';

/** A scalar that is not written as such but follows from what stands at `from`. */
export function scalarFrom(
  from: Origin,
  value: Primitive,
  made: 'default' | 'derived' = 'derived',
): LocatedScalar {
  const text = value === null ? '' : String(value);
  return {
    kind: 'scalar',
    value,
    text,
    quoted: typeof value === 'string',
    origin: madeFrom(from, made),
  };
}

/** The parts of a made map: located values as they are, bare ones as derived, undefined left out. */
export type Parts = Readonly<Record<string, LocatedValue | Primitive | undefined>>;

/** A map that is made from parts; the map itself and its keys point at `from`. */
export function mapFrom(
  from: Origin,
  parts: Parts,
  made: 'default' | 'derived' = 'derived',
): LocatedMap {
  const entries = new Map<string, LocatedEntry>();
  for (const [name, part] of Object.entries(parts)) {
    if (part === undefined) continue;
    const value = typeof part === 'object' && part !== null ? part : scalarFrom(from, part, made);
    entries.set(name, { key: scalarFrom(from, name, made), value });
  }
  return { kind: 'map', entries, origin: madeFrom(from, made) };
}

/** A sequence that is made from items; it points at `from`. */
export function sequenceFrom(
  from: Origin,
  items: readonly LocatedValue[],
  made: 'default' | 'derived' = 'derived',
): LocatedSequence {
  return { kind: 'sequence', items, origin: madeFrom(from, made) };
}

/** The map with one entry set; an existing key keeps its place in the order and its own position. */
export function withEntry(map: LocatedMap, name: string, value: LocatedValue): LocatedMap {
  const key = map.entries.get(name)?.key ?? scalarFrom(value.origin, name);
  return { ...map, entries: new Map(map.entries).set(name, { key, value }) };
}

/** The map without some of its keys. */
export function without(map: LocatedMap, ...names: readonly string[]): LocatedMap {
  if (!names.some(name => map.entries.has(name))) return map;
  const entries = new Map([...map.entries].filter(([name]) => !names.includes(name)));
  return { ...map, entries };
}

/**
 * The value with the one at a path replaced. Missing maps on the way are made; where the path meets
 * something of another shape, the value comes back unchanged.
 */
export function setIn(
  value: LocatedValue,
  path: readonly PathSegment[],
  replacement: LocatedValue,
): LocatedValue {
  const [head, ...rest] = path;
  if (head === undefined) return replacement;
  if (value.kind === 'map') {
    const child = value.entries.get(String(head))?.value ?? mapFrom(replacement.origin, {});
    return withEntry(value, String(head), setIn(child, rest, replacement));
  }
  if (value.kind === 'sequence' && typeof head === 'number' && value.items[head]) {
    const items = value.items.map((item, i) =>
      i === head ? setIn(item, rest, replacement) : item,
    );
    return { ...value, items };
  }
  return value;
}
