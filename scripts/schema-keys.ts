/**
 * The keys of values of a chart whose schema refuses all others, as far as it does. The schema may lie in several
 * files, as that of bjw-s' library does: `values.schema.json` beside `schemas/*.json`.
 *
 * @see https://github.com/bjw-s-labs/helm-charts/tree/common-4.1.1/charts/library/common
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Chart } from '../src/helm/chart.ts';
import { ITEM } from '../src/helm/known-keys.ts';
import {
  type Described,
  describedEntry,
  describedItem,
  schemaOf,
} from '../src/helm/reads/schema.ts';

/** The keys of one place of one version; 1 where it may have any. */
export type Value = { readonly [key: string]: Value | string } | 1;

type Json = { readonly [key: string]: Json } | readonly Json[] | string | number | boolean | null;

/** Types of Kubernetes and of the Gateway API are those of the cluster: what they allow is not the chart's to say. */
const FOREIGN = ['k8s-api.json', 'gw-api.json'];
const OPEN = '#/open';
const DEEPEST = 12;

/** What the schema in a chart's directory allows, and at the root, which it leaves open, what the chart reads besides. */
export function treeOfSchema(directory: string, chart: Chart): Value {
  const schema = schemaOf(JSON.stringify(bundled(directory)));
  const tree = schema ? below(schema, 0) : 1;
  return tree === 1 ? 1 : { ...rootOf(chart), ...tree };
}

/** All files of a schema as one, with references into it. */
function bundled(directory: string): Json {
  const folder = join(directory, 'schemas');
  const files = existsSync(folder) ? readdirSync(folder).map(name => join(folder, name)) : [];
  const all = [...files, join(directory, 'values.schema.json')].map(file => {
    const name = basename(file);
    return [name, within(JSON.parse(readFileSync(file, 'utf8')) as Json, name)] as const;
  });
  return {
    $ref: '#/files/values.schema.json',
    open: { additionalProperties: true },
    files: Object.fromEntries(all),
  };
}

function within(value: Json, file: string): Json {
  if (Array.isArray(value)) return value.map(item => within(item, file));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === '$ref' && typeof item === 'string' ? referenceIn(item, file) : within(item, file),
    ]),
  );
}

function referenceIn(reference: string, file: string): string {
  const [path = '', pointer = ''] = reference.split('#');
  const name = path === '' ? file : basename(path);
  return FOREIGN.includes(name) ? OPEN : `#/files/${name}${pointer}`;
}

type Part = Described['parts'][number];

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function below(place: Described, depth: number): Value {
  if (depth >= DEEPEST || place.isUnknown || place.parts.some(isOpen)) return 1;
  const isClosed = place.parts.some(
    ({ additionalProperties: more, items }) => more === false || isMap(more) || isMap(items),
  );
  // Of the root anything may be: users keep there what they repeat. It is the templates that read no more.
  if (depth > 0 && !isClosed) return 1;
  const names = new Set(
    place.parts.flatMap(({ properties }) => (isMap(properties) ? Object.keys(properties) : [])),
  );
  const any = depth > 0 ? describedEntry(place, '\0') : undefined;
  const item = itemOf(place, any);
  const inner = item && below(item, depth + 1);
  if (names.size === 0 && (inner === undefined || inner === 1)) return 1;
  return {
    ...(inner !== undefined && { [ITEM]: inner }),
    ...Object.fromEntries(
      [...names].map(name => {
        const entry = describedEntry(place, name);
        return [name, entry ? below(entry, depth + 1) : 1];
      }),
    ),
  };
}

/** A map by name may also be written as a list. */
function itemOf(place: Described, any: Described | undefined): Described | undefined {
  const hasItems = place.parts.some(({ items }) => isMap(items));
  const listed = hasItems ? describedItem(place) : undefined;
  if (!listed || !any) return listed ?? any;
  return {
    parts: [...listed.parts, ...any.parts],
    isUnknown: listed.isUnknown || any.isUnknown,
    whole: place.whole,
  };
}

/** Whether a part allows any key by itself. */
const isOpen = (part: Part): boolean =>
  part.additionalProperties === true || part.patternProperties !== undefined || isBare(part);

const isBare = (part: Part): boolean =>
  [part.type].flat().includes('object') &&
  ['properties', 'additionalProperties', '$ref', 'allOf', 'anyOf', 'oneOf'].every(
    key => part[key] === undefined,
  );

const READ = /(?<![\w$])\$?(?:\w*[rR]ootContext)?\.Values\.(\w+)/g;
const GOT = /\bget\s+\$?(?:\w*[rR]ootContext)?\.Values\s+"(\w+)"/g;

function rootOf({ values, templates }: Chart): Exclude<Value, 1> {
  const written = values?.kind === 'map' ? [...values.entries.keys()] : [];
  const read = templates.flatMap(({ source: { text } }) =>
    [...text.matchAll(READ), ...text.matchAll(GOT)].map(([, name = '']) => name),
  );
  return Object.fromEntries([...written, ...read].map(name => [name, 1 as const]));
}
