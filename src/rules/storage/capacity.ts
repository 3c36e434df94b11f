import { describe } from '../../model/cluster/objects/owned.ts';
import { classNameOf } from '../../model/cluster/storage/class-of.ts';
import type { VolumeClaim } from '../../model/cluster/storage/storage.ts';
import { formatGibibytes, parseQuantity } from '../../model/quantity.ts';
import { countIn } from '../options.ts';
import { type Rule, see } from '../rule.ts';

/** Ceph warns at this share and stops all writes a little above it. */
const NEARLY_FULL = 0.85;

export const capacity: Rule = {
  id: 'storage/capacity',
  scope: 'cluster',
  severity: 'warning',
  summary: 'Requests that together exceed what the hardware behind a class holds.',
  rationale:
    'Volumes are allocated as they are written. When they fill up, Ceph stops writing for the whole cluster, not for the one that is too large.',
  remedy: "Ask for less, move bulk data to NFS, or add disks and raise the policy's capacity.",
  reference: 'https://docs.ceph.com/en/latest/rados/configuration/mon-config-ref/#storage-capacity',
  policy: true,
  options: {
    fullness: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 1,
      default: NEARLY_FULL,
      description: `The share of the capacity that may be asked for (default \`${NEARLY_FULL}\`).`,
    },
  },
  check({ cluster, policy, options, report }) {
    const share = countIn(options, 'fullness', NEARLY_FULL);
    const { storageClasses, resources, volumeClaims } = cluster;
    for (const [name, { capacity: text }] of Object.entries(policy.storage?.classes ?? {})) {
      const limit = parseQuantity(text ?? '');
      if (limit === undefined) continue;
      const claims = volumeClaims.filter(
        claim => classNameOf(claim, storageClasses, resources) === name,
      );
      const sum = claims.reduce((total, claim) => total + sizeOf(claim), 0);
      const [largest] = [...claims].sort((a, b) => sizeOf(b) - sizeOf(a));
      if (!largest?.size || sum <= limit * share) continue;
      const pinned = policy.place('storage', 'classes', name, 'capacity');
      report({
        at: largest.size,
        message: `claims on \`${name}\` ask for ${formatGibibytes(sum)} in all, of ${formatGibibytes(limit)}, of which ${formatGibibytes(limit * share)} may be used`,
        help: `${describe(largest.resource)} is the largest of ${claims.length}: shrink claims, or correct the capacity in the policy.`,
        related: pinned && [see(pinned, 'the capacity is pinned here')],
      });
    }
  },
};

const sizeOf = ({ size, count }: VolumeClaim): number =>
  (parseQuantity(size?.text ?? '') ?? 0) * count;
