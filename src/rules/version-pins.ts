import type { Policy } from '../config/load.ts';
import type { NodeVersions } from '../config/policy.ts';
import { matchesName } from '../config/rule-names.ts';

/** The version that the policy has for a node, or for all. */
export interface VersionPin {
  readonly wanted: string;
  /** Where the policy says so. */
  readonly path: readonly string[];
  /** The node, where it has an entry of its own. */
  readonly node: string | undefined;
}

/** What the policy wants of a node: the last entry for its name that says something of it, else what it wants of all. */
export function versionPin(
  { talos }: Policy,
  what: keyof NodeVersions,
  node: string | undefined,
): VersionPin | undefined {
  const own = Object.entries(talos?.nodes ?? {}).findLast(
    ([glob, versions]) =>
      versions[what] !== undefined && node !== undefined && matchesName(node, glob),
  );
  if (own?.[1][what] !== undefined)
    return { wanted: own[1][what], path: ['talos', 'nodes', own[0], what], node };
  const wanted = talos?.[what];
  return wanted === undefined ? undefined : { wanted, path: ['talos', what], node: undefined };
}
