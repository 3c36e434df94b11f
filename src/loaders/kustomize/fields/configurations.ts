import { asMap, booleanAt, itemsAt, textAt } from '../../../yaml/access.ts';
import type { LocatedValue } from '../../../yaml/located.ts';
import type { BuildContext } from '../context/context.ts';
import { resolveFile } from '../kustomization/paths.ts';
import type { Target } from '../kustomization/target.ts';
import type { FieldSpec } from './field-spec.ts';
import { DEFAULT_FIELD_SPECS, type FieldSpecs } from './field-specs.ts';
import { NAME_REFERENCES, type NameReference } from './name-reference-table.ts';

/** Which fields transformers know: kustomize's own and those that `configurations` add. */
export interface Configuration {
  readonly fieldSpecs: FieldSpecs;
  readonly nameReferences: readonly NameReference[];
}

export const DEFAULT_CONFIGURATION: Configuration = {
  fieldSpecs: DEFAULT_FIELD_SPECS,
  nameReferences: NAME_REFERENCES,
};

const FIELDS = Object.keys(DEFAULT_FIELD_SPECS) as readonly (keyof FieldSpecs)[];

/** Both configurations' fields, each once. */
export function mergeConfigurations(a: Configuration, b: Configuration): Configuration {
  if (a === b || b === DEFAULT_CONFIGURATION) return a;
  const fieldSpecs = Object.fromEntries(
    FIELDS.map(name => [name, [...new Set([...a.fieldSpecs[name], ...b.fieldSpecs[name]])]]),
  ) as unknown as FieldSpecs;
  const nameReferences = [...new Set([...a.nameReferences, ...b.nameReferences])];
  return { fieldSpecs, nameReferences };
}

/**
 * Reads the `configurations` files of a kustomization.
 * https://github.com/kubernetes-sigs/kustomize/tree/master/examples/transformerconfigs
 */
export function readConfigurations(context: BuildContext, target: Target): Configuration {
  let result = DEFAULT_CONFIGURATION;
  for (const from of itemsAt(target.value, 'configurations')) {
    if (from.kind !== 'scalar') continue;
    const path = resolveFile(context, { directory: target.directory, from, role: 'configuration' });
    const value = path === undefined ? undefined : context.sources.parse(path).documents[0]?.value;
    if (value) result = mergeConfigurations(result, readConfiguration(value));
  }
  return result;
}

function readConfiguration(value: LocatedValue): Configuration {
  const fieldSpecs = Object.fromEntries(
    FIELDS.map(name => [name, itemsAt(value, name).flatMap(readFieldSpec)]),
  ) as unknown as FieldSpecs;
  const nameReferences = itemsAt(value, 'nameReference').flatMap(item => {
    const map = asMap(item);
    if (!map) return [];
    const fields = [...itemsAt(map, 'fieldSpecs'), ...itemsAt(map, 'FieldSpecs')];
    return [{ ...readType(map), fields: fields.flatMap(readFieldSpec) }];
  });
  return { fieldSpecs, nameReferences };
}

function readFieldSpec(value: LocatedValue): readonly FieldSpec[] {
  const path = textAt(value, 'path');
  if (path === undefined) return [];
  return [{ path, create: booleanAt(value, 'create') ?? false, ...readType(value) }];
}

function readType(value: LocatedValue): Omit<FieldSpec, 'path'> {
  const kind = textAt(value, 'kind');
  const group = textAt(value, 'group');
  const version = textAt(value, 'version');
  return { ...(kind && { kind }), ...(group && { group }), ...(version && { version }) };
}
