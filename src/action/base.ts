/** The parts of an event's payload that say what a change is based on. */
export interface EventPayload {
  readonly pull_request?: { readonly base?: { readonly sha?: string } };
  readonly merge_group?: { readonly base_sha?: string };
  /** Of a push: the commit before it, zeros for a new branch. */
  readonly before?: string;
  readonly repository?: { readonly default_branch?: string };
}

/**
 * The revision to compare with, by the event that started the workflow; undefined to report all.
 *
 * @param changedOnly undefined: for pull requests only
 * @throws Error where only what is new is asked for, and the event has no base
 */
export function baseRevision(
  event: string,
  payload: EventPayload,
  changedOnly: boolean | undefined,
): string | undefined {
  const isPullRequest = event === 'pull_request' || event === 'pull_request_target';
  if (!(changedOnly ?? isPullRequest)) return undefined;
  const base = payload.pull_request?.base?.sha ?? payload.merge_group?.base_sha ?? pushed(payload);
  if (base !== undefined) return base;
  throw new Error(
    `changed-only needs the base of a pull request, a merge group or a push; the event ${event} has none`,
  );
}

/** What others' changes are based on: the base of a pull request or merge group; undefined for all else. */
export const trustedBase = ({ pull_request, merge_group }: EventPayload): string | undefined =>
  pull_request?.base?.sha ?? merge_group?.base_sha;

function pushed({ before, repository }: EventPayload): string | undefined {
  if (before !== undefined && !/^0+$/.test(before)) return before;
  const branch = before === undefined ? undefined : repository?.default_branch;
  return branch === undefined ? undefined : `origin/${branch}`;
}
