import { describe } from '../../model/cluster/objects/owned.ts';
import { isBackedUp } from '../../model/cluster/storage/backups.ts';
import { getString } from '../../yaml/access.ts';
import type { Rule } from '../rule.ts';
import { isScratch, scratchOption } from '../scratch-claims.ts';

const BY_NAME = ['*cache*', '*tmp*', '*temp*', '*scratch*'];
const scratch = scratchOption('Claims that need no backup', BY_NAME);

export const backup: Rule = {
  id: 'storage/backup',
  scope: 'cluster',
  severity: 'info',
  summary: 'A claim without a VolSync source, where the policy asks for it.',
  rationale: 'Replicated storage survives a disk, not a deletion or a corruption.',
  remedy: 'Add a ReplicationSource with the claim as `sourcePVC`, in the same namespace.',
  reference: 'https://volsync.readthedocs.io/en/stable/usage/restic/index.html',
  policy: true,
  options: { scratch },
  check({ cluster, policy, options, report }) {
    const classes = policy.storage?.backup ?? [];
    for (const claim of cluster.volumeClaims) {
      const { resource, className, name } = claim;
      if (name === undefined || !className || !classes.includes(className.text)) continue;
      if (isBackedUp(cluster.resources, claim) !== false || isScratch(options, BY_NAME, name))
        continue;
      report({
        at: getString(resource.value, 'metadata', 'name') ?? className,
        message: `${describe(resource)} is not backed up: no ReplicationSource has it as \`sourcePVC\``,
      });
    }
  },
};
