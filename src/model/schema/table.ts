import custom from '../../../schemas/custom-kinds.json' with { type: 'json' };
import table from '../../../schemas/objects.json' with { type: 'json' };
import { own } from '../../text/own.ts';

/** What a field may hold. `any` stands for whatever nobody here knows. */
export type FieldType =
  | { readonly is: 'string' | 'number' | 'boolean' | 'string-or-number' | 'base64' | 'any' }
  | { readonly is: 'one-of'; readonly values: readonly string[] }
  | { readonly is: 'list' | 'map'; readonly of: FieldType }
  | { readonly is: 'object'; readonly name: string };

export interface Field {
  readonly type: FieldType;
  readonly required: boolean;
}

const KINDS: Readonly<Record<string, string>> = { ...table.kinds, ...custom.kinds };
const TYPES: Readonly<Record<string, string>> = { ...table.types, ...custom.types };

/** The type of a kind's objects; undefined for kinds without a schema. */
export function typeOfKind(apiVersion: string, kind: string): FieldType | undefined {
  const name = own(KINDS, `${apiVersion}/${kind}`);
  return name === undefined ? undefined : { is: 'object', name };
}

/** Whether what is known of a kind is what many releases of an operator have in common, or had once. */
export const isOfOperator = (apiVersion: string, kind: string): boolean =>
  own(custom.kinds, `${apiVersion}/${kind}`) !== undefined;

/** The type of every object's `metadata`. */
export const METADATA: FieldType = { is: 'object', name: 'ObjectMeta' };

/** Every apiVersion that the table has a kind in. */
export const knownVersionsOf = (kind: string): readonly string[] =>
  Object.keys(KINDS).flatMap(key =>
    key.endsWith(`/${kind}`) ? [key.slice(0, -kind.length - 1)] : [],
  );

const decoded = new Map<string, ReadonlyMap<string, Field>>();

/** The fields of a type, decoded when they are first asked for. */
export function fieldsOf(name: string): ReadonlyMap<string, Field> {
  const known = decoded.get(name);
  if (known) return known;
  const words = own(TYPES, name)?.split(' ') ?? [];
  const fields = new Map(words.map(decodeField));
  decoded.set(name, fields);
  return fields;
}

/** `name:type` or `name!:type`; scripts/object-schemas.ts says what the codes are. */
function decodeField(word: string): [string, Field] {
  const colon = word.indexOf(':');
  const required = word[colon - 1] === '!';
  const type = decodeType(word.slice(colon + 1));
  return [word.slice(0, required ? colon - 1 : colon), { type, required }];
}

function decodeType(code: string): FieldType {
  if (code.startsWith('[]')) return { is: 'list', of: decodeType(code.slice(2)) };
  if (code.startsWith('{}')) return { is: 'map', of: decodeType(code.slice(2)) };
  if (code.startsWith('@')) return { is: 'object', name: code.slice(1) };
  if (code.startsWith('='))
    return { is: 'one-of', values: code.slice(1).replaceAll('~', ' ').split('|') };
  return { is: own(WORDS, code) ?? 'any' };
}

const WORDS = {
  s: 'string',
  n: 'number',
  b: 'boolean',
  q: 'string-or-number',
  y: 'base64',
  x: 'any',
} as const;
