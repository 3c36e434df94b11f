import { describe } from '../../model/cluster/objects/owned.ts';
import { classOf } from '../../model/cluster/storage/class-of.ts';
import { missing } from '../../model/lookup.ts';
import { nearest } from '../../text/nearest.ts';
import { listing } from '../../text/plural.ts';
import type { Rule } from '../rule.ts';

export const unknownClass: Rule = {
  id: 'storage/unknown-class',
  scope: 'cluster',
  severity: 'error',
  summary: 'A storage class that nothing in the repository provides.',
  rationale: 'The claim stays Pending for ever, and its pod with it.',
  remedy: "Name a class that exists, or list it as external in the policy's `storage.classes`.",
  reference: 'https://kubernetes.io/docs/concepts/storage/storage-classes/',
  check({ cluster, policy, report }) {
    const external = Object.entries(policy.storage?.classes ?? {}).flatMap(
      ([name, { external: outside }]) => (outside ? [name] : []),
    );
    const known = [...new Set([...cluster.storageClasses.map(({ name }) => name), ...external])];
    for (const claim of cluster.volumeClaims) {
      const { className } = claim;
      if (!className || external.includes(className.text)) continue;
      const gone = missing(classOf(claim, cluster.storageClasses, cluster.resources));
      if (!gone) continue;
      const meant = nearest(className.text, known);
      report({
        at: className,
        message: `nothing provides the storage class \`${className.text}\` of ${describe(claim.resource)}`,
        help: meant
          ? `Did you mean \`${meant}\`?`
          : known.length > 0
            ? `Classes: ${listing(known)}.`
            : undefined,
        doubt: gone.doubt,
        missing: `StorageClass ${className.text}`,
      });
    }
  },
};
