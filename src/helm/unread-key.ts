import { originKey } from '../yaml/aliases.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../yaml/located.ts';

/** A key of values that a chart does not know: its own values, its schema, its templates. */
export interface UnreadKey {
  readonly key: LocatedScalar;
  /** The keys that lead to it, itself included. */
  readonly path: readonly string[];
  /** The map that it is in. */
  readonly map: LocatedMap;
  /** Keys that the chart knows in that place. */
  readonly known: readonly string[];
  /** Where else the chart's own values have a key of this name. */
  readonly elsewhere: readonly (readonly string[])[];
  /** Other versions of the chart do: those after this minor release, or those some way before that one. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** Users keep anchors under keys of their own, and take defaults away with null. */
export function isPlain(
  key: LocatedScalar,
  value: LocatedValue,
  aliased: ReadonlySet<string>,
): boolean {
  if (key.origin.made || key.origin.alias || key.text.includes('{{')) return false;
  if (aliased.has(originKey(value.origin)) || /^(?:x-|[_.])/.test(key.text)) return false;
  return !(value.kind === 'scalar' && value.value === null);
}

/** Whether a map holds what other places of the values repeat: nothing has to read it itself. */
export function holdsAnchors(value: LocatedValue, aliased: ReadonlySet<string>): boolean {
  if (aliased.size === 0 || value.kind === 'scalar') return false;
  const items =
    value.kind === 'sequence' ? value.items : [...value.entries.values()].map(item => item.value);
  return items.some(item => aliased.has(originKey(item.origin)) || holdsAnchors(item, aliased));
}

/** What SOPS adds to a file, and takes away when it decrypts it. */
export const isOfSops = (path: readonly string[], value: LocatedValue): boolean =>
  path.length === 1 && path[0] === 'sops' && value.kind === 'map' && value.entries.has('mac');
