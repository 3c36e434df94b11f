/** What a worker is told. */
export interface Order {
  readonly root: string;
  readonly seed: number;
  /** How many inputs to try. */
  readonly count: number;
  /** Where the input stands that is being tried: its number, its length, and itself as JSON. */
  readonly shared: SharedArrayBuffer;
}

/** What it says: a failure with its input, or how far it is. */
export type Word =
  | {
      readonly input: string;
      readonly kind: string;
      readonly detail: string;
      readonly index: number;
    }
  | { readonly tried: number };

/** Bytes before the input: its number and its length. */
export const HEADER = 8;
