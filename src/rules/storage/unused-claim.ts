import { describe } from '../../model/cluster/objects/owned.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { getString } from '../../yaml/access.ts';
import type { Rule } from '../rule.ts';

export const unusedClaim: Rule = {
  id: 'storage/unused-claim',
  severity: 'info',
  summary: 'A claim that no workload uses.',
  rationale:
    'It takes space that nobody uses, or, more often, a workload mounts something else than it was meant to.',
  remedy: 'Mount it, or remove it.',
  reference:
    'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#lifecycle-of-a-volume-and-claim',
  check({ cluster, report }) {
    for (const claim of cluster.volumeClaims) {
      const { resource, namespace, name } = claim;
      // Templates and operators use what they ask for, and charts their own.
      if (name === undefined || resource.release || isPlaceholder(name)) continue;
      const hidden =
        cluster.resources.mayHide({ group: '', kind: 'Pod', namespace }) ||
        cluster.helmReleases.some(
          ({ release }) =>
            release.valuesIncomplete && (release.namespace ?? namespace) === namespace,
        );
      if (hidden || cluster.usesClaim(namespace, name)) continue;
      report({
        at: getString(resource.value, 'metadata', 'name') ?? claim.at,
        message: `no workload mounts ${describe(resource)}`,
      });
    }
  },
};
