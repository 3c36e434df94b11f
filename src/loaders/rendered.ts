import type { ClusterResource } from '../model/cluster/objects/owned.ts';
import { keyOf } from '../model/cluster/objects/resources.ts';
import type { Resource } from '../model/resource.ts';
import type { Problem } from '../source/problem.ts';
import type { SourceText } from '../source/text.ts';
import { itemsAt, textAt } from '../yaml/access.ts';
import type { LocatedValue } from '../yaml/located.ts';
import { parseYaml } from '../yaml/parse.ts';
import { relocate } from '../yaml/relocate.ts';
import { toResource } from './directory.ts';

export interface Rendered {
  readonly resources: readonly ClusterResource[];
  readonly problems: readonly Problem[];
}

/**
 * Adds manifests that the real tools rendered to what the model knows. An object that both have is
 * taken as rendered, but points at the sources wherever its fields agree with the model's, so that
 * findings are said where they can be mended; what the model lacks points into the rendered file.
 */
export function addRendered(
  deployed: readonly ClusterResource[],
  files: readonly SourceText[],
): Rendered {
  const parsed = files.map(file => ({ file, ...parseYaml(file) }));
  const rendered = parsed.flatMap(({ file, documents }) =>
    documents.flatMap(({ value }) =>
      objectsOf(value).flatMap(object => toResource(object, file.path)),
    ),
  );
  const byKey = new Map(rendered.map(resource => [keyOf(resource), resource]));
  const known = deployed.map(resource => {
    const key = keyOf(resource);
    const real = byKey.get(key);
    byKey.delete(key);
    return real ? asRendered(resource, real) : resource;
  });
  const added = [...byKey.values()].map(
    (resource): ClusterResource => ({
      ...resource,
      owner: { type: 'file', path: resource.files[0] ?? '' },
    }),
  );
  return { resources: [...known, ...added], problems: parsed.flatMap(({ problems }) => problems) };
}

function asRendered(resource: ClusterResource, real: Resource): ClusterResource {
  const value = relocate(real.value, resource.value);
  return value.kind === 'map' ? { ...resource, value, partial: false } : resource;
}

const objectsOf = (value: LocatedValue | undefined): Extract<LocatedValue, { kind: 'map' }>[] => {
  if (value?.kind !== 'map') return [];
  const isList = textAt(value, 'kind')?.endsWith('List') && itemsAt(value, 'items').length > 0;
  return isList ? itemsAt(value, 'items').flatMap(objectsOf) : [value];
};
