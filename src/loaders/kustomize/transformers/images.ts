import { once } from '../../../model/once.ts';
import { code } from '../../../text/code.ts';
import { nearest } from '../../../text/nearest.ts';
import { asMap, getString, itemsAt } from '../../../yaml/access.ts';
import { withEntry } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import { type Gathered, mayHoldMore, noteIdle, spendChanges } from '../context/gathered.ts';
import { type FieldSpec, setField } from '../fields/field-spec.ts';
import { compilePattern } from '../fields/pattern.ts';
import { type Item, text } from '../items/item.ts';
import type { Target } from '../kustomization/target.ts';
import { eachEntry } from './each-entry.ts';

/** The wanted image, or undefined where the entry isn't about this one. */
type Rewrite = (image: LocatedScalar) => LocatedScalar | undefined;

/** An entry whose name no image has is told by a look at its first characters. */
const ASKED_PER_CHANGE = 100;
/** All others are compared by an expression. */
const COMPARED_PER_CHANGE = 2;

/**
 * Applies the entries of `images`: to the containers of any object, however deep, and to the fields
 * that are known to hold images. An entry that finds none of its name is noted.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/tree/kustomize/v5.8.1/api/filters/imagetag
 */
export function applyImages(
  gathered: Gathered,
  target: Target,
  items: readonly Item[],
  specs: readonly FieldSpec[],
): readonly Item[] {
  const entries = itemsAt(target.value, 'images').flatMap(entry => asMap(entry) ?? []);
  if (entries.length === 0) return items;
  const imagesIn = imageReader(specs);
  return eachEntry(
    gathered,
    entries,
    items,
    (at, entry) => applyImage(gathered, { target, entry, specs, imagesIn }, at),
    ASKED_PER_CHANGE,
  );
}

/** The images of an object: each entry asks for them, few change one. */
const imageReader = (specs: readonly FieldSpec[]): ((value: LocatedMap) => readonly string[]) =>
  once(value => {
    const found = new Set<string>();
    rewriteImages(value, specs, image => {
      found.add(image.text);
      return undefined;
    });
    return [...found];
  });

interface Step {
  readonly target: Target;
  readonly entry: LocatedMap;
  readonly specs: readonly FieldSpec[];
  readonly imagesIn: (value: LocatedMap) => readonly string[];
}

function applyImage(
  gathered: Gathered,
  { target, entry, specs, imagesIn }: Step,
  items: readonly Item[],
): readonly Item[] {
  const rewriter = rewriterOf(entry);
  if (!rewriter) return items;
  const { mayBeOf, rewrite } = rewriter;
  let asked = 0;
  const result = items.map(item => {
    if (!imagesIn(item.value).some(mayBeOf)) return item;
    asked++;
    const value = rewriteImages(item.value, specs, rewrite);
    return value === item.value ? item : { ...item, value };
  });
  spendChanges(gathered, asked / COMPARED_PER_CHANGE, entry);
  // A component is written for whatever uses it.
  const name = target.kind === 'Kustomization' ? getString(entry, 'name') : undefined;
  const isIdle = result.every((item, i) => item === items[i]);
  if (name && isIdle && !mayHoldMore(gathered, undefined)) {
    const meant =
      gathered.idle.length < MAX_SUGGESTIONS && nearestImage(name.text, items, imagesIn);
    noteIdle(
      gathered,
      name,
      `no object has the image \`${name.text}\`: the entry changes nothing`,
      meant ? `Did you mean ${code(meant)}?` : undefined,
    );
  }
  return result;
}

/** Whoever has more entries of no use doesn't read what is nearest to each. */
const MAX_SUGGESTIONS = 50;

function nearestImage(
  name: string,
  items: readonly Item[],
  imagesIn: Step['imagesIn'],
): string | undefined {
  const seen = items.flatMap(({ value }) => imagesIn(value));
  return nearest(name, new Set(seen.map(image => splitImage(image).name)));
}

function rewriteImages(
  value: LocatedMap,
  specs: readonly FieldSpec[],
  rewrite: Rewrite,
): LocatedMap {
  const isDefinition = text(value, 'kind') === 'CustomResourceDefinition';
  const inContainers = isDefinition ? value : rewriteContainers(value, rewrite);
  return specs.reduce(
    (at, spec) =>
      setField(at, spec, field => (field?.kind === 'scalar' ? rewrite(field) : undefined)),
    inContainers as LocatedMap,
  );
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
function rewriterOf(
  entry: LocatedMap,
): { readonly rewrite: Rewrite; readonly mayBeOf: (image: string) => boolean } | undefined {
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
  const rewrite: Rewrite = image => {
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
  return { rewrite, mayBeOf: startsLike(name?.text ?? '') };
}

/**
 * Whether a text may match an expression, by the characters that the expression begins with: most names are
 * nothing but such characters and dots, and most images are none of theirs.
 */
function startsLike(pattern: string): (text: string) => boolean {
  if (pattern.includes('|')) return () => true;
  // A sign that repeats is about the character before it.
  const [plain = ''] = /^[\w/:@.-]*/.exec(pattern) ?? [];
  const sure = plain.length < pattern.length ? plain.slice(0, -1) : plain;
  return text => {
    if (text.length < sure.length) return false;
    for (let i = 0; i < sure.length; i++) {
      const wanted = sure.charCodeAt(i);
      if (wanted !== DOT && wanted !== text.charCodeAt(i)) return false;
    }
    return true;
  };
}

const DOT = 46;

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
