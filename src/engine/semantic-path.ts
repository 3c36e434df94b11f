import { once } from '../model/once.ts';
import { type Place, textOf } from '../source/text.ts';
import { textAt } from '../yaml/access.ts';
import type { LocatedMap, LocatedScalar, LocatedSequence, LocatedValue } from '../yaml/located.ts';
import type { SourceDocument } from '../yaml/parse.ts';

/**
 * Names a place by what it is instead of where it is: the object it belongs to and the path of keys
 * in it, list items by what identifies them. Moves of lines, and edits elsewhere in the file, don't
 * change it. Of secret material only indexes are told. What lies in no document (a comment, a recipe's line) is named by its own characters.
 */
export function semanticPath(
  documents: readonly SourceDocument[],
  place: Place,
  isSecret = false,
): string {
  const document = documentAt(documents, place);
  if (!document?.value) return isSecret ? '' : textOf(place);
  const identity = ['kind', 'metadata.namespace', 'metadata.name']
    .map(path => textAt(document.value, ...path.split('.')) ?? '')
    .join('/');
  const steps = walk(document.value, place).map(({ name, index }) =>
    isSecret ? (index ?? name) : name,
  );
  return `${identity === '//' ? `#${document.index}` : identity}:${steps.join('.')}`;
}

/** The scalar (or key) that covers a place, if one does. */
export function scalarAround(
  documents: readonly SourceDocument[],
  place: Place,
): LocatedScalar | undefined {
  const root = documentAt(documents, place)?.value;
  const inner = root && (walk(root, place).at(-1)?.value ?? root);
  return inner?.kind === 'scalar' ? inner : undefined;
}

const documentAt = (documents: readonly SourceDocument[], place: Place) =>
  documents.find(({ value }) => value !== undefined && covers(value, place));

interface Step {
  readonly name: string;
  /** Of a list item. */
  readonly index?: number;
  readonly value: LocatedValue;
}

/** The way from a document's root to the innermost value that covers a place. */
function walk(root: LocatedValue, place: Place): readonly Step[] {
  const steps: Step[] = [];
  for (let next = step(root, place); next; next = step(next.value, place)) steps.push(next);
  return steps;
}

function step(value: LocatedValue, place: Place): Step | undefined {
  if (value.kind === 'scalar') return undefined;
  const { parts, isOrdered } = partsOf(value);
  const from = isOrdered ? firstEndingFrom(parts, place.end) : 0;
  for (let i = from; i < parts.length; i++) {
    const part = parts[i];
    if (!part || (isOrdered && spanOf(part.value).start > place.start)) return undefined;
    if (!covers(part.value, place)) continue;
    const { index } = part;
    if (index === undefined) return part;
    return { name: identityOf(part.value) ?? part.name, index, value: part.value };
  }
  return undefined;
}

interface Parts {
  /** A map's keys and values, in order; a list's items, named by their index. */
  readonly parts: readonly Step[];
  /** Whether one stands behind the other in one file: no aliases, nothing merged. */
  readonly isOrdered: boolean;
}

/** Kept, because a file with many findings asks again and again. */
const partsOf = once((value: LocatedMap | LocatedSequence): Parts => {
  const parts: readonly Step[] =
    value.kind === 'map'
      ? [...value.entries].flatMap(([name, entry]) => [
          { name, value: entry.key },
          { name, value: entry.value },
        ])
      : value.items.map((item, index) => ({ name: String(index), index, value: item }));
  const isOrdered = parts.every((part, i) => {
    const [before, own] = [parts[i - 1], spanOf(part.value)];
    if (!before) return true;
    const { file, end } = spanOf(before.value);
    return file === own.file && end <= own.start;
  });
  return { parts, isOrdered };
});

/** The first part that ends at a place or behind it. */
function firstEndingFrom(parts: readonly Step[], end: number): number {
  let [low, high] = [0, parts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const part = parts[middle];
    if (part && spanOf(part.value).end < end) low = middle + 1;
    else high = middle;
  }
  return low;
}

const spanOf = ({ origin }: LocatedValue): Place => origin.alias ?? origin;

/** Keys that tell the items of a list apart, in Kubernetes objects, kustomizations and values. */
const IDENTIFYING = ['name', 'path', 'mountPath', 'key', 'directory', 'ip', 'address'];

/** What tells a list item from its neighbours wherever it stands; undefined: only its index does. */
function identityOf(item: LocatedValue): string | undefined {
  if (item.kind === 'scalar') return item.text.length <= 200 ? item.text : undefined;
  for (const key of IDENTIFYING) {
    const name = textAt(item, key);
    if (name !== undefined) return name;
  }
  return undefined;
}

function covers(value: LocatedValue, place: Place): boolean {
  const { file, start, end } = spanOf(value);
  return file === place.file && start <= place.start && place.end <= end;
}
