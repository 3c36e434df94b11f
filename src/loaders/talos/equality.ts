import type { LocatedValue } from '../../yaml/located.ts';

/** Whether two values say the same, keys in any order; never true for what isn't there. */
export function isEqualText(a: LocatedValue | undefined, b: LocatedValue | undefined): boolean {
  return a !== undefined && b !== undefined && plainText(a) === plainText(b);
}

function plainText(value: LocatedValue): string {
  if (value.kind === 'scalar') return JSON.stringify(value.text);
  if (value.kind === 'sequence') return `[${value.items.map(plainText).join()}]`;
  return `{${[...value.entries]
    .map(([name, entry]) => `${JSON.stringify(name)}:${plainText(entry.value)}`)
    .sort()
    .join()}}`;
}
