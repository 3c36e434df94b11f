import { distance } from 'fastest-levenshtein';

/** So many lines of a document are shown as they are; of longer ones, what leads to the line and what is around it. */
const MOST_LINES = 15;

/** How many lines around the one that matters are shown of a long document. */
const AROUND = 3;

/** A comment in a fixture that a page begins, or ends, its excerpt with, where the one that is chosen says too little. */
const MARK = /^\s*#\s*excerpt( ends)?\s*$/;

export const isMark = (line: string): boolean => MARK.test(line);

/** Lines of a text, by number from 0; what is left out between them is a gap. */
export type Excerpt = readonly number[];

/** The lines of a text that show what one of them is about: those that are marked, else those that lead to it. */
export function excerptAround(lines: readonly string[], at: number): Excerpt {
  const marked = markedLines(lines);
  if (marked.length > 0) return marked;
  const [first, last] = documentAround(lines, at);
  const all = range(first, last).filter(i => i === at || lines[i]?.trim() !== '');
  if (all.length <= MOST_LINES) return all;
  const wanted = [
    ...all.filter(i => /^(kind|metadata):|^ {2}name:/.test(lines[i] ?? '')).slice(0, 3),
    ...ancestors(lines, at, first),
    ...all.filter(i => Math.abs(i - at) <= AROUND),
  ];
  return [...new Set(wanted)].sort((a, b) => a - b);
}

function markedLines(lines: readonly string[]): Excerpt {
  const begin = lines.findIndex(isMark);
  if (begin < 0) return [];
  const end = lines.findIndex((line, i) => i > begin && isMark(line));
  return range(begin + 1, (end < 0 ? lines.length : end) - 1);
}

const range = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);

/** The first and the last line of the YAML document that a line is in. */
function documentAround(lines: readonly string[], at: number): [first: number, last: number] {
  const isEnd = (line: string | undefined) => line === undefined || /^---/.test(line);
  let [first, last] = [at, at];
  while (!isEnd(lines[first - 1])) first--;
  while (!isEnd(lines[last + 1])) last++;
  return [first, last];
}

const indentOf = (line: string): number => /^[ -]*/.exec(line)?.[0].length ?? 0;

/** The lines that a line is below, by their indentation. */
function ancestors(lines: readonly string[], at: number, first: number): number[] {
  const found: number[] = [];
  let indent = indentOf(lines[at] ?? '');
  for (let i = at - 1; i >= first; i--) {
    const line = lines[i] ?? '';
    if (line.trim() === '' || line.trim().startsWith('#') || indentOf(line) >= indent) continue;
    indent = indentOf(line);
    found.push(i);
  }
  return found;
}

export interface NamedText {
  readonly path: string;
  readonly lines: readonly string[];
}

/**
 * The line of other texts that says most nearly the same as one of a text, where something near it is different:
 * where a reader would look for what makes it fine.
 *
 * @param known all lines of the repository of the text, trimmed
 */
export function counterpart(
  { path, lines }: NamedText,
  at: number,
  others: readonly NamedText[],
  known: ReadonlySet<string>,
): { readonly text: NamedText; readonly line: number } | undefined {
  const sought = outline(lines, at);
  const scored = others.flatMap(text => {
    const marked = markedLines(text.lines)[0];
    const places = marked === undefined ? text.lines.keys() : [marked];
    return [...places].flatMap(line => {
      const own = text.lines[line] ?? '';
      if (own.trim() === '' || own.trim().startsWith('#') || own.startsWith('---')) return [];
      const near = excerptAround(text.lines, line).map(i => (text.lines[i] ?? '').trim());
      const bonus =
        (text.path === path ? 4 : 0) +
        (near.some(one => !known.has(one)) ? 15 : 0) +
        (marked === undefined ? 0 : 100);
      return [{ text, line, score: bonus + likeness(sought, outline(text.lines, line)) }];
    });
  });
  return scored.reduce<(typeof scored)[number] | undefined>(
    (best, one) => (best && best.score >= one.score ? best : one),
    undefined,
  );
}

/** A line, the keys above it, and the kind of its document. */
function outline(lines: readonly string[], at: number) {
  const [first, last] = documentAround(lines, at);
  const kind = lines.slice(first, last + 1).find(line => line.startsWith('kind:'));
  const keys = ancestors(lines, at, first).map(i => keyOf(lines[i] ?? ''));
  const line = (lines[at] ?? '').trim();
  return { line, key: keyOf(line), keys: keys.join(' '), kind };
}

const keyOf = (line: string): string => line.replace(/^[ -]*/, '').replace(/:( .*)?$/, '');

type Outline = ReturnType<typeof outline>;

const likeness = (a: Outline, b: Outline): number =>
  (a.kind === b.kind ? 3 : 0) +
  (a.keys === b.keys ? 3 : 0) +
  (a.key === b.key ? 3 : 0) +
  2 * (1 - distance(a.line, b.line) / Math.max(a.line.length, b.line.length, 1));
