import type { LocatedEntry, LocatedValue } from './located.ts';

/**
 * A value with plain scalars read as YAML 1.2, as kustomize's parser and editors do: of YAML 1.1's
 * booleans there are `true` and `false` only, so that an unquoted `yes` or `on` is a string.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/kyaml/yaml/compatibility.go
 */
export function asYaml12<T extends LocatedValue>(value: T): T;
export function asYaml12(value: LocatedValue): LocatedValue {
  if (value.kind === 'scalar') {
    const isWord = typeof value.value === 'boolean' && !/^(?:true|false)$/i.test(value.text);
    return isWord ? { ...value, value: value.text } : value;
  }
  if (value.kind === 'sequence') {
    const items = value.items.map(item => asYaml12(item));
    return items.every((item, i) => item === value.items[i]) ? value : { ...value, items };
  }
  let isChanged = false;
  const entries = new Map<string, LocatedEntry>();
  for (const [name, entry] of value.entries) {
    const changed = asYaml12(entry.value);
    if (changed !== entry.value) isChanged = true;
    entries.set(name, changed === entry.value ? entry : { ...entry, value: changed });
  }
  return isChanged ? { ...value, entries } : value;
}
