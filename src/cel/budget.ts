import { UnknownValue } from './values.ts';

/** Items that functions of one evaluation may make, and pairs of items that they may compare. */
const MOST = 200_000;
/** So many comparisons cost what one item does. */
const COMPARED = 20;

let spent = 0;

/** A new evaluation begins. */
export const resetBudget = (): void => {
  spent = 0;
};

/** Whether functions of this evaluation have made too much: it has no answer, whatever else comes of it. */
export const isOverspent = (): boolean => spent > MOST;

/**
 * A list that a function makes; what it makes over and over counts each time.
 *
 * @throws UnknownValue where the evaluation has made too many items
 */
export function charged(length: number): void {
  spent += length;
  if (isOverspent()) throw new UnknownValue('too much is made');
}

/** The same for comparisons of each item of one list with each of another. */
export const comparing = (one: number, other: number): void => charged((one * other) / COMPARED);
