import type { RelatedPlace } from '../../../source/problem.ts';
import type { LocatedScalar } from '../../../yaml/located.ts';

/** What YAML made of a list that wasn't written as meant. */
export interface Folded {
  readonly why: string;
  readonly help: string;
  readonly related?: readonly RelatedPlace[];
}

/**
 * Whether an unquoted list item took in what was meant to stand by itself: the item of the next
 * line, which is indented deeper, one on the same line, or a comment without a space before it.
 *
 * @param text the path that the item names, or a part of the item
 * @param isRemote whether the text is a URL, in which `#` may begin a fragment
 * @see https://yaml.org/spec/1.2.2/#733-plain-style
 */
export function foldedItem(
  from: LocatedScalar,
  text: string,
  isRemote = false,
): Folded | undefined {
  if (from.quoted) return undefined;
  const next = nextLine(from);
  if (next) {
    const isItem = next.text.startsWith('-');
    return {
      why: 'YAML folded the next line into this item',
      help: isItem
        ? 'indent both items alike, each with a `- ` of its own'
        : 'begin each item with a `- ` of its own',
      related: [{ at: next.at, message: 'this line became part of the item' }],
    };
  }
  if (/\s-(?:\s|$)/.test(text)) {
    return {
      why: 'YAML reads two items on one line as one',
      help: 'write each item on a line of its own',
    };
  }
  const isComment = isRemote ? /\S#\s/.test(text) : /\S#/.test(text);
  return isComment
    ? {
        why: 'what follows `#` is not a comment without a space before it',
        help: 'write a space before `#`',
      }
    : undefined;
}

/** Whether a plain scalar goes on in a line that was meant to be an item. */
export const holdsNextItem = (from: LocatedScalar): boolean =>
  !from.quoted && (nextLine(from)?.text.startsWith('- ') ?? false);

/** The second line of a scalar that spans several, without what is around it. */
function nextLine({ origin }: LocatedScalar) {
  const { file, start, end } = origin;
  const source = file.text.slice(start, end);
  const lineEnd = source.search(/[\r\n]/);
  if (lineEnd < 0) return undefined;
  const rest = source.slice(lineEnd);
  const text = rest.trimStart().split(/[\r\n]/)[0] ?? '';
  const from = start + lineEnd + (rest.length - rest.trimStart().length);
  return { text, at: { file, start: from, end: from + text.length } };
}
