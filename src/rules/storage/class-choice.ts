import type { Policy } from '../../config/load.ts';
import type { StorageClassPolicy } from '../../config/policy.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { isBackedUp } from '../../model/cluster/storage/backups.ts';
import { classNameOf, classOf } from '../../model/cluster/storage/class-of.ts';
import type { VolumeClaim } from '../../model/cluster/storage/storage.ts';
import { missing } from '../../model/lookup.ts';
import { code } from '../../text/code.ts';
import { own } from '../../text/own.ts';
import { applicationEntry } from '../application-entry.ts';
import { claimPin } from '../claim-pins.ts';
import { type Report, type Rule, see } from '../rule.ts';
import { isScratch, scratchOption } from '../scratch-claims.ts';

const BY_NAME = [
  '*cache*',
  '*tmp*',
  '*temp*',
  '*scratch*',
  '*transcode*',
  '*download*',
  '*incomplete*',
];

export const classChoice: Rule = {
  id: 'storage/class-choice',
  scope: 'cluster',
  severity: 'warning',
  summary:
    "A storage class that does not fit its use: a replicating database on replicated storage, data of a single replica on one node's disk.",
  rationale:
    "A database that replicates itself on storage that replicates writes everything three times three times. Data that exists once on one node's disk is gone with the disk, and its pod can run on no other node.",
  remedy: "Use local storage for what replicates itself, replicated storage for what doesn't.",
  reference: 'https://cloudnative-pg.io/documentation/current/storage/',
  policy: true,
  options: { scratch: scratchOption('Claims whose data may be lost', BY_NAME) },
  check({ cluster, policy, options, report }) {
    const classes = policy.storage?.classes ?? {};
    for (const claim of cluster.volumeClaims) {
      const { storageClasses, resources } = cluster;
      const className = classNameOf(claim, storageClasses, resources);
      // storage/unknown-class says what is wrong with a class that nothing provides.
      const isAbsent = missing(classOf(claim, storageClasses, resources)) !== undefined;
      if (className === undefined || isAbsent) continue;
      // storage/claim holds it against the classes that the policy has for it.
      if (claimPin(policy, claim)?.wanted.class !== undefined) continue;
      const saved = isBackedUp(resources, claim);
      // A cache, or data that is backed up, may live on one disk.
      const mayBeLost =
        claim.name === undefined || saved !== false || isScratch(options, BY_NAME, claim.name);
      const finding =
        pinned(policy, claim, className) ??
        misfit(claim, className, own(classes, className)?.kind, mayBeLost);
      if (finding) report(finding);
    }
  },
};

function pinned(policy: Policy, claim: VolumeClaim, className: string): Report | undefined {
  const entry = applicationEntry(policy, claim.resource, 'storageClass');
  if (entry === undefined || entry.value === className) return undefined;
  const { name, value: wanted, path } = entry;
  const where = policy.place(...path);
  return {
    at: claim.className ?? claim.at,
    message: `${describe(claim.resource)} uses ${code(className)}${claim.className ? '' : ' by default'}, but ${policy.source(...path)} wants \`${wanted}\` for \`${name}\``,
    related: where && [see(where, 'pinned here')],
  };
}

function misfit(
  { resource, count, ...claim }: VolumeClaim,
  className: string,
  kind: StorageClassPolicy['kind'],
  mayBeLost: boolean,
): Report | undefined {
  const at = claim.className ?? claim.at;
  if (kind === 'replicated' && resource.kind === 'Cluster' && count > 1) {
    return {
      at,
      message: `${describe(resource)} replicates itself to ${count} instances on \`${className}\`, which replicates too`,
      help: 'Use a local class.',
    };
  }
  if (kind !== 'local' || mayBeLost) return undefined;
  return {
    at,
    message: `${describe(resource)} keeps the only copy of its data on one node's disk (\`${className}\`)`,
    help: 'Use a replicated class, or back it up with VolSync.',
  };
}
