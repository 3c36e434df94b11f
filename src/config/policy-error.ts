import type { Place } from '../source/text.ts';

/** A policy file that can't be used: said with the place, and the command ends. */
export interface PolicyError {
  readonly at: Place;
  readonly message: string;
  readonly help?: string;
}
