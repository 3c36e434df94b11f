import type { Place, SourceText } from './text.ts';

/** One replacement of characters in a source file; an empty place is an insertion. */
export interface Edit {
  readonly at: Place;
  readonly text: string;
}

/**
 * `safe` fixes leave what is deployed as it was meant; `unsafe` ones change it in a way that a person
 * should look at.
 */
export type Applicability = 'safe' | 'unsafe';

/** What would mend a finding: all edits, or none of them. */
export interface Fix {
  /** What it does, in the imperative: "Rename it to lbipam.cilium.io/ips". */
  readonly title: string;
  readonly applicability: Applicability;
  readonly edits: readonly Edit[];
}

/**
 * The text from `start` to `end` with edits carried out.
 *
 * @param edits that lie within it and don't overlap
 */
export function edited(
  { text }: SourceText,
  start: number,
  end: number,
  edits: readonly Edit[],
): string {
  let result = '';
  let from = start;
  for (const edit of [...edits].sort((a, b) => a.at.start - b.at.start)) {
    result += text.slice(from, edit.at.start) + edit.text;
    from = edit.at.end;
  }
  return result + text.slice(from, end);
}
