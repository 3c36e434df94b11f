import type { RenderedObject } from '../../../../model/release.ts';
import { getMap, getString, textAt } from '../../../../yaml/access.ts';
import { setIn, without } from '../../../../yaml/build.ts';
import type { LocatedMap } from '../../../../yaml/located.ts';
import { whole } from '../../shared/objects.ts';
import type { Context } from './context.ts';
import { type Item, itemsOf } from './items.ts';
import { itemObject } from './metadata.ts';
import { objectName } from './names.ts';

/**
 * Raw resources: what stands in `spec` (`manifest` since 5.0) is the document.
 * https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/classes/_rawResource.tpl
 */
export const rawResources = (context: Context): RenderedObject[] =>
  itemsOf(context, 'rawResources').flatMap(item => {
    const value = context.features.rawManifest
      ? fromManifest(context, item)
      : fromSpec(context, item);
    return value ? [whole(value)] : [];
  });

function fromSpec(context: Context, item: Item): LocatedMap | undefined {
  const content = getMap(item.value, 'spec');
  const apiVersion = getString(item.value, 'apiVersion')?.value;
  const kind = getString(item.value, 'kind')?.value;
  if (apiVersion === undefined || kind === undefined) return undefined;
  const head = { apiVersion, kind, group: 'rawResources', clusterScoped: true };
  const made = itemObject(context, item, head, {});
  const document = content && without(context.tpl(content), 'apiVersion', 'kind', 'metadata');
  return { ...made, entries: new Map([...made.entries, ...(document?.entries ?? [])]) };
}

function fromManifest(context: Context, item: Item): LocatedMap | undefined {
  const written = getMap(item.value, 'manifest');
  if (!written) return fromSpec(context, item);
  const manifest = context.tpl(written);
  // What is no object, Kubernetes refuses.
  if (!textAt(manifest, 'apiVersion') || !textAt(manifest, 'kind')) return undefined;
  return setIn(
    manifest,
    ['metadata', 'name'],
    objectName(context, 'rawResources', item),
  ) as LocatedMap;
}
