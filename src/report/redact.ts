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
    return { ...value, items: value.items.map(item => hide(item, isSecret)) };
  }
  return isSecret(value.text) ? { ...value, value: HIDDEN, text: HIDDEN } : value;
}

function mapFields(
  value: LocatedValue,
  change: (child: LocatedValue, name: string) => LocatedValue,
): LocatedValue {
  if (value.kind !== 'map') return value;
  const entries = new Map<string, LocatedEntry>();
  for (const [name, entry] of value.entries) {
    entries.set(name, { key: entry.key, value: change(entry.value, name) });
  }
  const result: LocatedMap = { ...value, entries };
  return result;
}
