import { asMap, booleanAt, get, itemsAt, textAt } from '../../yaml/access.ts';
import { mapFrom, withEntry } from '../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../yaml/located.ts';
import { mergeValues } from '../../yaml/merge.ts';

/** Fields of an Application's `kustomize` that only say how to build. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  'version',
  'forceCommonLabels',
  'forceCommonAnnotations',
  'commonAnnotationsEnvsubst',
  'ignoreMissingComponents',
  'labelWithoutSelector',
  'labelIncludeTemplates',
  'kubeVersion',
  'apiVersions',
]);

const SET = ['namePrefix', 'nameSuffix', 'namespace'] as const;
const MERGED = ['commonLabels', 'commonAnnotations'] as const;
const APPENDED = ['patches', 'components'] as const;

const KNOWN: ReadonlySet<string> = new Set([
  ...WITHOUT_EFFECT,
  ...SET,
  ...MERGED,
  ...APPENDED,
  'images',
  'replicas',
]);

/** Whether all of an Application's overrides are understood. */
export const knowsOverrides = ({ entries }: LocatedMap): boolean =>
  [...entries.keys()].every(key => KNOWN.has(key));

/**
 * A kustomization with the overrides of an Application's source, which Argo CD writes into it with
 * `kustomize edit` before it builds.
 *
 * @param overrides `spec.source.kustomize`
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/kustomize/
 */
export function withOverrides(kustomization: LocatedMap, overrides: LocatedMap): LocatedMap {
  let result = kustomization;
  const set = (name: string, value: LocatedValue | undefined) => {
    if (value) result = withEntry(result, name, value);
  };
  for (const name of SET) if (textAt(overrides, name)) set(name, get(overrides, name));
  for (const name of MERGED) {
    const over = asMap(get(overrides, name));
    const isLabel = name === 'commonLabels' && booleanAt(overrides, 'labelWithoutSelector');
    if (over && isLabel) set('labels', appended(result, 'labels', [labelItem(over, overrides)]));
    else if (over)
      set(name, mergeValues(asMap(get(result, name)) ?? mapFrom(over.origin, {}), over));
  }
  const images = itemsAt(overrides, 'images').flatMap(item =>
    item.kind === 'scalar' ? [imageItem(item)] : [],
  );
  if (images.length > 0) set('images', replacedByName(result, 'images', images));
  const replicas = itemsAt(overrides, 'replicas');
  if (replicas.length > 0) set('replicas', replacedByName(result, 'replicas', replicas));
  for (const name of APPENDED) {
    const items = itemsAt(overrides, name);
    if (items.length > 0) set(name, appended(result, name, items));
  }
  return result;
}

/** Labels that don't go to selectors, as `kustomize edit add label --without-selector` writes them. */
const labelItem = (pairs: LocatedMap, overrides: LocatedMap): LocatedMap =>
  mapFrom(pairs.origin, { pairs, includeTemplates: get(overrides, 'labelIncludeTemplates') });

function appended(
  map: LocatedMap,
  name: string,
  items: readonly LocatedValue[],
): LocatedValue | undefined {
  const [first] = items;
  const own = itemsAt(map, name);
  return first && { kind: 'sequence', items: [...own, ...items], origin: first.origin };
}

/** The list with new items in place of those of the same name. */
function replacedByName(
  map: LocatedMap,
  name: string,
  items: readonly LocatedValue[],
): LocatedValue | undefined {
  const names = new Set(items.map(item => textAt(item, 'name')));
  const kept = itemsAt(map, name).filter(item => !names.has(textAt(item, 'name')));
  const [first] = items;
  return first && { kind: 'sequence', items: [...kept, ...items], origin: first.origin };
}

/**
 * `name=new:tag@digest`, `name:tag` or `name@digest` as an item of `images`.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/kustomize/commands/edit/set/setimage.go
 */
function imageItem({ text, origin }: LocatedScalar): LocatedMap {
  const equals = text.indexOf('=');
  const reference = splitImage(text.slice(equals + 1));
  const name = equals < 0 ? reference.name : text.slice(0, equals);
  return mapFrom(origin, {
    name,
    newName: equals < 0 ? undefined : reference.name,
    newTag: reference.tag,
    digest: reference.digest,
  });
}

/** A colon before the last slash belongs to the registry's port. */
function splitImage(text: string): { name: string; tag?: string; digest?: string } {
  const at = text.indexOf('@');
  const tagged = at < 0 ? text : text.slice(0, at);
  const colon = tagged.lastIndexOf(':');
  const hasTag = colon > tagged.lastIndexOf('/');
  return {
    name: hasTag ? tagged.slice(0, colon) : tagged,
    ...(hasTag && { tag: tagged.slice(colon + 1) }),
    ...(at >= 0 && { digest: text.slice(at + 1) }),
  };
}
