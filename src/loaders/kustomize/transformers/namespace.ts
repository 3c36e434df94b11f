import { getScalar, itemsAt } from '../../../yaml/access.ts';
import { setIn, withEntry } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar } from '../../../yaml/located.ts';
import type { BuildContext } from '../context/context.ts';
import { isAtLeast } from '../context/inputs.ts';
import { type FieldSpec, setField } from '../fields/field-spec.ts';
import { type Item, idOf, keyOf, NO_NAMESPACE, remember, text } from '../items/item.ts';
import { reportTaken } from '../items/item-list.ts';
import type { Target } from '../kustomization/target.ts';

/**
 * Puts objects into the kustomization's `namespace`. From 5.8.0 on, what charts make stays where
 * Helm has put it.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/filters/namespace/namespace.go
 */
export function setNamespace(
  context: BuildContext,
  target: Target,
  items: readonly Item[],
  specs: readonly FieldSpec[],
): readonly Item[] {
  const namespace = getScalar(target.value, 'namespace');
  if (!namespace || namespace.text === '') return items;
  const isHelmExempt = isAtLeast(context, '5.8.0');
  const seen = new Map<string, Item>();
  return items.flatMap(item => {
    const result =
      item.release && isHelmExempt
        ? item
        : { ...remember(item), value: moved(item.value, namespace, specs) };
    const key = keyOf(idOf(result));
    const other = seen.get(key);
    if (other) {
      const help = 'the namespace makes two objects one';
      reportTaken(context, result, other, namespace, help);
      return [];
    }
    seen.set(key, result);
    return [result];
  });
}

function moved(
  object: LocatedMap,
  namespace: LocatedScalar,
  specs: readonly FieldSpec[],
): LocatedMap {
  const { namespace: current } = idOf({ value: object });
  let value = object;
  if (current !== NO_NAMESPACE)
    value = setIn(value, ['metadata', 'namespace'], namespace) as LocatedMap;
  const kind = text(value, 'kind');
  const isBinding = kind === 'RoleBinding' || kind === 'ClusterRoleBinding';
  if (isBinding) value = withSubjects(value, namespace);
  for (const spec of specs) {
    if (spec.path === 'metadata/namespace') continue;
    if (spec.path === 'metadata/name' && text(value, 'apiVersion') !== 'v1') continue;
    if (spec.path === 'subjects/namespace' && isBinding) continue;
    value = setField(value, spec, () => namespace, namespace.origin);
  }
  return value;
}

/** Of a binding's subjects only those named `default` are taken to be of the moved namespace. */
function withSubjects(binding: LocatedMap, namespace: LocatedScalar): LocatedMap {
  const subjects = binding.entries.get('subjects')?.value;
  if (subjects?.kind !== 'sequence') return binding;
  const items = itemsAt(binding, 'subjects').map(subject =>
    subject.kind === 'map' && text(subject, 'name') === 'default'
      ? withEntry(subject, 'namespace', namespace)
      : subject,
  );
  return withEntry(binding, 'subjects', { ...subjects, items });
}
