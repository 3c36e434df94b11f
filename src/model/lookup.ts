/**
 * The answer to "is there such a thing?". A chart without a model, an operator, a remote base or a
 * live cluster may make what the repository doesn't show: then the answer is unknowable, and only
 * `absent` may be reported.
 */
export type Lookup<T> =
  | { readonly status: 'found'; readonly value: T }
  /** `nearest` is a name that may have been meant. */
  | { readonly status: 'absent'; readonly nearest?: string | undefined }
  | { readonly status: 'unknowable'; readonly reason: string };

export const found = <T>(value: T): Lookup<T> => ({ status: 'found', value });
export const absent: Lookup<never> = { status: 'absent' };
export const unknowable = (reason: string): Lookup<never> => ({ status: 'unknowable', reason });
