import type { Edit } from '../../source/edit.ts';
import type { SourceText } from '../../source/text.ts';
import type { LocatedScalar, LocatedValue } from '../../yaml/located.ts';
import { parseYaml, type SourceDocument } from '../../yaml/parse.ts';

/**
 * Whether edits changed nothing but what they name: both texts parse, and every scalar outside the
 * edits is still there, reads the same and hangs below the same keys.
 *
 * @returns what is wrong, undefined when nothing is
 */
export function verifyEdits(
  before: SourceText,
  after: SourceText,
  edits: readonly Edit[],
): string | undefined {
  const [old, made] = [parseYaml(before), parseYaml(after)];
  if (old.problems.length > 0) return "the file can't be read without mistakes";
  if (made.problems.length > 0) return `the file would be wrong: ${made.problems[0]?.message}`;
  const shift = shifter(edits);
  const expected = old.documents.flatMap(document => leaves(document, edits.map(rangeOf), shift));
  const found = made.documents.flatMap(document => leaves(document, insertedBy(edits), same));
  const isSame = expected.length === found.length && expected.every((leaf, i) => leaf === found[i]);
  return isSame ? undefined : 'more than it names would change';
}

interface Range {
  readonly start: number;
  readonly end: number;
}

const rangeOf = ({ at: { start, end } }: Edit): Range => ({ start, end });

const same = (offset: number): number => offset;

/** Where an offset of the old text, outside of all edits, is in the new one. */
const shifter =
  (edits: readonly Edit[]) =>
  (offset: number): number =>
    edits.reduce(
      (sum, { at, text }) => (at.end <= offset ? sum + text.length - (at.end - at.start) : sum),
      offset,
    );

/** What the edits wrote, as ranges of the new text. */
function insertedBy(edits: readonly Edit[]): Range[] {
  let shift = 0;
  return [...edits]
    .sort((a, b) => a.at.start - b.at.start)
    .map(({ at, text }) => {
      const start = at.start + shift;
      shift += text.length - (at.end - at.start);
      return { start, end: start + text.length };
    });
}

/**
 * The scalars outside of `edited`, each as a text that says where it is, how it reads and below
 * which keys it hangs. Keys that were edited count as one, whatever their number: they are what was
 * to change, but nothing else may come below them or get out.
 */
function leaves(
  { value: root, index }: SourceDocument,
  edited: readonly Range[],
  moved: (offset: number) => number,
): string[] {
  const isEdited = ({ start, end }: Range) =>
    edited.some(range => range.start < end && start < range.end);
  const result: string[] = [];
  const visit = (value: LocatedValue, above: readonly (number | 'edited')[]): void => {
    const place = value.origin.alias ?? value.origin;
    if (value.kind === 'scalar' || value.origin.alias) {
      if (place.start === place.end || isEdited(place)) return;
      const reads = value.origin.alias ? 'alias' : reading(value as LocatedScalar);
      result.push(
        JSON.stringify([index, moved(place.start), place.end - place.start, reads, above]),
      );
    } else if (value.kind === 'sequence') for (const item of value.items) visit(item, above);
    else {
      for (const { key, value: child } of value.entries.values()) {
        visit(key, above);
        if (!isEdited(key.origin)) visit(child, [...above, moved(key.origin.start)]);
        else visit(child, above.at(-1) === 'edited' ? above : [...above, 'edited']);
      }
    }
  };
  if (root) visit(root, []);
  return result;
}

const reading = ({ text, quoted, tag }: LocatedScalar): unknown => [text, quoted, tag];
