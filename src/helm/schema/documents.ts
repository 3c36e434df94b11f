import { isArray, isObject, type Json, type JsonObject, member } from './json.ts';

export type Draft = 4 | 6 | 7 | 2019 | 2020;

/** A schema with a URL of its own, and what it names below it. */
export interface Resource {
  readonly id: string;
  readonly draft: Draft;
  readonly root: Json;
  readonly anchors: Map<string, Json>;
  /** Those of the anchors that are looked up from outside in. */
  readonly dynamic: Map<string, Json>;
  readonly isRecursive: boolean;
}

/** What a reference leads to; `absent` where its document has no such place, `elsewhere` where it is not at hand. */
export type Target =
  | { readonly schema: Json; readonly resource: Resource }
  | 'absent'
  | 'elsewhere';

/** The documents of a schema, by their URLs. */
export interface Documents {
  readonly root: Resource;
  resourceOf(schema: JsonObject, within: Resource): Resource;
  resolve(within: Resource, reference: string): Target;
}

const DRAFTS: Readonly<Record<string, Draft>> = {
  'json-schema.org/schema': 2020,
  'json-schema.org/draft/2020-12/schema': 2020,
  'json-schema.org/draft/2019-09/schema': 2019,
  'json-schema.org/draft-07/schema': 7,
  'json-schema.org/draft-06/schema': 6,
  'json-schema.org/draft-04/schema': 4,
};

/** The draft that a schema is written in; undefined where it has a dialect of its own. */
export function draftOf(schema: Json, otherwise: Draft): Draft | undefined {
  const declared = isObject(schema) ? member(schema, '$schema') : undefined;
  if (typeof declared !== 'string') return otherwise;
  return DRAFTS[declared.replace(/^https?:\/\//, '').replace(/#$/, '')];
}

const SINGLE = [
  'not',
  'if',
  'then',
  'else',
  'items',
  'contains',
  'propertyNames',
  'additionalItems',
  'additionalProperties',
  'unevaluatedItems',
  'unevaluatedProperties',
];
const SEVERAL = ['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items'];
const NAMED = [
  'properties',
  'patternProperties',
  'dependentSchemas',
  'dependencies',
  'definitions',
  '$defs',
];

/** The schemas right below one. */
export function schemasBelow(schema: JsonObject): readonly (readonly [string, Json])[] {
  const single = SINGLE.flatMap(key => {
    const value = member(schema, key);
    return isObject(value) ? [[key, value] as const] : [];
  });
  const several = SEVERAL.flatMap(key => {
    const value = member(schema, key);
    return isArray(value) ? value.map((item, index) => [`${key}/${index}`, item] as const) : [];
  });
  const named = NAMED.flatMap(key => {
    const value = member(schema, key);
    return isObject(value)
      ? Object.entries(value).map(([name, item]) => [`${key}/${name}`, item] as const)
      : [];
  });
  return [...single, ...several, ...named];
}

const ROOT = 'file:///values.schema.json';

/**
 * The documents of a schema. References are followed within them; what lies elsewhere is asked for.
 * https://json-schema.org/draft/2020-12/json-schema-core#section-8
 *
 * @param fetch a document by its URL, where a copy of it is at hand
 * @returns undefined where the schema is written in no known draft
 */
export function documentsOf(
  schema: Json,
  fetch: (url: string) => Json | undefined,
): Documents | undefined {
  const resources = new Map<string, Resource>();
  const known = new Map<JsonObject, Resource>();
  const add = (document: Json, url: string): Resource | undefined => {
    const draft = draftOf(document, 2020);
    return draft && collect(document, url, draft, resources, known);
  };
  const root = add(schema, ROOT);
  if (!root) return undefined;
  const found = new Map<Resource, Map<string, Target>>();
  const lookUp = (within: Resource, reference: string): Target => {
    const url = joined(reference, within.id);
    if (!url) return 'elsewhere';
    const [base, fragment] = parts(url);
    const present = resources.get(base);
    if (present) return targetIn(present, fragment, known);
    const document = fetch(base);
    const resource = document === undefined ? undefined : add(document, base);
    return resource ? targetIn(resource, fragment, known) : 'elsewhere';
  };
  return {
    root,
    resourceOf: (item, within) => known.get(item) ?? within,
    resolve(within, reference) {
      const ofResource = found.get(within) ?? new Map<string, Target>();
      found.set(within, ofResource);
      const target = ofResource.get(reference) ?? lookUp(within, reference);
      ofResource.set(reference, target);
      return target;
    },
  };
}

function joined(reference: string, base: string): string | undefined {
  try {
    return new URL(reference, base).href;
  } catch {
    return undefined;
  }
}

function parts(url: string): readonly [base: string, fragment: string] {
  const at = url.indexOf('#');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}

/** Notes the resource of each schema of a document, without recursion: it may be deep. */
function collect(
  document: Json,
  url: string,
  draft: Draft,
  resources: Map<string, Resource>,
  known: Map<JsonObject, Resource>,
): Resource {
  const outermost = newResource(document, url, draft);
  resources.set(url, outermost);
  const todo: (readonly [Json, Resource])[] = [[document, outermost]];
  for (let next = todo.pop(); next; next = todo.pop()) {
    const [schema, above] = next;
    if (!isObject(schema) || known.has(schema)) continue;
    const resource = ownResource(schema, above) ?? above;
    if (resource !== above) resources.set(resource.id, resource);
    known.set(schema, resource);
    noteAnchors(schema, resource);
    for (const [, below] of schemasBelow(schema)) todo.push([below, resource]);
  }
  return outermost;
}

function newResource(root: Json, id: string, draft: Draft): Resource {
  const isRecursive = isObject(root) && member(root, '$recursiveAnchor') === true;
  return { id, draft, root, anchors: new Map(), dynamic: new Map(), isRecursive };
}

const idOf = (schema: JsonObject, draft: Draft): string => {
  if (draft < 2019 && member(schema, '$ref') !== undefined) return '';
  const id = member(schema, draft === 4 ? 'id' : '$id');
  return typeof id === 'string' ? id : '';
};

function ownResource(schema: JsonObject, above: Resource): Resource | undefined {
  const draft = draftOf(schema, above.draft) ?? above.draft;
  const [id] = parts(idOf(schema, draft));
  const url = id === '' ? undefined : joined(id, above.id);
  return url === undefined ? undefined : newResource(schema, parts(url)[0], draft);
}

function noteAnchors(schema: JsonObject, { draft, anchors, dynamic }: Resource): void {
  if (draft < 2019) {
    const [, anchor] = parts(idOf(schema, draft));
    if (anchor !== '') anchors.set(anchor, schema);
    return;
  }
  for (const key of ['$anchor', '$dynamicAnchor']) {
    const anchor = member(schema, key);
    if (typeof anchor !== 'string') continue;
    anchors.set(anchor, schema);
    if (key === '$dynamicAnchor') dynamic.set(anchor, schema);
  }
}

function targetIn(
  resource: Resource,
  fragment: string,
  known: ReadonlyMap<JsonObject, Resource>,
): Target {
  const name = decoded(fragment);
  if (name !== '' && !name.startsWith('/')) {
    const schema = resource.anchors.get(name);
    return schema === undefined ? 'absent' : { schema, resource };
  }
  let at: Json | undefined = resource.root;
  let within = resource;
  for (const step of name.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    at = isArray(at) ? at[Number(key)] : isObject(at) ? member(at, key) : undefined;
    if (at === undefined) return 'absent';
    within = (isObject(at) && known.get(at)) || within;
  }
  return at === undefined ? 'absent' : { schema: at, resource: within };
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
