import { code } from '../../../text/code.ts';
import { nearest } from '../../../text/nearest.ts';
import { getString } from '../../../yaml/access.ts';
import { withEntry } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import { type Gathered, mayHoldMore, noteIdle } from '../context/gathered.ts';
import { type FieldSpec, setField } from '../fields/field-spec.ts';
import { compilePattern } from '../fields/pattern.ts';
import { type Item, text } from '../items/item.ts';
import type { Target } from '../kustomization/target.ts';

/** The wanted image, or undefined where the entry isn't about this one. */
type Rewrite = (image: LocatedScalar) => LocatedScalar | undefined;

/**
 * Applies one entry of `images`: to the containers of any object, however deep, and to the fields
 * that are known to hold images. An entry that finds none of its name is noted.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/tree/kustomize/v5.8.1/api/filters/imagetag
 */
export function applyImages(
  gathered: Gathered,
  target: Target,
  items: readonly Item[],
  entry: LocatedMap,
  specs: readonly FieldSpec[],
): readonly Item[] {
  const write = rewriter(entry);
  if (!write) return items;
  const seen = new Set<string>();
  const rewrite: Rewrite = image => {
    seen.add(splitImage(image.text).name);
    return write(image);
  };
  const result = items.map(item => {
    const isDefinition = text(item.value, 'kind') === 'CustomResourceDefinition';
    const inContainers = isDefinition ? item.value : rewriteContainers(item.value, rewrite);
    const value = specs.reduce(
      (at, spec) =>
        setField(at, spec, field => (field?.kind === 'scalar' ? rewrite(field) : undefined)),
      inContainers as LocatedMap,
    );
    return value === item.value ? item : { ...item, value };
  });
  // A component is written for whatever uses it.
  const name = target.kind === 'Kustomization' ? getString(entry, 'name') : undefined;
  const isIdle = result.every((item, i) => item === items[i]);
  if (name && isIdle && !mayHoldMore(gathered, undefined)) {
    const meant = nearest(name.text, seen);
    noteIdle(
      gathered,
      name,
      `no object has the image \`${name.text}\`: the entry changes nothing`,
      meant && `Did you mean ${code(meant)}?`,
    );
  }
  return result;
}

function rewriteContainers(value: LocatedValue, rewrite: Rewrite): LocatedValue {
  if (value.kind === 'scalar') return value;
  if (value.kind === 'sequence') {
    const items = value.items.map(item => rewriteContainers(item, rewrite));
    return items.every((item, i) => item === value.items[i]) ? value : { ...value, items };
  }
  let result = value;
  for (const [name, entry] of value.entries) {
    let child = rewriteContainers(entry.value, rewrite);
    const isList = name === 'containers' || name === 'initContainers';
    if (isList && child.kind === 'sequence') {
      const items = child.items.map(item => rewriteImage(item, rewrite));
      if (items.some((item, i) => child.kind === 'sequence' && item !== child.items[i])) {
        child = { ...child, items };
      }
    }
    if (child !== entry.value) result = withEntry(result, name, child);
  }
  return result;
}

function rewriteImage(container: LocatedValue, rewrite: Rewrite): LocatedValue {
  const image = container.kind === 'map' ? container.entries.get('image')?.value : undefined;
  if (container.kind !== 'map' || image?.kind !== 'scalar') return container;
  const changed = rewrite(image);
  return changed ? withEntry(container, 'image', changed) : container;
}

/** The image keeps pointing at the kustomization's text that decides most of it: tag, digest, name. */
function rewriter(entry: LocatedMap): Rewrite | undefined {
  const [name, newName, newTag, digest, tagSuffix] = [
    'name',
    'newName',
    'newTag',
    'digest',
    'tagSuffix',
  ].map(field => getString(entry, field));
  const source = newTag ?? digest ?? tagSuffix ?? newName;
  if (!source) return undefined;
  const tail = '(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?';
  const matches = compilePattern(`${name?.text ?? ''}${tail}`);
  return image => {
    if (!matches?.(image.text)) return undefined;
    let { tag, digest: pinned, name: plain } = splitImage(image.text);
    if (newName) plain = newName.text;
    if (newTag) {
      tag = newTag.text;
      pinned = digest?.text ?? '';
    } else if (digest) {
      tag = '';
      pinned = digest.text;
    } else if (tagSuffix) {
      tag += tagSuffix.text;
      pinned = '';
    }
    const value = plain + (tag && `:${tag}`) + (pinned && `@${pinned}`);
    return {
      kind: 'scalar',
      value,
      text: value,
      quoted: true,
      origin: { ...source.origin, made: 'derived' },
    };
  };
}

/** https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/internal/image/image.go */
function splitImage(image: string): { name: string; tag: string; digest: string } {
  const slash = Math.max(0, image.indexOf('/'));
  const at = image.indexOf('@', slash);
  const colon = image.indexOf(':', slash);
  const isTagged = colon >= 0 && (at < 0 || colon < at);
  const end = isTagged ? colon : at < 0 ? image.length : at;
  return {
    name: image.slice(0, end),
    tag: isTagged ? image.slice(colon + 1, at < 0 ? image.length : at) : '',
    digest: at < 0 ? '' : image.slice(at + 1),
  };
}
