import type { LocatedValue } from '../../../../yaml/located.ts';

/** Something in a route that the API server refuses, with the characters to change. */
export interface Flaw {
  readonly at: LocatedValue;
  readonly message: string;
  readonly help?: string;
}

/** A flaw when a list is longer than the API allows: the first item that is too many. */
export const tooMany = (
  list: LocatedValue | undefined,
  limit: number,
  what: string,
): readonly Flaw[] =>
  list?.kind === 'sequence' && list.items.length > limit
    ? [{ at: list.items[limit] ?? list, message: `more than ${limit} ${what}` }]
    : [];
