import { getString, textAt } from '../../model/access.ts';
import { describe } from '../../model/cluster/owned.ts';
import type { Rule } from '../rule.ts';

export const backup: Rule = {
  id: 'storage/backup',
  severity: 'info',
  summary: 'A claim without a VolSync source, where the policy asks for it.',
  rationale: 'Replicated storage survives a disk, not a deletion or a corruption.',
  remedy: 'Add a ReplicationSource with the claim as sourcePVC, in the same namespace.',
  reference: 'https://volsync.readthedocs.io/en/stable/usage/restic/index.html',
  policy: true,
  check({ cluster, policy, report }) {
    const classes = policy.storage?.backup ?? [];
    const sources = cluster.resources.ofKind('ReplicationSource', 'volsync.backube');
    for (const { resource, className, namespace, name } of cluster.volumeClaims) {
      if (
        resource.kind !== 'PersistentVolumeClaim' ||
        !className ||
        !classes.includes(className.text)
      )
        continue;
      const saved = sources.some(
        source =>
          source.namespace === namespace && textAt(source.value, 'spec', 'sourcePVC') === name,
      );
      if (saved || /cache|tmp|temp|scratch/i.test(name ?? '')) continue;
      report({
        at: getString(resource.value, 'metadata', 'name') ?? className,
        message: `${describe(resource)} is not backed up: no ReplicationSource has it as sourcePVC`,
      });
    }
  },
};
