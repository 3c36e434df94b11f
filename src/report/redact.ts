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
    return items.every((item, at) => item === value.items[at]) ? value : { ...value, items };
  }
  return isSecret(value.text) ? { ...value, value: HIDDEN, text: HIDDEN } : value;
}

function mapFields(
  value: LocatedValue,
  change: (child: LocatedValue, name: string) => LocatedValue,
): LocatedValue {
  if (value.kind !== 'map') return value;
  let isChanged = false;
  const entries = new Map<string, LocatedEntry>();
  for (const [name, { key, value: child }] of value.entries) {
    const changed = change(child, name);
    isChanged ||= changed !== child;
    entries.set(name, { key, value: changed });
  }
  const result: LocatedMap = { ...value, entries };
  return isChanged ? result : value;
}
