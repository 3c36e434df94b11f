import { once } from '../../../model/once.ts';
import { splitApiVersion } from '../../../model/resource.ts';
import { mapFrom, withEntry } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedValue, Origin } from '../../../yaml/located.ts';
import { text } from '../items/item.ts';

/**
 * A field of some kinds that a transformer writes. Paths don't tell maps from lists: a list on the
 * way means each of its items; `[]` says that the field is a list and never made.
 * https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/filters/fieldspec/fieldspec.go
 */
export interface FieldSpec {
  readonly path: string;
  readonly kind?: string;
  readonly group?: string;
  readonly version?: string;
  readonly create?: boolean;
}

/** Gives a field its new value; undefined in: it isn't there; undefined out: leave it alone. */
export type SetField = (field: LocatedValue | undefined) => LocatedValue | undefined;

/** Whether a field spec is for objects of a type. */
export function isFor(spec: FieldSpec, object: LocatedMap): boolean {
  if (spec.kind && spec.kind !== text(object, 'kind')) return false;
  if (!spec.group && !spec.version) return true;
  const { group, version } = splitApiVersion(text(object, 'apiVersion'));
  return (!spec.group || spec.group === group) && (!spec.version || spec.version === version);
}

/**
 * Sets the fields of an object that a spec leads to.
 *
 * @param origin given where missing fields are to be made if the spec says so: whom they come from
 * @returns the object, the same one when nothing changed
 */
export function setField(
  object: LocatedMap,
  spec: FieldSpec,
  set: SetField,
  origin?: Origin,
): LocatedMap {
  if (!isFor(spec, object)) return object;
  const create = spec.create && origin ? origin : undefined;
  const result = walk(object, pathOf(spec), set, create);
  return result?.kind === 'map' ? result : object;
}

/** Each spec is asked of every object. */
const pathOf = once((spec: FieldSpec): readonly string[] => splitPath(spec.path, '/'));

function walk(
  value: LocatedValue | undefined,
  path: readonly string[],
  set: SetField,
  create: Origin | undefined,
): LocatedValue | undefined {
  const [head, ...rest] = path;
  if (head === undefined) return set(value) ?? value;
  const isMissing = value === undefined || (value.kind === 'scalar' && value.value === null);
  if (isMissing) return create ? walk(mapFrom(create, {}), path, set, create) : value;
  if (value.kind === 'sequence') {
    const items = value.items.map(item => walk(item, path, set, create) ?? item);
    return items.every((item, i) => item === value.items[i]) ? value : { ...value, items };
  }
  if (value.kind !== 'map') return value;
  const name = head.replace(/\[\]$/, '');
  const child = value.entries.get(name)?.value;
  const isMade = create !== undefined && name === head;
  if (child === undefined && !isMade) return value;
  const changed = walk(child, rest, set, create);
  return changed === undefined || changed === child ? value : withEntry(value, name, changed);
}

/** Splits a path at a delimiter that a backslash may escape. */
export function splitPath(path: string, delimiter: '/' | '.'): readonly string[] {
  const parts = path.split(delimiter);
  if (parts.length > 1 && parts[0] === '') parts.shift();
  const result: string[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last?.endsWith('\\')) result[result.length - 1] = last.slice(0, -1) + delimiter + part;
    else result.push(part);
  }
  return result;
}
