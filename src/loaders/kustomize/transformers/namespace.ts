import { plural } from '../../../text/plural.ts';
import { getScalar, itemsAt } from '../../../yaml/access.ts';
import { setIn, withEntry } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar } from '../../../yaml/located.ts';
import type { BuildContext } from '../context/context.ts';
import { report } from '../context/gathered.ts';
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
  if (!isHelmExempt) reportMoved(context, namespace, items);
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

/** What Helm puts where nobody names a namespace; also that of objects without one. */
const DEFAULT = 'default';

/** Objects that a chart means for another namespace than its own, and that are moved with all the others. */
function reportMoved(
  context: BuildContext,
  namespace: LocatedScalar,
  items: readonly Item[],
): void {
  const strays = items.flatMap(item => {
    const own = idOf(item).namespace;
    // Where the entry names none, or a base has moved it, another namespace says nothing of what is meant.
    const rendered = item.previous.length === 0 ? item.release?.namespace : undefined;
    if (rendered === undefined || item.partial) return [];
    const isMeant = ![NO_NAMESPACE, DEFAULT, namespace.text, rendered].includes(own);
    return isMeant ? [{ item, own }] : [];
  });
  const [first] = strays;
  if (!first?.item.release) return;
  const { kind, name } = idOf(first.item);
  const others = strays.length > 1 ? ` and ${plural(strays.length - 1, 'other object')}` : '';
  report(
    context,
    namespace,
    `moves the ${kind} ${name}${others}, which the chart ${first.item.release.chart.text} means for ${first.own}`,
    {
      rule: 'helm/moved-objects',
      help: 'Leave `namespace` out here, and write it in the entry of `helmCharts` and in the resources.',
    },
  );
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
