import { type Place, textOf } from '../source/text.ts';
import { textAt } from '../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../yaml/located.ts';
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
  if (value.kind === 'map') {
    for (const [name, entry] of value.entries) {
      if (covers(entry.key, place)) return { name, value: entry.key };
      if (covers(entry.value, place)) return { name, value: entry.value };
    }
  }
  if (value.kind === 'sequence') {
    const index = value.items.findIndex(item => covers(item, place));
    const item = value.items[index];
    if (item) return { name: identityOf(item) ?? String(index), index, value: item };
  }
  return undefined;
}

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
  const { file, start, end } = value.origin.alias ?? value.origin;
  return file === place.file && start <= place.start && place.end <= end;
}
