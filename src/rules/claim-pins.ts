import type { Policy } from '../config/load.ts';
import type { ClaimPolicy } from '../config/policy.ts';
import { matchesName } from '../config/rule-names.ts';
import { applicationNames } from '../model/cluster/delivery/ownership.ts';
import type { VolumeClaim } from '../model/cluster/storage/storage.ts';
import { own } from '../text/own.ts';

interface ClaimPin {
  readonly wanted: ClaimPolicy;
  /** Where the policy says so. */
  readonly path: readonly string[];
}

/** What the policy wants of a claim: the last entry for it of its application, else of all. */
export function claimPin(
  { applications = {}, storage }: Policy,
  item: VolumeClaim,
): ClaimPin | undefined {
  const names = applicationNames(item.resource);
  const application = Object.keys(applications).find(name => names.includes(name));
  const mine = application === undefined ? undefined : own(applications, application)?.claims;
  const lists = [
    { path: ['applications', application ?? '', 'claims'], claims: mine ?? {} },
    { path: ['storage', 'claims'], claims: storage?.claims ?? {} },
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
