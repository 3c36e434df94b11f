import { booleanAt, itemsAt, textAt } from '../../../yaml/access.ts';
import { mapFrom, withEntry } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedValue } from '../../../yaml/located.ts';
import { type FieldSpec, setField } from '../fields/field-spec.ts';
import { type FieldSpecs, METADATA_LABELS_ONLY } from '../fields/field-specs.ts';
import type { Item } from '../items/item.ts';

/** Writes labels or annotations into the fields of objects that hold some. */
export function addMarks(
  items: readonly Item[],
  pairs: LocatedMap | undefined,
  specs: readonly FieldSpec[],
): readonly Item[] {
  const marks = [...(pairs?.entries ?? [])];
  const [first] = marks;
  if (!first) return items;
  const origin = first[1].value.origin;
  const set = (field: LocatedValue | undefined) => {
    const isMissing = !field || (field.kind === 'scalar' && field.value === null);
    const map = isMissing ? mapFrom(origin, {}) : field;
    if (map.kind !== 'map') return undefined;
    return marks.reduce((at, [name, { value }]) => withEntry(at, name, value), map);
  };
  return items.map(item => {
    const value = specs.reduce((at, spec) => setField(at, spec, set, origin), item.value);
    return value === item.value ? item : { ...item, value };
  });
}

/**
 * The fields that an entry of `labels` writes.
 * https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/types/labels.go
 */
export function labelFields(label: LocatedValue, fieldSpecs: FieldSpecs): readonly FieldSpec[] {
  const own = itemsAt(label, 'fields').flatMap(field => {
    const path = textAt(field, 'path');
    if (path === undefined) return [];
    const [kind, group, version] = ['kind', 'group', 'version'].map(name => textAt(field, name));
    return [
      {
        path,
        create: booleanAt(field, 'create') ?? false,
        ...(kind !== undefined && { kind }),
        ...(group !== undefined && { group }),
        ...(version !== undefined && { version }),
      },
    ];
  });
  const common = [...own, ...fieldSpecs.labels];
  if (booleanAt(label, 'includeSelectors')) return [...common, ...fieldSpecs.commonLabels];
  const templates = booleanAt(label, 'includeTemplates') ? fieldSpecs.templateLabels : [];
  return [...common, ...templates, ...METADATA_LABELS_ONLY];
}
