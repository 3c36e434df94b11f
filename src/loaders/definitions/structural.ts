import { isArray, isObject, type Json, type JsonObject, member } from '../../helm/schema/json.ts';
import { type Position, type SchemaFlaw, wrongType } from '../../model/schema/check.ts';
import type { FieldType } from '../../model/schema/table.ts';
import { textOf } from '../../source/text.ts';
import type { Budget } from '../../template/go/stop.ts';
import { code, codes } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { get } from '../../yaml/access.ts';
import type {
  LocatedMap,
  LocatedScalar,
  LocatedSequence,
  LocatedValue,
} from '../../yaml/located.ts';
import { combinedFlaws } from './combined.ts';
import { scalarFlaws } from './scalars.ts';

/** Where a walk is, and what is known of the object it is in. */
export interface Walk extends Position {
  readonly budget: Budget;
  /** Whether fields may be there that are not seen. */
  readonly isPartial: boolean;
}

/**
 * What the structural schema of a definition refuses in a value whose defaults are filled in. What is null counts as
 * absent, and a placeholder as anything.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export function structuralFlaws(value: LocatedValue, schema: JsonObject, at: Walk): SchemaFlaw[] {
  at.budget.spend(1);
  if (isOpen(value)) return [];
  const type = typeOf(schema);
  if (type && !fits(value, type)) return [wrongType(value, TYPES[type], at)];
  const own =
    value.kind === 'scalar'
      ? scalarFlaws(value, schema, at)
      : value.kind === 'map'
        ? mapFlaws(value, schema, at)
        : listFlaws(value, schema, at);
  return own.length > 0 || at.isPartial ? own : combinedFlaws(value, schema, at);
}

type Type = 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'int-or-string';

const TYPES: Readonly<Record<Type, FieldType>> = {
  string: { is: 'string' },
  integer: { is: 'number' },
  number: { is: 'number' },
  boolean: { is: 'boolean' },
  array: { is: 'list', of: { is: 'any' } },
  object: { is: 'map', of: { is: 'any' } },
  'int-or-string': { is: 'string-or-number' },
};

function typeOf(schema: JsonObject): Type | undefined {
  if (member(schema, 'x-kubernetes-int-or-string') === true) return 'int-or-string';
  const type = member(schema, 'type');
  return typeof type === 'string' && Object.hasOwn(TYPES, type) ? (type as Type) : undefined;
}

/** What nobody knows: a tag that something else reads, a placeholder, null, a template's braces. */
const isOpen = (value: LocatedValue): boolean =>
  value.tag !== undefined ||
  (value.kind === 'scalar'
    ? value.value === null || isPlaceholder(value.text)
    : textOf(value.origin).startsWith('{{'));

function fits(value: LocatedValue, type: Type): boolean {
  if (type === 'object') return value.kind === 'map';
  if (type === 'array') return value.kind === 'sequence';
  if (value.kind !== 'scalar') return false;
  const actual = typeof value.value;
  if (type === 'int-or-string') return actual === 'string' || actual === 'number';
  return actual === (type === 'integer' ? 'number' : type);
}

const PRESERVE = 'x-kubernetes-preserve-unknown-fields';

function mapFlaws(value: LocatedMap, schema: JsonObject, at: Walk): SchemaFlaw[] {
  const properties = member(schema, 'properties');
  const known = isObject(properties) ? properties : undefined;
  const rest = member(schema, 'additionalProperties');
  const keepsAll = member(schema, PRESERVE) === true || rest !== undefined;
  const isEmbedded = member(schema, 'x-kubernetes-embedded-resource') === true;
  const flaws: SchemaFlaw[] = [];
  const misspelt = new Set<string>();
  for (const [name, entry] of value.entries) {
    const field = known && member(known, name);
    const position = below(at, `.${name}`);
    const inner = field ?? rest;
    if (isObject(inner)) flaws.push(...structuralFlaws(entry.value, inner, position));
    else if (
      !keepsAll &&
      field === undefined &&
      !isPlaceholder(name) &&
      !(isEmbedded && HEAD.has(name))
    ) {
      const meant =
        known &&
        nearest(
          name,
          Object.keys(known).filter(key => !value.entries.has(key)),
        );
      if (meant) misspelt.add(meant);
      flaws.push({
        at: entry.key,
        path: position.path,
        message: `${at.kind} has no field ${code(position.path)}`,
        help: meant ? `Did you mean ${code(meant)}?` : undefined,
        dropped: true,
      });
    }
  }
  if (at.isPartial) return flaws;
  const required = member(schema, 'required');
  for (const name of isArray(required) ? required : []) {
    if (typeof name !== 'string' || value.entries.has(name) || misspelt.has(name)) continue;
    const { path } = below(at, `.${name}`);
    flaws.push({ at: value, path, absent: true, message: `${at.kind} needs ${code(path)}` });
  }
  return [...flaws, ...sizeFlaws(value, value.entries.size, schema, at)];
}

const HEAD: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/**
 * A list that preserves unknown fields does so for its items.
 *
 * @see https://github.com/kubernetes/apiextensions-apiserver/blob/v0.34.0/pkg/apiserver/schema/pruning/algorithm.go (skipPrune)
 */
function listFlaws(value: LocatedSequence, schema: JsonObject, at: Walk): SchemaFlaw[] {
  const own = member(schema, 'items');
  const items =
    isObject(own) && member(schema, PRESERVE) === true ? { ...own, [PRESERVE]: true } : own;
  const flaws = isObject(items)
    ? value.items.flatMap((item, i) => structuralFlaws(item, items, below(at, `[${i}]`)))
    : [];
  return [
    ...flaws,
    ...repeats(value, schema, at),
    ...(at.isPartial ? [] : sizeFlaws(value, value.items.length, schema, at)),
  ];
}

function sizeFlaws(value: LocatedValue, size: number, schema: JsonObject, at: Walk): SchemaFlaw[] {
  const [of, noun] = value.kind === 'map' ? ['Properties', 'keys'] : ['Items', 'items'];
  const [least, most] = [member(schema, `min${of}`), member(schema, `max${of}`)];
  const path = at.path;
  if (typeof least === 'number' && size < least) {
    const wanted = least === 1 ? 'not be empty' : `have at least ${least} ${noun}`;
    return [{ at: value, path, message: `${at.kind} ${code(path)} must ${wanted}` }];
  }
  return typeof most === 'number' && size > most
    ? [{ at: value, path, message: `${at.kind} ${code(path)} must have at most ${most} ${noun}` }]
    : [];
}

/** Items of a set, or of a list that is keyed by some of its fields, that are there twice. */
function repeats(value: LocatedSequence, schema: JsonObject, at: Walk): SchemaFlaw[] {
  const type = member(schema, 'x-kubernetes-list-type');
  const names = type === 'map' ? textsOf(member(schema, 'x-kubernetes-list-map-keys')) : undefined;
  if (type !== 'set' && !names?.length) return [];
  const seen = new Map<string, number>();
  return value.items.flatMap((item, i) => {
    at.budget.spend(1);
    const parts = names ? names.map(name => get(item, name)) : [item];
    if (!parts.every(part => part?.kind === 'scalar' && !isOpen(part))) return [];
    const key = JSON.stringify(parts.map(part => (part as LocatedScalar).value));
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, i);
      return [];
    }
    const [told = item] = parts.filter(part => part?.origin.made === undefined);
    const { path } = below(at, `[${i}]`);
    const what = names ? `the same ${codes(names)} as` : 'the same as';
    const message = `${at.kind} ${code(path)} ${names ? 'has' : 'is'} ${what} ${code(`${at.path}[${first}]`)}: the API refuses it twice`;
    return [{ at: told, path, message }];
  });
}

const textsOf = (value: Json | undefined): string[] =>
  isArray(value) ? value.filter(item => typeof item === 'string') : [];

const below = (at: Walk, step: string): Walk => ({
  ...at,
  path: at.path === '' && step.startsWith('.') ? step.slice(1) : `${at.path}${step}`,
});
