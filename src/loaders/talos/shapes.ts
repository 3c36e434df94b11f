import table from './data/fields.json' with { type: 'json' };

/**
 * What a field of Talos' configuration holds, and how a patch merges into it. The table has names
 * and types of the Go structs of Talos 1.10 to 1.13, deprecated fields included: the published JSON
 * schema leaves those out though Talos accepts them. What 1.14 has more is from that schema.
 *
 * @see https://github.com/siderolabs/talos/tree/main/pkg/machinery/config/types
 */
export type Shape =
  | { readonly kind: 'scalar'; readonly type: ScalarType; readonly pointer: boolean }
  | { readonly kind: 'list'; readonly item: Shape; readonly replace: boolean }
  | { readonly kind: 'map'; readonly value: Shape }
  | { readonly kind: 'struct'; readonly name: string }
  | { readonly kind: 'free'; readonly replace: boolean }
  /** Decodes itself, from a scalar or a map. */
  | { readonly kind: 'any' }
  /** Arguments by name; lists as values from 1.13 on. */
  | { readonly kind: 'args' };

export type ScalarType = 'bool' | 'int' | 'float' | 'string' | 'text' | 'duration' | 'bytes';

/** A field, with the minor versions that know it. */
export interface Field {
  readonly shape: Shape;
  readonly since: number;
  readonly until: number;
}

/** A document kind besides the v1alpha1 document, which has none. */
export interface DocumentKind {
  readonly type: string;
  readonly since: number;
  readonly named: boolean;
}

const [OLDEST = 0, NEWEST = 0] = table.minors;

/** Whether the table has a minor version: beyond it there are names that it can't know. */
export const isKnownMinor = (minor: number): boolean => minor >= OLDEST && minor <= NEWEST;

/** Whether a minor version is newer than the table: it may have fields that nobody here knows. */
export const isBeyond = (minor: number | undefined): boolean =>
  minor !== undefined && minor > NEWEST;

const SCALARS: ReadonlySet<string> = new Set([
  'bool',
  'int',
  'float',
  'string',
  'text',
  'duration',
  'bytes',
]);

function toShape(text: string): Shape {
  const replace = text.endsWith('!');
  const bare = replace ? text.slice(0, -1) : text;
  if (bare.startsWith('[]')) return { kind: 'list', item: toShape(bare.slice(2)), replace };
  if (bare.startsWith('{}')) return { kind: 'map', value: toShape(bare.slice(2)) };
  if (bare === 'any' || bare === 'args') return { kind: bare };
  if (bare === 'free') return { kind: 'free', replace };
  const pointer = bare.startsWith('*');
  const name = pointer ? bare.slice(1) : bare;
  if (SCALARS.has(name)) return { kind: 'scalar', type: name as ScalarType, pointer };
  return { kind: 'struct', name };
}

function toField(text: string): [name: string, field: Field] {
  const [name = '', shape = 'any', ...bounds] = text.split(' ');
  const bound = (sign: string) => bounds.find(part => part.startsWith(sign))?.slice(2);
  return [
    name,
    {
      shape: toShape(shape),
      since: Number(bound('>=') ?? OLDEST),
      until: Number(bound('<=') ?? NEWEST),
    },
  ];
}

const structs = new Map<string, ReadonlyMap<string, Field>>();

/** The fields of a struct by name; undefined for a struct that the table doesn't have. */
export function fieldsOf(struct: string): ReadonlyMap<string, Field> | undefined {
  const known = structs.get(struct);
  if (known) return known;
  const text = new Map(Object.entries(table.types)).get(struct);
  if (text === undefined) return undefined;
  const fields = new Map(text === '' ? [] : text.split(', ').map(toField));
  structs.set(struct, fields);
  return fields;
}

const kinds: ReadonlyMap<string, DocumentKind> = new Map(
  Object.entries(table.kinds).map(([kind, text]) => {
    const [type = '', since = '', named] = text.split(' ');
    return [kind, { type, since: Number(since.slice(2)), named: named === 'named' }];
  }),
);

/** A document kind by its name, whichever version has it. */
export const documentKind = (kind: string): DocumentKind | undefined => kinds.get(kind);

/** The kinds that a minor version has, all of them where it isn't known. */
export const kindNames = (minor: number | undefined): string[] =>
  [...kinds].flatMap(([name, { since }]) => (minor === undefined || since <= minor ? [name] : []));

/** Whether a minor version knows a field; without a version, whether any does. */
export const isKnown = (field: Field, minor: number | undefined): boolean =>
  minor === undefined || !isKnownMinor(minor) || (field.since <= minor && minor <= field.until);

/** The shape of the whole v1alpha1 document. */
export const MACHINE_CONFIG: Shape = { kind: 'struct', name: 'Config' };

/** The shape of a document: of the v1alpha1 document when it has no kind. */
export function shapeOfDocument(kind: string | undefined): Shape {
  if (kind === undefined) return MACHINE_CONFIG;
  const known = kinds.get(kind);
  return known ? { kind: 'struct', name: known.type } : { kind: 'any' };
}

/** What a key of a map holds, where that is known. */
export function childShape(shape: Shape, key: string): Shape {
  if (shape.kind === 'struct') return fieldsOf(shape.name)?.get(key)?.shape ?? { kind: 'any' };
  if (shape.kind === 'map') return shape.value;
  return shape.kind === 'free' ? { kind: 'free', replace: false } : { kind: 'any' };
}
