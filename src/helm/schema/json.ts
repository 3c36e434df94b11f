import { type GoValue, isInteger, isList, isMap } from '../../template/go/value.ts';

/** A part of a JSON text, as the parser gives it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** What is validated: values as JSON would have them. */
export type Instance =
  | null
  | boolean
  | number
  | string
  | readonly Instance[]
  | ReadonlyMap<string, Instance>;

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isArray = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

export const isInstanceMap = (value: Instance): value is ReadonlyMap<string, Instance> =>
  value instanceof Map;

export const isInstanceList = (value: Instance): value is readonly Instance[] =>
  Array.isArray(value);

/** A member that the text itself has, whatever its name is. */
export const member = (object: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

/** A chart's values as its schema gets them. */
export function instanceOf(value: GoValue): Instance {
  if (isMap(value))
    return new Map([...value].map(([key, item]) => [key, instanceOf(item)] as const));
  if (isList(value)) return value.map(instanceOf);
  if (isInteger(value)) return Number(value.value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : null;
}

/** The name of a value's type; whole numbers are numbers, too. */
export function typeOf(value: Instance): string {
  if (value === null) return 'null';
  if (isInstanceMap(value)) return 'object';
  return isInstanceList(value) ? 'array' : typeof value;
}

export const isType = (value: Instance, type: Json): boolean =>
  type === typeOf(value) || (type === 'integer' && Number.isInteger(value));

/** A text that is the same for equal values, of whatever order their keys are. */
export function equalityKey(value: Instance | Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(equalityKey).join()}]`;
  const entries: (readonly [string, Instance | Json])[] =
    value instanceof Map ? [...value] : Object.entries(value);
  const members = entries.map(([key, item]) => `${JSON.stringify(key)}:${equalityKey(item)}`);
  return `{${members.sort().join()}}`;
}

/** Whether a number is a multiple, as their decimals say: 0.3 is one of 0.1. */
export function isMultiple(value: number, of: number): boolean {
  const [a, b] = [decimalOf(value), decimalOf(of)];
  const exponent = Math.min(a.exponent, b.exponent);
  const divisor = b.digits * 10n ** BigInt(b.exponent - exponent);
  return divisor !== 0n && (a.digits * 10n ** BigInt(a.exponent - exponent)) % divisor === 0n;
}

function decimalOf(value: number): { digits: bigint; exponent: number } {
  const [mantissa = '', power = '0'] = String(value).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}
