import { getString, itemsAt } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedValue } from '../../../yaml/located.ts';
import type { ParsedSource } from '../../../yaml/parse.ts';
import { asYaml12 } from '../../../yaml/yaml-1-2.ts';
import { type Gathered, report } from '../context/gathered.ts';
import { text } from '../items/item.ts';

/**
 * The objects of a parsed manifest file: lists are expanded, empty documents add nothing. What
 * kustomize would refuse as an object is reported and left out.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/resource/factory.go
 */
export function objectsOf(gathered: Gathered, parsed: ParsedSource): readonly LocatedMap[] {
  return parsed.documents.flatMap(({ value }) => {
    if (!value || (value.kind === 'scalar' && value.value === null)) return [];
    return expand(gathered, asYaml12(value));
  });
}

function expand(gathered: Gathered, value: LocatedValue): readonly LocatedMap[] {
  if (value.kind !== 'map') {
    report(gathered, value, `a Kubernetes object is a map, not a ${value.kind}`);
    return [];
  }
  if (value.entries.size === 0) return [];
  const kind = text(value, 'kind');
  if (kind === '') {
    report(gathered, value.entries.values().next().value?.key ?? value, 'an object without kind');
    return [];
  }
  if (kind.endsWith('List')) {
    if (!value.entries.has('items')) return [value];
    return itemsAt(value, 'items').flatMap(item => expand(gathered, item));
  }
  if (text(value, 'metadata', 'name') !== '') return [value];
  const hasGenerateName = getString(value, 'metadata', 'generateName') !== undefined;
  const help = hasGenerateName
    ? 'kustomize needs `metadata.name: generateName` is not enough'
    : undefined;
  report(
    gathered,
    value.entries.get('metadata')?.key ?? value.entries.get('kind')?.key ?? value,
    `${kind} without \`metadata.name\``,
    { help },
  );
  return [];
}
