import { memberTrace, setMember, type Trace } from '../template/go/trace.ts';
import { type GoList, type GoMap, type GoValue, isList, isMap, own } from '../template/go/value.ts';
import { resolveGoYaml } from '../template/go/yaml-resolve.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../yaml/located.ts';

/** A map that may be changed; every map of values is one. */
export type Table = Map<string, GoValue>;

export const isTable = (value: GoValue): value is Table => isMap(value);

/** A fresh map that templates may change, too. */
export function newTable(entries?: Iterable<readonly [string, GoValue]>): Table {
  const table: Table = new Map(entries);
  own(table);
  return table;
}

/**
 * Values as templates get them: YAML 1.1 scalars, numbers as float64, and for each entry where it
 * was written. Fresh: a template that changes them changes nobody else's.
 *
 * @param isUser whether the user wrote them, not the chart
 */
export function tableOf(value: LocatedMap | undefined, isUser: boolean): Table {
  const table = newTable();
  for (const { key, value: item } of value?.entries.values() ?? []) {
    const name = keyOf(key);
    table.set(name, goValue(item, isUser));
    setMember(table, name, traceOf(item, isUser));
  }
  return table;
}

const traceOf = ({ origin }: LocatedValue, isUser: boolean): Trace => ({
  kind: 'value',
  origin,
  isUser,
});

export function goValue(value: LocatedValue, isUser: boolean): GoValue {
  if (value.kind === 'scalar') return scalarOf(value);
  if (value.kind === 'map') return tableOf(value, isUser);
  const list: GoValue[] = [];
  for (const [index, item] of value.items.entries()) {
    list.push(goValue(item, isUser));
    setMember(list, index, traceOf(item, isUser));
  }
  return list;
}

function scalarOf({ text, quoted, value }: LocatedScalar): GoValue {
  if (quoted || typeof value === 'string') return typeof value === 'string' ? value : text;
  return resolveGoYaml(text).value;
}

function keyOf({ text, quoted }: LocatedScalar): string {
  if (quoted) return text;
  const { value, type } = resolveGoYaml(text);
  return type === 'null' && text !== '' ? 'null' : String(value ?? '');
}

/** A copy that shares no map or list with the original, but remembers the same origins. */
export function copyValue<T extends GoValue>(value: T): T;
export function copyValue(value: GoValue): GoValue {
  if (isMap(value)) return copyTable(value);
  return isList(value) ? copyList(value) : value;
}

export function copyTable(value: GoMap): Table {
  const copy = newTable();
  for (const [key, item] of value) put(copy, key, copyValue(item), memberTrace(value, key));
  return copy;
}

function copyList(value: GoList): GoList {
  const copy = value.map(item => copyValue(item));
  for (const index of copy.keys()) setMember(copy, index, memberTrace(value, index));
  return copy;
}

/** Sets an entry and where it comes from. */
export function put(table: Table, key: string, value: GoValue, trace: Trace): void {
  table.set(key, value);
  setMember(table, key, trace);
}
