import { textOf } from '../../source/text.ts';
import { codes } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../yaml/located.ts';
import { type FieldType, fieldsOf } from './table.ts';

/** Something that the API server refuses in an object. */
export interface SchemaFlaw {
  readonly at: LocatedValue;
  readonly message: string;
  readonly help?: string | undefined;
  /** The path of the field, as a person would write it: `spec.template.spec.containers[0].image`. */
  readonly path: string;
  /** Set where a string is wanted and a plain scalar stands that isn't one: quotes would mend it. */
  readonly unquoted?: LocatedScalar;
  /** The schema has no such field. */
  readonly unknown?: boolean;
  /** It is not there, and must be. */
  readonly absent?: boolean;
  /** The API takes it, but as another value than the one that seems to stand there. */
  readonly misread?: boolean;
  /** The API takes the object and leaves this field out. */
  readonly dropped?: boolean;
  /** Why what is held against it may not be what the cluster has. */
  readonly doubt?: string;
}

/** Where in an object a check is. */
export interface Position {
  readonly kind: string;
  readonly path: string;
}

/**
 * What a value has that its type doesn't allow: unknown and missing fields, values of another type,
 * words that are none of the allowed ones. Null stands for an absent field, as the API takes it, and
 * a placeholder for anything. Values are never quoted in messages, since they may be secret.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#validation-for-unrecognized-or-duplicate-fields
 */
export function flawsOf(value: LocatedValue, type: FieldType, at: Position): SchemaFlaw[] {
  if (type.is === 'any' || value.tag !== undefined) return [];
  if (value.kind === 'scalar') return scalarFlaws(value, type, at);
  if (type.is === 'list' && value.kind === 'sequence')
    return value.items.flatMap((item, i) =>
      flawsOf(item, type.of, { ...at, path: `${at.path}[${i}]` }),
    );
  if (type.is === 'map' && value.kind === 'map')
    return [...value.entries.values()].flatMap(entry =>
      flawsOf(entry.value, type.of, below(at, entry.key.text)),
    );
  if (type.is === 'object' && value.kind === 'map') return objectFlaws(value, type.name, at);
  // To YAML a template's braces are maps in each other: a placeholder without quotes.
  if (textOf(value.origin).startsWith('{{')) return [];
  return [wrongType(value, type, at)];
}

function objectFlaws(value: LocatedMap, name: string, at: Position): SchemaFlaw[] {
  const fields = fieldsOf(name);
  const flaws: SchemaFlaw[] = [];
  const misspelt = new Set<string>();
  for (const [key, entry] of value.entries) {
    const field = fields.get(key);
    const position = below(at, key);
    if (field) flaws.push(...flawsOf(entry.value, field.type, position));
    else if (!isPlaceholder(key)) {
      const unknown = [...fields.keys()].filter(candidate => !value.entries.has(candidate));
      const meant = nearest(key, unknown);
      if (meant) misspelt.add(meant);
      flaws.push({
        at: entry.key,
        path: position.path,
        unknown: true,
        message: `${at.kind} has no field \`${position.path}\``,
        help: meant ? `Did you mean \`${meant}\`?` : undefined,
      });
    }
  }
  for (const [key, field] of fields) {
    if (!field.required || value.entries.has(key) || misspelt.has(key)) continue;
    const { path } = below(at, key);
    flaws.push({ at: value, path, absent: true, message: `${at.kind} needs \`${path}\`` });
  }
  return flaws;
}

function scalarFlaws(value: LocatedScalar, type: FieldType, at: Position): SchemaFlaw[] {
  if (value.value === null || isPlaceholder(value.text)) return [];
  if (type.is === 'one-of' && typeof value.value === 'string') {
    if (value.value === '' || type.values.includes(value.value)) return [];
    const meant = nearest(value.value, type.values);
    return [
      {
        at: value,
        path: at.path,
        message: `${at.kind} \`${at.path}\` is ${codes(type.values, 'or')}, not \`${value.value}\``,
        help: meant ? `Did you mean \`${meant}\`?` : undefined,
      },
    ];
  }
  if (!accepts(type, typeof value.value)) return [wrongType(value, type, at)];
  if (type.is === 'base64') return base64Flaws(value, at);
  return type.is === 'number' ? octalFlaws(value, at) : [];
}

/** Go's decoder takes line breaks in base64, and no other character that isn't of it. */
function base64Flaws(value: LocatedScalar, { kind, path }: Position): SchemaFlaw[] {
  const bare = value.text.replace(/[\r\n]/g, '');
  if (bare.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(bare)) return [];
  const help = kind === 'Secret' ? 'Encode it, or put it under `stringData` as it is.' : undefined;
  return [{ at: value, path, message: `${kind} \`${path}\` is not base64`, help }];
}

/** Bits of files, which people write in octal. */
const MODE = /(?:^|\.)(?:defaultMode|mode)$/;
const MAX_MODE = 0o777;

/**
 * YAML 1.1 reads a number that begins with zero as octal, and any other as decimal: `mode: 644` is not
 * `rw-r--r--` but more than the API takes, and `port: 0443` is 291.
 */
function octalFlaws(value: LocatedScalar, { kind, path }: Position): SchemaFlaw[] {
  const { text, quoted } = value;
  const isOctal = !quoted && /^0[0-7]+$/.test(text) && Number(text) > 0;
  if (MODE.test(path)) {
    if (isOctal || typeof value.value !== 'number' || value.value <= MAX_MODE) return [];
    const help = /^[0-7]{3}$/.test(text) ? `Write \`0${text}\`, which is octal.` : undefined;
    const message = `${kind} \`${path}\` is at most 0777 (511), and \`${text}\` is a decimal number`;
    return [{ at: value, path, message, help }];
  }
  if (!isOctal) return [];
  const decimal = Number(text);
  if (decimal === value.value) return [];
  return [
    {
      at: value,
      path,
      message: `${kind} \`${path}\` is \`${value.value}\`: \`${text}\` begins with a zero, which makes it octal`,
      help: `Write \`${decimal}\`.`,
      misread: true,
    },
  ];
}

function accepts({ is }: FieldType, actual: string): boolean {
  if (is === 'string' || is === 'one-of' || is === 'base64') return actual === 'string';
  if (is === 'string-or-number') return actual === 'string' || actual === 'number';
  return is === actual;
}

const NAMES: Readonly<Record<FieldType['is'], string>> = {
  any: 'anything',
  base64: 'a string',
  boolean: 'true or false',
  list: 'a list',
  map: 'a map',
  number: 'a number',
  object: 'a map',
  'one-of': 'a string',
  string: 'a string',
  'string-or-number': 'a string or a number',
};

/** That a value is of another type than a field holds. */
export function wrongType(value: LocatedValue, type: FieldType, at: Position): SchemaFlaw {
  const flaw = {
    at: value,
    path: at.path,
    message: `${at.kind} \`${at.path}\` must be ${NAMES[type.is]}, and it is ${nameOf(value)}`,
  };
  const isBare = value.kind === 'scalar' && !value.quoted;
  if (isBare && (type.is === 'string' || type.is === 'one-of'))
    return { ...flaw, help: 'Quote it.', unquoted: value };
  const isQuoted = value.kind === 'scalar' && typeof value.value === 'string' && value.quoted;
  const fits =
    isQuoted &&
    ((type.is === 'number' && /^-?\d+$/.test(value.text)) ||
      (type.is === 'boolean' && /^(true|false)$/.test(value.text)));
  return fits ? { ...flaw, help: 'Write it without quotes.' } : flaw;
}

function nameOf(value: LocatedValue): string {
  if (value.kind === 'map') return 'a map';
  if (value.kind === 'sequence') return 'a list';
  return `a ${typeof value.value}`;
}

const below = ({ kind, path }: Position, key: string): Position => ({
  kind,
  path: path === '' ? key : `${path}.${key}`,
});
