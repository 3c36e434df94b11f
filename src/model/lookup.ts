/**
 * The answer to "is there such a thing?". A chart without a model, an operator, a remote base or a
 * live cluster may make what the repository doesn't show. What could make it, if anything, decides:
 *
 * - `found`: it is there;
 * - `absent`: nothing could make it;
 * - `unlikely`: only something that would have to break its habits could make it;
 * - `unknowable`: something that can't be read may well make it.
 *
 * `absent` is reported, `unlikely` with confidence `likely`; `unknowable` is counted.
 */
export type Lookup<T> =
  | { readonly status: 'found'; readonly value: T }
  /** `nearest` is a name that may have been meant. */
  | { readonly status: 'absent'; readonly nearest?: string | undefined }
  | { readonly status: 'unlikely'; readonly reason: string; readonly nearest?: string | undefined }
  | { readonly status: 'unknowable'; readonly reason: string };

export const found = <T>(value: T): Lookup<T> => ({ status: 'found', value });
export const absent: Lookup<never> = { status: 'absent' };
export const unlikely = (reason: string, nearest?: string): Lookup<never> => ({
  status: 'unlikely',
  reason,
  nearest,
});
export const unknowable = (reason: string): Lookup<never> => ({ status: 'unknowable', reason });

/**
 * What something makes of whatever names may be there; hardly so where the name is a slip of the pen for one that is
 * there.
 *
 * @param meant the name that was meant then, undefined where there is none
 */
export const perhaps = (reason: string, meant: string | undefined): Lookup<never> =>
  meant === undefined ? unknowable(reason) : unlikely(reason, meant);

/** What is to be said of something that is not there. */
export interface Missing {
  /** What could make it all the same, against its habits: the finding is then only likely. */
  readonly doubt: string | undefined;
  /** A name that may have been meant. */
  readonly nearest: string | undefined;
}

/** Whether a lookup says that the thing is missing: certainly, or with a doubt. */
export function missing(answer: Lookup<unknown>): Missing | undefined {
  if (answer.status === 'absent') return { doubt: undefined, nearest: answer.nearest };
  if (answer.status === 'unlikely') return { doubt: answer.reason, nearest: answer.nearest };
  return undefined;
}
