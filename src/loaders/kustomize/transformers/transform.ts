import { getMap, getScalar, itemsAt } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar } from '../../../yaml/located.ts';
import type { BuildContext } from '../context/context.ts';
import { type Gathered, mayHoldMore, report } from '../context/gathered.ts';
import { isFor, setField } from '../fields/field-spec.ts';
import type { FieldSpecs } from '../fields/field-specs.ts';
import { allIds, type Item } from '../items/item.ts';
import type { Target } from '../kustomization/target.ts';
import { addAffix } from './affixes.ts';
import { eachEntry } from './each-entry.ts';
import { applyImages } from './images.ts';
import { addMarks, labelFields } from './marks.ts';
import { setNamespace } from './namespace.ts';
import { applyJsonPatches, applyPatches, applyStrategicPatches } from './patches.ts';
import { applyReplacements } from './replacements.ts';

/**
 * Runs a kustomization's transformers on its objects, in kustomize's fixed order.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/internal/target/kusttarget_configplugin.go
 */
export function transform(
  context: BuildContext,
  target: Target,
  items: readonly Item[],
  fieldSpecs: FieldSpecs,
): readonly Item[] {
  const { value } = target;
  let result = applyStrategicPatches(context, target, items);
  result = applyPatches(context, target, result);
  result = setNamespace(context, target, result, fieldSpecs.namespace);
  result = addAffix(result, getScalar(value, 'namePrefix'), 'prefix', fieldSpecs.namePrefix);
  result = addAffix(result, getScalar(value, 'nameSuffix'), 'suffix', fieldSpecs.nameSuffix);
  result = eachEntry(context, itemsAt(value, 'labels'), result, (at, label) =>
    addMarks(at, getMap(label, 'pairs'), labelFields(label, fieldSpecs)),
  );
  result = addMarks(result, getMap(value, 'commonLabels'), fieldSpecs.commonLabels);
  result = addMarks(result, getMap(value, 'commonAnnotations'), fieldSpecs.commonAnnotations);
  result = applyJsonPatches(context, target, result);
  result = eachEntry(context, itemsAt(value, 'replicas'), result, (at, replica) =>
    replica.kind === 'map' ? setReplicas(context, at, replica, fieldSpecs) : at,
  );
  result = applyImages(context, target, result, fieldSpecs.images);
  return applyReplacements(context, target, result);
}

/** https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/internal/builtins/ReplicaCountTransformer.go */
function setReplicas(
  gathered: Gathered,
  items: readonly Item[],
  replica: LocatedMap,
  { replicas }: FieldSpecs,
): readonly Item[] {
  const name = getScalar(replica, 'name');
  const count: LocatedScalar | undefined = getScalar(replica, 'count');
  if (!name || !count) {
    report(gathered, replica, 'a replicas entry needs name and count');
    return items;
  }
  let isFound = false;
  const result = items.map(item => {
    if (!allIds(item).some(id => id.name === name.text)) return item;
    const specs = replicas.filter(spec => isFor(spec, item.value));
    if (specs.length > 0) isFound = true;
    const value = specs.reduce(
      (at, spec) => setField(at, spec, () => count, count.origin),
      item.value,
    );
    return { ...item, value };
  });
  if (!isFound && !mayHoldMore(gathered, undefined)) {
    const kinds = replicas.map(({ kind }) => kind).join(', ');
    report(gathered, name, `nothing named \`${name.text}\` has replicas`, {
      help: `looked at ${kinds}`,
    });
  }
  return result;
}
