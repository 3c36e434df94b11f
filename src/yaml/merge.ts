import type { LocatedEntry, LocatedMap, LocatedValue } from './located.ts';

/**
 * Merges values the way Helm merges values files and kustomize merges inline values: maps key by
 * key, everything else is replaced, and an explicit null removes the key. Each leaf keeps the
 * origin of whoever wrote it last.
 *
 * @see https://helm.sh/docs/chart_template_guide/values_files/
 */
export function mergeValues(base: LocatedMap, over: LocatedMap): LocatedMap {
  const entries = new Map<string, LocatedEntry>(base.entries);
  for (const [name, entry] of over.entries) {
    if (isNull(entry.value)) {
      entries.delete(name);
      continue;
    }
    const below = entries.get(name)?.value;
    const value: LocatedValue =
      below?.kind === 'map' && entry.value.kind === 'map'
        ? mergeValues(below, entry.value)
        : entry.value;
    entries.set(name, { key: entry.key, value });
  }
  return { ...over, entries };
}

/**
 * Lays values files and inline values over each other before they meet a chart's own: null is a value
 * like any other there, which removes the chart's default later.
 */
export function layValues(base: LocatedMap, over: LocatedMap): LocatedMap {
  const entries = new Map<string, LocatedEntry>(base.entries);
  for (const [name, { key, value }] of over.entries) {
    const below = entries.get(name)?.value;
    const merged = below?.kind === 'map' && value.kind === 'map' ? layValues(below, value) : value;
    entries.set(name, { key, value: merged });
  }
  return { ...over, entries };
}

const isNull = (value: LocatedValue): boolean => value.kind === 'scalar' && value.value === null;
