import { unknowable } from './stop.ts';

/** Go's integer types as far as templates meet them; JSON numbers are float64 and stay JS numbers. */
export interface GoInteger {
  readonly go: 'integer';
  readonly type: 'int' | 'int64' | 'uint8' | 'uint64';
  readonly value: bigint;
}

/** A value that nobody can know statically; whatever touches it becomes unknowable. */
export interface UnknowableValue {
  readonly go: 'unknowable';
  readonly reason: string;
}

/** A Go struct with a text form and fields, such as sprig's semver version. */
export interface GoObject {
  readonly go: 'object';
  readonly type: string;
  readonly text: string;
  readonly fields: ReadonlyMap<string, GoValue>;
  /** Whether it has no other fields and methods than are known here. */
  readonly isClosed?: boolean;
  /** What is encoded of it, in the order of its fields; its text where absent. */
  readonly encoded?: GoMap;
}

export type GoList = readonly GoValue[];
/** Maps, not objects, so that a key named `__proto__` is a key like any other. */
export type GoMap = ReadonlyMap<string, GoValue>;

/**
 * A template value. Plain JSON-like data (string, number, boolean, null, array, Map) is one as it
 * is; `undefined` is text/template's "invalid value" (an absent key), which is not null.
 */
export type GoValue =
  | undefined
  | null
  | string
  | number
  | boolean
  | GoInteger
  | UnknowableValue
  | GoObject
  | GoList
  | GoMap;

/** `random` is a `[]string` in the random order of Go's map iteration. */
export type ElementType = 'any' | 'string' | 'int' | 'list' | 'random';

/** Element types other than `any`; kept beside the data so that plain arrays and Maps are values. */
const elementTypes = new WeakMap<object, ElementType>();

/** A Go `[]string`, as Argo CD's `path.segments`. */
export function stringList(items: readonly string[]): GoList {
  return typed([...items], 'string');
}

/** A Go `map[string]string`, as Argo CD's `values` of a generator with goTemplate. */
export function stringMap(entries: Iterable<readonly [string, string]>): GoMap {
  return typed(new Map(entries), 'string');
}

/** Marks a fresh list or map with its Go element type. */
export function typed<T extends GoList | GoMap>(value: T, type: ElementType): T {
  if (type !== 'any') elementTypes.set(value, type);
  return value;
}

const OWN = Symbol('own');

/** Maps that the template may change: those it made itself, or that were made for it alone. */
interface Ownable {
  [OWN]?: Map<string, GoValue>;
}

/** Marks a fresh map as one that the template may change. */
export function own(map: Map<string, GoValue> & Ownable): GoMap {
  map[OWN] = map;
  return map;
}

/** The same map where the template may change it. */
export const owned = (map: GoMap & Ownable): Map<string, GoValue> | undefined => map[OWN];

const nilLists = new WeakSet<object>();

/** A nil slice: empty, but `null` in JSON and YAML. */
export function nilList(type: ElementType = 'any'): GoList {
  const list = typed([], type);
  nilLists.add(list);
  return list;
}

export const isNilList = (value: GoList): boolean => nilLists.has(value);

export const elementType = (value: GoList | GoMap): ElementType => elementTypes.get(value) ?? 'any';

/** A value whose content is unknown; give the reason as a short clause. */
export const unknowableValue = (reason: string): UnknowableValue => ({ go: 'unknowable', reason });

export const int = (value: number | bigint): GoInteger => integer('int', value);
export const int64 = (value: number | bigint): GoInteger => integer('int64', value);

export function integer(type: GoInteger['type'], value: number | bigint): GoInteger {
  const wide = typeof value === 'bigint' ? value : BigInt(Math.trunc(value));
  const bits = type === 'uint8' ? 8 : 64;
  const wrapped = type.startsWith('u') ? BigInt.asUintN(bits, wide) : BigInt.asIntN(bits, wide);
  return { go: 'integer', type, value: wrapped };
}

/** Go's nil map, which functions that want a map get in the place of nothing; nobody may write into it. */
export const NIL_MAP: GoMap = new Map();
/** The same of a map of strings. */
export const NIL_STRING_MAP: GoMap = stringMap([]);

/** Whether a map is `null` once it is encoded. */
export const isNilMap = (map: GoMap): boolean => map === NIL_MAP || map === NIL_STRING_MAP;

export const isList = (value: GoValue): value is GoList => Array.isArray(value);
export const isMap = (value: GoValue): value is GoMap => value instanceof Map;
export const isInteger = (value: GoValue): value is GoInteger => hasTag(value, 'integer');
export const isUnknowable = (value: GoValue): value is UnknowableValue =>
  hasTag(value, 'unknowable');
export const isObject = (value: GoValue): value is GoObject => hasTag(value, 'object');

const hasTag = (value: GoValue, tag: string): boolean =>
  typeof value === 'object' && value !== null && 'go' in value && value.go === tag;

const ELEMENT_NAMES: Readonly<Record<ElementType, string>> = {
  any: 'interface {}',
  string: 'string',
  int: 'int',
  list: '[]interface {}',
  random: 'string',
};

/** A list whose order matters to the caller; an order that Go randomises is unknowable. */
export function ordered(list: GoList): GoList {
  return elementType(list) === 'random' && list.length > 1
    ? unknowable('keys gives its result in random order')
    : list;
}

const typeNames = new WeakMap<object, string>();

/** Gives a map the name of its Go type, where that is not one of plain maps. */
export const nameType = (value: object, name: string): unknown => typeNames.set(value, name);

const mapTypeName = (value: GoMap): string =>
  typeNames.get(value) ?? `map[string]${ELEMENT_NAMES[elementType(value)]}`;

/** The type as Go's `%T` prints it. */
export function typeName(value: GoValue): string {
  if (value === undefined || value === null) return '<nil>';
  if (isList(value)) return `[]${ELEMENT_NAMES[elementType(value)]}`;
  if (isMap(value)) return mapTypeName(value);
  if (isInteger(value) || isObject(value)) return value.type;
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'number' ? 'float64' : 'string';
}

/** The kind as Go's `reflect.Kind` prints it. */
export function kindName(value: GoValue): string {
  if (value === undefined || value === null) return 'invalid';
  if (isList(value)) return 'slice';
  if (isMap(value)) return 'map';
  if (isObject(value)) return value.type.startsWith('struct ') ? 'struct' : 'ptr';
  return typeName(value);
}

/** text/template's notion of truth: not the zero value of its type. */
export function isTrue(value: GoValue): boolean {
  if (value === undefined || value === null) return false;
  if (isList(value)) return value.length > 0;
  if (isMap(value)) return value.size > 0;
  if (isInteger(value)) return value.value !== 0n;
  return typeof value === 'object' ? true : value !== '' && value !== false && value !== 0;
}

/** Byte order of the UTF-8 forms, in which Go sorts strings. */
export function compareStrings(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return surrogateLast(x) - surrogateLast(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above the whole basic plane. */
const surrogateLast = (unit: number): number =>
  unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;

/** The keys in the order Go prints and ranges over a map. */
export const sortedKeys = (map: GoMap): string[] => [...map.keys()].sort(compareStrings);
