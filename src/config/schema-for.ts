/** All keys of the mappings in a value. */
export function* keysOf(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (!Array.isArray(value)) yield key;
    yield* keysOf(item);
  }
}

/**
 * A JSON Schema that says the same of every value with no other keys than these: the schema of a property that
 * nothing has is never asked, so that `true` stands in for it. The names of properties all stay.
 */
export function schemaFor(schema: object, keys: ReadonlySet<string>): object {
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [keyword, part(keyword, value, keys)]),
  );
}

function part(keyword: string, value: unknown, keys: ReadonlySet<string>): unknown {
  if (VALUES.has(keyword) || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(item => part('', item, keys));
  if (!NAMED.has(keyword)) return schemaFor(value, keys);
  const isAsked = (name: string): boolean => keyword !== 'properties' || keys.has(name);
  return Object.fromEntries(
    Object.entries(value).map(([name, own]) => [name, isAsked(name) ? part('', own, keys) : true]),
  );
}

/** Keywords whose value has schemas by names, which are no keywords. */
const NAMED: ReadonlySet<string> = new Set(['properties', 'patternProperties', 'definitions']);

/** Keywords whose value is no schema. */
const VALUES: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples', 'required']);
