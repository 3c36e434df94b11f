import { textAt } from '../model/access.ts';
import type { LocatedValue } from '../model/located.ts';
import type { SourceDocument } from '../source/parse.ts';
import type { Place } from '../source/text.ts';

/**
 * Names a place by what it is instead of where it is: the object it belongs to and the path of keys
 * in it, list items by their `name` where they have one. Moves of lines don't change it.
 */
export function semanticPath(documents: readonly SourceDocument[], place: Place): string {
  const document = documents.find(({ value }) => value !== undefined && covers(value, place));
  if (!document?.value) return '';
  const identity = ['kind', 'metadata.namespace', 'metadata.name']
    .map(path => textAt(document.value, ...path.split('.')) ?? '')
    .join('/');
  const steps: string[] = [];
  let at: LocatedValue | undefined = document.value;
  while (at) at = step(at, place, steps);
  return `${identity === '//' ? `#${document.index}` : identity}:${steps.join('.')}`;
}

/** Descends into the child that covers the place, noting how; undefined at the innermost. */
function step(value: LocatedValue, place: Place, steps: string[]): LocatedValue | undefined {
  if (value.kind === 'map') {
    for (const [name, entry] of value.entries) {
      if (covers(entry.key, place)) {
        steps.push(name);
        return undefined;
      }
      if (covers(entry.value, place)) {
        steps.push(name);
        return entry.value;
      }
    }
  }
  if (value.kind === 'sequence') {
    const index = value.items.findIndex(item => covers(item, place));
    const item = value.items[index];
    if (item) steps.push(textAt(item, 'name') ?? String(index));
    return item;
  }
  return undefined;
}

function covers(value: LocatedValue, place: Place): boolean {
  const { file, start, end } = value.origin.alias ?? value.origin;
  return file === place.file && start <= place.start && place.end <= end;
}
