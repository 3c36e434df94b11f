import { getString, itemsAt } from '../../model/access.ts';
import type { LocatedEntry, LocatedMap, LocatedScalar, LocatedValue } from '../../model/located.ts';
import type { ParsedSource } from '../../source/parse.ts';
import { type BuildContext, report } from './context.ts';
import { text } from './item.ts';

/**
 * The objects of a parsed manifest file: lists are expanded, empty documents add nothing. What
 * kustomize would refuse as an object is reported and left out.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/resource/factory.go
 */
export function objectsOf(context: BuildContext, parsed: ParsedSource): readonly LocatedMap[] {
  return parsed.documents.flatMap(({ value }) => {
    if (!value || (value.kind === 'scalar' && value.value === null)) return [];
    return expand(context, asYaml12(value));
  });
}

function expand(context: BuildContext, value: LocatedValue): readonly LocatedMap[] {
  if (value.kind !== 'map') {
    report(context, value, `a Kubernetes object is a map, not a ${value.kind}`);
    return [];
  }
  if (value.entries.size === 0) return [];
  const kind = text(value, 'kind');
  if (kind === '') {
    report(context, value.entries.values().next().value?.key ?? value, 'an object without kind');
    return [];
  }
  if (kind.endsWith('List')) {
    if (!value.entries.has('items')) return [value];
    return itemsAt(value, 'items').flatMap(item => expand(context, item));
  }
  if (text(value, 'metadata', 'name') !== '') return [value];
  const hasGenerateName = getString(value, 'metadata', 'generateName') !== undefined;
  const help = hasGenerateName
    ? 'kustomize needs metadata.name: generateName is not enough'
    : undefined;
  report(
    context,
    value.entries.get('metadata')?.key ?? value.entries.get('kind')?.key ?? value,
    `${kind} without metadata.name`,
    { help },
  );
  return [];
}

function asYaml12Scalar(scalar: LocatedScalar): LocatedScalar {
  const { value, text, quoted } = scalar;
  if (typeof value === 'boolean')
    return /^(?:true|false)$/i.test(text) ? scalar : { ...scalar, value: text };
  const isOctal = !quoted && typeof value === 'string' && /^[-+]?0o[0-7]+$/.test(text);
  return isOctal
    ? { ...scalar, value: Number(text.replace(/^[-+]/, '')) * (text.startsWith('-') ? -1 : 1) }
    : scalar;
}

/**
 * Reads the plain scalars of a manifest as kustomize's parser does: of YAML 1.1's booleans it knows
 * `true` and `false` only, so that an unquoted `yes` or `on` becomes a string.
 * https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/kyaml/yaml/compatibility.go
 */
export function asYaml12<T extends LocatedValue>(value: T): T;
export function asYaml12(value: LocatedValue): LocatedValue {
  if (value.kind === 'scalar') {
    return asYaml12Scalar(value);
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
