import { scalarFrom } from '../../../yaml/build.ts';
import type { LocatedScalar } from '../../../yaml/located.ts';
import { type FieldSpec, isFor, setField } from '../fields/field-spec.ts';
import { type Item, originalId, remember } from '../items/item.ts';

/**
 * Puts `namePrefix` before or `nameSuffix` after names. The name still points at where it stands,
 * as something that was derived from it.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/internal/builtins/PrefixTransformer.go
 */
export function addAffix(
  items: readonly Item[],
  affix: LocatedScalar | undefined,
  side: 'prefix' | 'suffix',
  specs: readonly FieldSpec[],
): readonly Item[] {
  if (!affix || affix.text === '') return items;
  return items.map(item => (isExempt(item) ? item : affixed(item, affix.text, side, specs)));
}

function affixed(
  item: Item,
  affix: string,
  side: 'prefix' | 'suffix',
  specs: readonly FieldSpec[],
): Item {
  const applicable = specs.filter(spec => isFor(spec, item.value));
  if (applicable.length === 0) return item;
  const value = applicable.reduce(
    (at, spec) =>
      setField(at, spec, field => {
        if (field?.kind !== 'scalar' || field.value === null) return undefined;
        const name = side === 'prefix' ? affix + field.text : field.text + affix;
        return scalarFrom(field.origin, name);
      }),
    item.value,
  );
  const isNamed = applicable.some(spec => spec.path === 'metadata/name');
  if (!isNamed) return { ...item, value };
  const affixes =
    side === 'prefix'
      ? { prefixes: [...item.prefixes, affix] }
      : { suffixes: [...item.suffixes, affix] };
  return { ...remember(item), ...affixes, value };
}

/** Kinds whose names say what they are and never change. */
function isExempt(item: Item): boolean {
  const { kind, group } = originalId(item);
  return (
    kind === 'CustomResourceDefinition' ||
    kind === 'Namespace' ||
    (kind === 'APIService' && group === 'apiregistration.k8s.io')
  );
}
