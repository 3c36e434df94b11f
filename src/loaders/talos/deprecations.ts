import type { TalosDeprecation, TalosPatch } from '../../model/talos.ts';
import { getEntry } from '../../yaml/access.ts';
import { DEPRECATED_FIELDS } from './data/deprecated.ts';
import { isDelete } from './patch-markers.ts';

/** The fields in use that a minor version deprecates, each where a patch writes it. */
export function deprecations(patches: readonly TalosPatch[], minor: number): TalosDeprecation[] {
  const fields = DEPRECATED_FIELDS.filter(({ since }) => since <= minor);
  return patches.flatMap(({ value, type }) => {
    if (type !== 'strategic-merge' || getEntry(value, 'kind')) return [];
    return fields.flatMap(field => {
      const entry = getEntry(value, ...field.path);
      if (!entry || isDelete(entry.value)) return [];
      const isOtherValue =
        field.value !== undefined &&
        (entry.value.kind !== 'scalar' || entry.value.text !== field.value);
      if (isOtherValue) return [];
      return [{ entry, path: field.path.join('.'), since: field.since, instead: field.instead }];
    });
  });
}
