/** A part of a values schema, as JSON. */
type Json = unknown;

/** What a chart's schema says of the values at one place; `unknown` where a part of it is elsewhere. */
export interface Described {
  readonly parts: readonly Readonly<Record<string, Json>>[];
  readonly isUnknown: boolean;
  readonly whole: Json;
}

const MAX_PARTS = 200;
/** Longer schemas are not read: all that they could describe counts as described. */
const MAX_SCHEMA = 4_000_000;

/** The schema of a chart's values; undefined where it has none. */
export function schemaOf(text: string | undefined): Described | undefined {
  if (text === undefined) return undefined;
  if (text.length > MAX_SCHEMA) return { parts: [], isUnknown: true, whole: undefined };
  try {
    const whole: Json = JSON.parse(text);
    return described([whole], whole);
  } catch {
    return { parts: [], isUnknown: true, whole: undefined };
  }
}

/** What it says of one entry; undefined where it does not know it. */
export function describedEntry(
  { parts, isUnknown, whole }: Described,
  name: string,
): Described | undefined {
  const found: Json[] = [];
  let isOpen = isUnknown;
  for (const part of parts) {
    const properties = asObject(part.properties);
    const more = part.additionalProperties ?? part.unevaluatedProperties;
    if (properties && Object.hasOwn(properties, name)) found.push(properties[name]);
    // Expressions of strangers are not run.
    else if (part.patternProperties) isOpen = true;
    else if (asObject(more)) found.push(more);
    else if (more === true && !properties) isOpen = true;
  }
  if (found.length === 0 && !isOpen) return undefined;
  const below = described(found, whole);
  return isOpen ? { ...below, isUnknown: true } : below;
}

/** What it says of the items of a list. */
export function describedItem({ parts, isUnknown, whole }: Described): Described {
  const items = parts.flatMap(part => [part.items, ...asList(part.prefixItems)]);
  return { ...described(items.flatMap(asListOrOne), whole), ...(isUnknown && { isUnknown }) };
}

const asObject = (value: Json): Readonly<Record<string, Json>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)
    : undefined;

const asList = (value: Json): readonly Json[] => (Array.isArray(value) ? value : []);
const asListOrOne = (value: Json): readonly Json[] => (Array.isArray(value) ? value : [value]);

const COMBINED = ['allOf', 'anyOf', 'oneOf'];
const CONDITIONAL = ['if', 'then', 'else'];

/** The schemas with all that they are combined of; references within the file are followed. */
function described(schemas: readonly Json[], whole: Json): Described {
  const parts = new Set<Readonly<Record<string, Json>>>();
  const todo = [...schemas];
  let isUnknown = false;
  while (todo.length > 0) {
    const part = asObject(todo.pop());
    if (!part || parts.has(part)) continue;
    if (parts.size >= MAX_PARTS) return { parts: [...parts], isUnknown: true, whole };
    parts.add(part);
    for (const key of COMBINED) todo.push(...asList(part[key]));
    for (const key of CONDITIONAL) todo.push(part[key]);
    for (const reference of [part.$ref, part.$dynamicRef]) {
      if (reference === undefined) continue;
      const target = typeof reference === 'string' ? pointed(whole, reference) : undefined;
      if (target === undefined) isUnknown = true;
      else todo.push(target);
    }
  }
  return { parts: [...parts], isUnknown, whole };
}

/** What a reference within the file leads to. */
function pointed(whole: Json, reference: string): Json {
  if (reference === '#') return whole;
  if (!reference.startsWith('#/')) return undefined;
  let at: Json = whole;
  for (const step of reference.slice(2).split('/')) {
    const name = decodeStep(step);
    const object = Array.isArray(at) ? undefined : asObject(at);
    at = object && Object.hasOwn(object, name) ? object[name] : undefined;
  }
  return at;
}

function decodeStep(step: string): string {
  const text = step.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
