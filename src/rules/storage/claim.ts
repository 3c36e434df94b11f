import type { Policy } from '../../config/load.ts';
import type { ClaimPolicy } from '../../config/policy.ts';
import { matchesName } from '../../config/rule-names.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import { applicationNames } from '../../model/cluster/delivery/ownership.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { isBackedUp } from '../../model/cluster/storage/backups.ts';
import { classNameOf } from '../../model/cluster/storage/class-of.ts';
import type { VolumeClaim } from '../../model/cluster/storage/storage.ts';
import { parseQuantity } from '../../model/quantity.ts';
import { own } from '../../text/own.ts';
import { listing } from '../../text/plural.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import { type Rule, see } from '../rule.ts';

export const claim: Rule = {
  id: 'storage/claim',
  scope: 'cluster',
  severity: 'warning',
  summary:
    'A claim whose class, access modes, size or backup is not what the policy has for claims of its name.',
  rationale:
    'Which data is on which disks, and which of it is copied elsewhere, is decided once and forgotten claim by claim.',
  remedy: 'Ask for what the policy has, or give the claim an entry of its own in storage.claims.',
  reference: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/',
  policy: true,
  check({ cluster, policy, report }) {
    for (const item of cluster.volumeClaims) {
      const pin = pinOf(policy, item);
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

/** The last entry for the claim: of its application, else of all. */
function pinOf({ applications = {}, storage }: Policy, item: VolumeClaim) {
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
  const isOther = classes.length > 0 && className !== undefined && !classes.includes(className);
  const size = parseQuantity(item.size?.text ?? '');
  const [least, most] = [minSize, maxSize].map(text => parseQuantity(text ?? ''));
  return [
    ...(isOther
      ? [
          {
            at: item.className,
            what: `uses ${className}${item.className ? '' : ' by default'}`,
            wants: listing(classes, 'or'),
          },
        ]
      : []),
    ...item.accessModes.flatMap(mode =>
      accessModes === undefined || accessModes.some(allowed => allowed === mode.text)
        ? []
        : [{ at: mode, what: `asks for ${mode.text}`, wants: listing(accessModes, 'or') }],
    ),
    ...(size !== undefined && least !== undefined && size < least
      ? [{ at: item.size, what: `has ${item.size?.text}`, wants: `${minSize} at least` }]
      : []),
    ...(size !== undefined && most !== undefined && size > most
      ? [{ at: item.size, what: `has ${item.size?.text}`, wants: `${maxSize} at most` }]
      : []),
    ...(backup === true && item.name !== undefined && isBackedUp(cluster.resources, item) === false
      ? [{ at: undefined, what: 'is not backed up', wants: 'a ReplicationSource for it' }]
      : []),
  ];
}
