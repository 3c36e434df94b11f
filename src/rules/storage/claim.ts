import type { ClaimPolicy } from '../../config/policy.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { isBackedUp } from '../../model/cluster/storage/backups.ts';
import { classNameOf, classOf } from '../../model/cluster/storage/class-of.ts';
import type { VolumeClaim } from '../../model/cluster/storage/storage.ts';
import { missing } from '../../model/lookup.ts';
import { parseQuantity } from '../../model/quantity.ts';
import { code, codes } from '../../text/code.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import { claimPin } from '../claim-pins.ts';
import { type Rule, see } from '../rule.ts';

export const claim: Rule = {
  id: 'storage/claim',
  scope: 'cluster',
  severity: 'warning',
  summary:
    'A claim whose class, access modes, size or backup is not what the policy has for claims of its name.',
  rationale:
    'Which data is on which disks, and which of it is copied elsewhere, is decided once and forgotten claim by claim.',
  remedy: 'Ask for what the policy has, or give the claim an entry of its own in `storage.claims`.',
  reference: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/',
  policy: true,
  check({ cluster, policy, report }) {
    for (const item of cluster.volumeClaims) {
      const pin = claimPin(policy, item);
      if (!pin) continue;
      const pinned = policy.place(...pin.path);
      for (const { at, what, wants } of differences(cluster, item, pin.wanted)) {
        report({
          at: at ?? item.at,
          message: `${describe(item.resource)} ${what}, but ${policy.source(...pin.path)} wants ${wants}`,
          related: pinned && [see(pinned, 'pinned here')],
        });
      }
    }
  },
};

interface Difference {
  readonly at: LocatedValue | undefined;
  readonly what: string;
  readonly wants: string;
}

function differences(
  cluster: Cluster,
  item: VolumeClaim,
  { class: wanted, accessModes, minSize, maxSize, backup }: ClaimPolicy,
): Difference[] {
  const classes = wanted === undefined ? [] : [wanted].flat();
  const className = classNameOf(item, cluster.storageClasses, cluster.resources);
  // storage/unknown-class says what is wrong with a class that nothing provides.
  const isAbsent = missing(classOf(item, cluster.storageClasses, cluster.resources)) !== undefined;
  const isOther =
    classes.length > 0 && className !== undefined && !isAbsent && !classes.includes(className);
  const size = parseQuantity(item.size?.text ?? '');
  const [least, most] = [minSize, maxSize].map(text => parseQuantity(text ?? ''));
  return [
    ...(isOther
      ? [
          {
            at: item.className,
            what: `uses ${code(className)}${item.className ? '' : ' by default'}`,
            wants: codes(classes, 'or'),
          },
        ]
      : []),
    ...item.accessModes.flatMap(mode =>
      accessModes === undefined || accessModes.some(allowed => allowed === mode.text)
        ? []
        : [{ at: mode, what: `asks for \`${mode.text}\``, wants: codes(accessModes, 'or') }],
    ),
    ...(size !== undefined && least !== undefined && size < least
      ? [{ at: item.size, what: `has \`${item.size?.text}\``, wants: `\`${minSize}\` at least` }]
      : []),
    ...(size !== undefined && most !== undefined && size > most
      ? [{ at: item.size, what: `has \`${item.size?.text}\``, wants: `\`${maxSize}\` at most` }]
      : []),
    ...(backup === true && item.name !== undefined && isBackedUp(cluster.resources, item) === false
      ? [{ at: undefined, what: 'is not backed up', wants: 'a ReplicationSource for it' }]
      : []),
  ];
}
