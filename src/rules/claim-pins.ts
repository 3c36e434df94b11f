import type { Policy } from '../config/load.ts';
import type { ClaimPolicy } from '../config/policy.ts';
import { matchesName } from '../config/rule-names.ts';
import type { VolumeClaim } from '../model/cluster/storage/storage.ts';
import { applicationEntry } from './application-entry.ts';

interface ClaimPin {
  readonly wanted: ClaimPolicy;
  /** Where the policy says so. */
  readonly path: readonly string[];
}

/** What the policy wants of a claim: the last entry for it of its application, else of all. */
export function claimPin(policy: Policy, item: VolumeClaim): ClaimPin | undefined {
  const mine = applicationEntry(policy, item.resource, 'claims');
  const lists = [
    ...(mine ? [{ path: mine.path, claims: mine.value }] : []),
    { path: ['storage', 'claims'], claims: policy.storage?.claims ?? {} },
  ];
  for (const { path, claims } of lists) {
    const found = Object.entries(claims).findLast(([glob]) => isFor(glob, item));
    if (found) return { wanted: found[1], path: [...path, found[0]] };
  }
  return undefined;
}

const isFor = (glob: string, { resource, name }: VolumeClaim): boolean =>
  glob.includes('/')
    ? matchesName(`${resource.kind}/${resource.name}`, glob)
    : resource.kind === 'PersistentVolumeClaim' && matchesName(name ?? resource.name, glob);
