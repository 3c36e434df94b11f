/** An alias that is a key, at the beginning of a line or of an item. */
const ALIAS_KEY = /^([ \t]*(?:-[ \t]+)*\*[A-Za-z0-9_-]+):(?=[ \t]|\r?$)/gm;

/** A text with blanks put in, and where its characters were before. */
export interface SpacedText {
  readonly text: string;
  /** The offset in the text as it was. */
  readonly before: (offset: number) => number;
}

/**
 * A text in which aliases that are keys end before their colon: `*app:` becomes `*app :`.
 *
 * The specification lets a name have colons, so that it reads `app:` there; the parsers of kustomize, Helm and
 * Kubernetes end it at the colon (https://github.com/yaml/go-yaml/blob/v3/scannerc.go, yaml_parser_scan_anchor), and
 * many a cluster is written like that.
 *
 * @returns undefined where there is none
 */
export function spaceAliasKeys(text: string): SpacedText | undefined {
  const blanks: number[] = [];
  let count = 0;
  const spaced = text.replace(ALIAS_KEY, (match: string, alias: string, at: number) => {
    blanks.push(at + alias.length + count++);
    return `${alias} :${match.slice(alias.length + 1)}`;
  });
  if (count === 0) return undefined;
  return { text: spaced, before: offset => offset - blanksBefore(blanks, offset) };
}

/** How many of the blanks stand before an offset. */
function blanksBefore(blanks: readonly number[], offset: number): number {
  let [low, high] = [0, blanks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blanks[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
