import { isObject, type Json, type JsonObject, member } from '../../helm/schema/json.ts';
import { mapFrom, scalarFrom, sequenceFrom, withEntry } from '../../yaml/build.ts';
import type { LocatedMap, LocatedValue, Origin } from '../../yaml/located.ts';

/**
 * An object's part with the fields that its definition fills in, and without nulls, as the API has it before it looks
 * at anything. What is filled in is `made`.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting
 */
export function withDefaults(value: LocatedValue, schema: JsonObject): LocatedValue {
  if (value.kind === 'scalar') return value;
  if (value.kind === 'sequence') {
    const items = member(schema, 'items');
    return isObject(items)
      ? { ...value, items: value.items.map(item => withDefaults(item, items)) }
      : value;
  }
  return mapWithDefaults(value, schema);
}

function mapWithDefaults(value: LocatedMap, schema: JsonObject): LocatedMap {
  const properties = member(schema, 'properties');
  const rest = member(schema, 'additionalProperties');
  const own = (name: string): Json | undefined =>
    (isObject(properties) ? member(properties, name) : undefined) ?? rest;
  const entries = [...value.entries].flatMap(([name, entry]) => {
    if (entry.value.kind === 'scalar' && entry.value.value === null) return [];
    const below = own(name);
    const filled = isObject(below) ? withDefaults(entry.value, below) : entry.value;
    return [[name, { ...entry, value: filled }] as const];
  });
  let result: LocatedMap = { ...value, entries: new Map(entries) };
  if (!isObject(properties)) return result;
  for (const [name, below] of Object.entries(properties)) {
    const usual = isObject(below) ? member(below, 'default') : undefined;
    if (usual === undefined || result.entries.has(name) || !isObject(below)) continue;
    result = withEntry(result, name, withDefaults(made(value.origin, usual), below));
  }
  return result;
}

function made(from: Origin, value: Json): LocatedValue {
  if (typeof value !== 'object' || value === null) return scalarFrom(from, value, 'default');
  if (Array.isArray(value))
    return sequenceFrom(
      from,
      value.map(item => made(from, item)),
      'default',
    );
  const parts = Object.entries(value as JsonObject).map(
    ([name, item]) => [name, made(from, item)] as const,
  );
  return mapFrom(from, Object.fromEntries(parts), 'default');
}
