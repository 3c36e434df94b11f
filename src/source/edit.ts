import type { Place } from './text.ts';

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
