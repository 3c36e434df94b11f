import type { Place } from '../source/text.ts';

/** A part of a policy as a repository declares it, each value with the place where it was read. */
export type Suggestion = SuggestedValue | SuggestedMap | SuggestedList;

export interface SuggestedValue {
  readonly kind: 'value';
  readonly value: unknown;
  readonly at: Place | undefined;
}

export interface SuggestedMap {
  readonly kind: 'map';
  readonly entries: Readonly<Record<string, Suggestion>>;
}

export interface SuggestedList {
  readonly kind: 'list';
  readonly items: readonly Suggestion[];
}

/** A value as it was read. */
export const suggested = (value: unknown, at?: Place | undefined): SuggestedValue => ({
  kind: 'value',
  value,
  at,
});

/** A map without what is undefined or empty. */
export const suggestedMap = (
  entries: Readonly<Record<string, Suggestion | undefined>>,
): SuggestedMap => ({
  kind: 'map',
  entries: Object.fromEntries(
    Object.entries(entries).flatMap(([key, item]) => (item && !isEmpty(item) ? [[key, item]] : [])),
  ),
});

/** A list in which each value is there once. */
export function suggestedList(items: readonly SuggestedValue[]): SuggestedList {
  const byValue = new Map(items.toReversed().map(item => [item.value, item]));
  return { kind: 'list', items: [...byValue.values()].reverse() };
}

export const isEmpty = (part: Suggestion): boolean =>
  part.kind === 'map'
    ? Object.keys(part.entries).length === 0
    : part.kind === 'list'
      ? part.items.length === 0
      : part.value === undefined;

/** What a policy has of it. */
export function plainOf(part: Suggestion): unknown {
  if (part.kind === 'value') return part.value;
  if (part.kind === 'list') return part.items.map(plainOf);
  return Object.fromEntries(
    Object.entries(part.entries).map(([key, item]) => [key, plainOf(item)]),
  );
}

/** What all of several declare alike. */
export function common(parts: readonly (Suggestion | undefined)[]): Suggestion | undefined {
  const [first, ...others] = parts;
  if (!first) return undefined;
  if (first.kind !== 'map') {
    const text = JSON.stringify(plainOf(first));
    return others.every(other => other && JSON.stringify(plainOf(other)) === text)
      ? first
      : undefined;
  }
  return suggestedMap(
    Object.fromEntries(
      Object.keys(first.entries).map(key => [key, common(parts.map(part => entryOf(part, key)))]),
    ),
  );
}

/** What one declares besides what is common. */
export function without(part: Suggestion, shared: Suggestion | undefined): Suggestion | undefined {
  if (!shared) return part;
  if (part.kind !== 'map') return undefined;
  return suggestedMap(
    Object.fromEntries(
      Object.entries(part.entries).map(([key, item]) => [key, without(item, entryOf(shared, key))]),
    ),
  );
}

const entryOf = (part: Suggestion | undefined, key: string): Suggestion | undefined =>
  part?.kind === 'map' && Object.hasOwn(part.entries, key) ? part.entries[key] : undefined;
