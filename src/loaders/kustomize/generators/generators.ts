import { asMap, booleanAt, getMap, getScalar, itemsAt, textAt } from '../../../yaml/access.ts';
import { mapFrom, type Parts, scalarFrom, withEntry } from '../../../yaml/build.ts';
import {
  type LocatedEntry,
  type LocatedMap,
  type LocatedScalar,
  madeFrom,
} from '../../../yaml/located.ts';
import type { BuildContext } from '../context/context.ts';
import { report } from '../context/gathered.ts';
import { type Item, newItem } from '../items/item.ts';
import type { Behavior } from '../items/item-list.ts';
import type { Target } from '../kustomization/target.ts';
import { type KeyValue, keyValuesOf } from './key-values.ts';

export interface Generated {
  readonly item: Item;
  readonly behavior: Behavior;
  readonly from: LocatedMap;
}

/**
 * The ConfigMaps and Secrets that a kustomization generates, without the hash that their names get
 * at the end of a build.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/internal/generators
 */
export function generateConfigObjects(context: BuildContext, target: Target): readonly Generated[] {
  return (['ConfigMap', 'Secret'] as const).flatMap(kind => {
    const field = kind === 'ConfigMap' ? 'configMapGenerator' : 'secretGenerator';
    return itemsAt(target.value, field).flatMap(item => {
      const generator = asMap(item);
      return generator ? generate(context, target, generator, kind) : [];
    });
  });
}

function generate(
  context: BuildContext,
  target: Target,
  generator: LocatedMap,
  kind: 'ConfigMap' | 'Secret',
): readonly Generated[] {
  const name = getScalar(generator, 'name');
  if (!name || name.text === '') {
    report(context, generator, `a generated ${kind} needs a name`);
    return [];
  }
  const options = optionsOf(target, generator);
  const { pairs, files, whole } = keyValuesOf(context, target, generator);
  const namespace = getScalar(generator, 'namespace');
  const metadata: Parts = {
    name,
    ...(namespace?.text && { namespace }),
    ...(options.labels && { labels: options.labels }),
    ...(options.annotations && { annotations: options.annotations }),
  };
  let value = mapFrom(generator.origin, {
    apiVersion: 'v1',
    kind,
    metadata: mapFrom(generator.origin, metadata),
  });
  if (kind === 'Secret') {
    const type = getScalar(generator, 'type');
    value = withEntry(
      value,
      'type',
      type?.text ? type : scalarFrom(generator.origin, 'Opaque', 'default'),
    );
  }
  value = withData(value, generator, pairs, kind);
  if (options.immutable) value = withEntry(value, 'immutable', options.immutable);
  // Of an input that is missing nobody knows the keys.
  const item = newItem(value, [target.file, ...new Set(files)], {
    hashed: !options.isNameFixed,
    partial: !whole,
  });
  const behavior = textAt(generator, 'behavior');
  const known = behavior === 'merge' || behavior === 'replace' ? behavior : undefined;
  return [{ item, behavior: known, from: generator }];
}

function withData(
  value: LocatedMap,
  generator: LocatedMap,
  pairs: readonly KeyValue[],
  kind: 'ConfigMap' | 'Secret',
): LocatedMap {
  const data = new Map<string, LocatedEntry>();
  const binaryData = new Map<string, LocatedEntry>();
  for (const { key, bytes, origin } of pairs) {
    const text = kind === 'Secret' ? undefined : decode(bytes);
    const value: LocatedScalar = {
      kind: 'scalar',
      value: text ?? base64(bytes),
      text: text ?? base64(bytes),
      quoted: true,
      origin: text === undefined ? madeFrom(origin, 'derived') : origin,
    };
    const entry = { key: scalarFrom(origin, key), value };
    (kind === 'Secret' || text !== undefined ? data : binaryData).set(key, entry);
  }
  const field = (entries: Map<string, LocatedEntry>): LocatedMap => ({
    kind: 'map',
    entries: new Map([...entries].sort(([a], [b]) => (a < b ? -1 : 1))),
    origin: generator.origin,
  });
  let result = value;
  if (kind === 'Secret' || data.size > 0) result = withEntry(result, 'data', field(data));
  if (binaryData.size > 0) result = withEntry(result, 'binaryData', field(binaryData));
  return result;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Base64 in lines of 70 characters, each ended, as soon as there is more than one. */
function base64(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('base64');
  return text.length < 70 ? text : text.replace(/.{1,70}/g, '$&\n');
}

/** A generator's options: the kustomization's fill the gaps, but can't be undone. */
function optionsOf(target: Target, generator: LocatedMap) {
  const global = getMap(target.value, 'generatorOptions');
  const local = getMap(generator, 'options');
  const both = [local, global];
  const merged = (name: string): LocatedMap | undefined => {
    const maps = both.flatMap(options => getMap(options, name) ?? []);
    const [first, second] = maps;
    if (!first || first.entries.size + (second?.entries.size ?? 0) === 0) return undefined;
    return { ...first, entries: new Map([...(second?.entries ?? []), ...first.entries]) };
  };
  return {
    labels: merged('labels'),
    annotations: merged('annotations'),
    isNameFixed: both.some(options => booleanAt(options, 'disableNameSuffixHash')),
    immutable: both
      .filter(options => booleanAt(options, 'immutable'))
      .map(options => getScalar(options, 'immutable'))[0],
  };
}
