import { asMap, booleanAt, get, getString } from '../../../yaml/access.ts';
import { aliasedOrigins, originKey } from '../../../yaml/aliases.ts';
import type { LocatedMap, LocatedValue } from '../../../yaml/located.ts';

/** A map somewhere in a chart's values, none of whose parents is switched off. */
export interface Visit {
  readonly path: readonly string[];
  readonly map: LocatedMap;
  readonly parent: LocatedMap | undefined;
  /** Whether the map's own `enabled` or `create` says true. */
  readonly isSwitchedOn: boolean;
  /** Whether its own `create` says false: it makes nothing, but may refer to what exists. */
  readonly isReferenceOnly: boolean;
}

/** A whole object among the values is taken as it is, and not looked into. */
export const isObject = (map: LocatedMap): boolean =>
  Boolean(
    getString(map, 'apiVersion') && getString(map, 'kind') && getString(map, 'metadata', 'name'),
  );

/**
 * Every map of the values that isn't gated by an `enabled: false` or `create: false` on its way.
 * Switches that aren't booleans say nothing. A map at the root that is only there to be aliased
 * elsewhere has no meaning of its own.
 */
export function visits(values: LocatedMap): readonly Visit[] {
  const aliased = aliasedOrigins(values);
  const result: Visit[] = [];
  walk({ path: [], value: values, parent: undefined }, aliased, result);
  return result;
}

interface Step {
  readonly path: readonly string[];
  readonly value: LocatedValue;
  readonly parent: LocatedMap | undefined;
}

function walk({ path, value, parent }: Step, aliased: ReadonlySet<string>, result: Visit[]): void {
  if (value.kind === 'sequence') {
    for (const [i, item] of value.items.entries()) {
      walk({ path: [...path, String(i)], value: item, parent: undefined }, aliased, result);
    }
  }
  const map = asMap(value);
  if (!map) return;
  const isAnchor = path.length === 1 && !map.origin.alias && aliased.has(originKey(map.origin));
  if (isAnchor || booleanAt(map, 'enabled') === false) return;
  const isReferenceOnly = booleanAt(map, 'create') === false;
  const isSwitchedOn = isOn(map, 'enabled') || isOn(map, 'create');
  result.push({ path, map, parent, isSwitchedOn, isReferenceOnly });
  if (isReferenceOnly || isObject(map)) return;
  for (const [name, entry] of map.entries) {
    walk({ path: [...path, name], value: entry.value, parent: map }, aliased, result);
  }
}

/** A switch of another type than boolean may mean anything: it is taken for on. */
function isOn(map: LocatedMap, key: string): boolean {
  const value = get(map, key);
  return value !== undefined && !(value.kind === 'scalar' && !value.value);
}
