import { hasCiphertext } from '../source/ciphertext.ts';
import { textAt } from '../yaml/access.ts';
import type { LocatedEntry, LocatedMap, LocatedValue } from '../yaml/located.ts';

const HIDDEN = '<hidden>';

/** An object as it may be shown: without the values of a Secret, and without what SOPS encrypted. */
export function withoutSecrets(value: LocatedValue): LocatedValue {
  if (textAt(value, 'kind') !== 'Secret') return hide(value, hasCiphertext);
  return mapFields(value, (child, name) =>
    name === 'data' || name === 'stringData' ? hide(child, () => true) : hide(child, hasCiphertext),
  );
}

function hide(value: LocatedValue, isSecret: (text: string) => boolean): LocatedValue {
  if (value.kind === 'map') return mapFields(value, child => hide(child, isSecret));
  if (value.kind === 'sequence') {
    const items = value.items.map(item => hide(item, isSecret));
    return items.some((item, i) => item !== value.items[i]) ? { ...value, items } : value;
  }
  return isSecret(value.text) ? { ...value, value: HIDDEN, text: HIDDEN } : value;
}

function mapFields(
  value: LocatedValue,
  change: (child: LocatedValue, name: string) => LocatedValue,
): LocatedValue {
  if (value.kind !== 'map') return value;
  let entries: Map<string, LocatedEntry> | undefined;
  for (const [name, { key, value: child }] of value.entries) {
    const changed = change(child, name);
    if (changed === child) continue;
    entries ??= new Map(value.entries);
    entries.set(name, { key, value: changed });
  }
  const result: LocatedMap = entries ? { ...value, entries } : value;
  return result;
}
