import type { Place } from '../source/text.ts';
import type { LocatedValue } from './located.ts';

/** What identifies a stretch of source text. */
export const originKey = ({ file, start, end }: Place): string => `${file.path}:${start}:${end}`;

/** The origins of all anchored values that a value reaches through aliases. */
export function aliasedOrigins(
  value: LocatedValue,
  found: Set<string> = new Set(),
): ReadonlySet<string> {
  if (value.origin.alias) found.add(originKey(value.origin));
  if (value.kind === 'sequence') for (const item of value.items) aliasedOrigins(item, found);
  if (value.kind === 'map')
    for (const entry of value.entries.values()) aliasedOrigins(entry.value, found);
  return found;
}

/** The origins of the values of entries that stand in several maps: what merge keys bring is not reached through an alias. */
export function repeatedOrigins(value: LocatedValue): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  const visit = (at: LocatedValue): void => {
    if (at.kind === 'sequence') for (const item of at.items) visit(item);
    if (at.kind !== 'map') return;
    for (const { key, value: inner } of at.entries.values()) {
      const place = originKey(key.origin);
      if (seen.has(place)) repeated.add(originKey(inner.origin));
      seen.add(place);
      visit(inner);
    }
  };
  visit(value);
  return repeated;
}
