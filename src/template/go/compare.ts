import { type Budget, fail } from './stop.ts';
import {
  compareStrings,
  type GoValue,
  isInteger,
  isList,
  isMap,
  isNilList,
  isObject,
  typeName,
} from './value.ts';

type BasicKind = 'bool' | 'int' | 'uint' | 'float' | 'string' | undefined;

function basicKind(value: GoValue): BasicKind {
  if (isInteger(value)) return value.type.startsWith('u') ? 'uint' : 'int';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'float';
  return typeof value === 'string' ? 'string' : undefined;
}

const isNil = (value: GoValue): boolean => value === undefined || value === null;

/** text/template's `eq` of two values; different kinds are an error, not false. */
export function equal(a: GoValue, b: GoValue): boolean {
  const kindA = basicKind(a);
  const kindB = basicKind(b);
  if (isInteger(a) && isInteger(b)) return a.value === b.value;
  if (kindA !== kindB) {
    if (isNil(a) || isNil(b)) return false;
    fail(`incompatible types for comparison: ${typeName(a)} and ${typeName(b)}`);
  }
  if (kindA !== undefined) return a === b;
  if (isNil(a) || isNil(b)) return isNil(a) && isNil(b);
  if (isList(a) !== isList(b) || isMap(a) !== isMap(b)) {
    fail(`non-comparable types ${typeName(a)} and ${typeName(b)}`);
  }
  if (isObject(b)) return a === b;
  fail(`non-comparable type ${typeName(b)}`);
}

/** text/template's `lt`; only ordered values of one kind compare. */
export function less(a: GoValue, b: GoValue): boolean {
  const kindA = basicKind(a);
  const kindB = basicKind(b);
  if (kindA === undefined || kindB === undefined) fail('invalid type for comparison');
  if (isInteger(a) && isInteger(b)) return a.value < b.value;
  if (kindA !== kindB) {
    fail(`incompatible types for comparison: ${typeName(a)} and ${typeName(b)}`);
  }
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b) < 0;
  fail('invalid type for comparison');
}

/** Go's `reflect.DeepEqual`: types count, so int 1 is not float64 1. */
export function deepEqual(a: GoValue, b: GoValue, budget: Budget): boolean {
  budget.spend(1);
  if (isNil(a) || isNil(b)) return isNil(a) && isNil(b);
  if (typeName(a) !== typeName(b)) return false;
  if (isInteger(a) && isInteger(b)) return a.value === b.value;
  if (isObject(a) && isObject(b)) return a.text === b.text;
  if (isList(a) && isList(b)) {
    if (isNilList(a) !== isNilList(b)) return false;
    return a.length === b.length && a.every((item, i) => deepEqual(item, b[i], budget));
  }
  if (isMap(a) && isMap(b)) {
    if (a.size !== b.size) return false;
    return [...a].every(([key, item]) => b.has(key) && deepEqual(item, b.get(key), budget));
  }
  return a === b;
}
