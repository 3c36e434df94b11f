import type { LocatedValue, Origin } from './located.ts';

/** What identifies a stretch of source text. */
export const originKey = ({ file, start, end }: Origin): string => `${file.path}:${start}:${end}`;

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
