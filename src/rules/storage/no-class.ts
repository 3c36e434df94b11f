import { describe } from '../../model/cluster/objects/owned.ts';
import { missing } from '../../model/lookup.ts';
import type { Rule } from '../rule.ts';

export const noClass: Rule = {
  id: 'storage/no-class',
  scope: 'cluster',
  severity: 'warning',
  habit: { of: 'warning', most: 3, becomes: 'info' },
  summary: 'A claim without a class where no class is the default.',
  rationale: 'The claim stays Pending until some class becomes the default.',
  remedy: 'Name the class.',
  reference: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#class-1',
  check({ cluster, report }) {
    const { storageClasses, resources } = cluster;
    if (storageClasses.some(({ defaultMark }) => defaultMark)) return;
    const unclassed = cluster.volumeClaims.filter(
      ({ className, volumeName, resource }) => !className && !volumeName && !resource.partial,
    );
    if (unclassed.length === 0) return;
    if (storageClasses.length === 0) {
      resources.leaveOpen('the classes are made elsewhere', 'StorageClass that is the default');
      return;
    }
    const none = missing(
      resources.others({ group: 'storage.k8s.io', kind: 'StorageClass', namespace: undefined }),
    );
    if (!none) return;
    for (const { at, resource } of unclassed) {
      report({
        at,
        message: `${describe(resource)} names no storage class, and none is the default`,
        doubt: none.doubt,
      });
    }
  },
};
