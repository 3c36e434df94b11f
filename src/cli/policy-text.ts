import { Document, isMap, isNode, type Node, type Scalar } from 'yaml';
import type { PolicySection } from '../config/infer.ts';
import { plainOf, type Suggestion } from '../config/suggestion.ts';
import { printable } from '../report/escape.ts';
import { type Place, positionAt } from '../source/text.ts';
import { displayPath } from '../source/tree.ts';

/** Lines are as long as their values: a comment behind a folded one would be about the wrong line. */
const OPTIONS = { lineWidth: 0, flowCollectionPadding: false } as const;

/**
 * Parts of a policy as text; behind each value stands where it was read, as a comment.
 *
 * @param root the folder that the policy is for, which paths are relative to
 */
export function suggestionText(
  entries: Readonly<Record<string, Suggestion>>,
  root: string,
): string {
  const part: Suggestion = { kind: 'map', entries };
  const document = new Document(plainOf(part));
  for (const { path, at } of placesOf(part, [])) {
    const where = ` ${whereOf(at, root)}`;
    const node = document.getIn(path, true);
    // What is empty would have the comment below it.
    if (isMap(node)) keyOf(document, path).commentBefore = where;
    else if (isNode(node)) (node as Node).comment = where;
  }
  return document.toString(OPTIONS);
}

/** A section as text. */
export const sectionText = ({ key, value }: PolicySection, root: string): string =>
  suggestionText({ [key]: value }, root);

/** The key of an entry, as a node. */
function keyOf(document: Document, path: readonly (string | number)[]): Scalar {
  const holder = document.getIn(path.slice(0, -1), true);
  const pair = isMap<Scalar>(holder)
    ? holder.items.find(({ key }) => key.value === path.at(-1))
    : undefined;
  if (!pair) throw new Error('an entry has a key');
  return pair.key;
}

interface Sourced {
  readonly path: readonly (string | number)[];
  readonly at: Place;
}

function placesOf(part: Suggestion, path: Sourced['path']): Sourced[] {
  if (part.kind === 'value') return part.at ? [{ path, at: part.at }] : [];
  const children = part.kind === 'list' ? [...part.items.entries()] : Object.entries(part.entries);
  return children.flatMap(([key, child]) => placesOf(child, [...path, key]));
}

const whereOf = ({ file, start }: Place, root: string): string =>
  `${printable(displayPath(root, file.path))}:${positionAt(file, start).line}`;
