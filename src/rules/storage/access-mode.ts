import { describe } from '../../model/cluster/objects/owned.ts';
import { classOf, provisionerOf } from '../../model/cluster/storage/class-of.ts';
import { code, codes } from '../../text/code.ts';
import { type Rule, see } from '../rule.ts';

export const accessMode: Rule = {
  id: 'storage/access-mode',
  scope: 'cluster',
  severity: 'error',
  summary: 'An access mode that the class cannot serve.',
  rationale:
    "The provisioner refuses the claim, which stays Pending: block storage can't be written from two nodes, a directory of one node's disk can't be mounted on another.",
  remedy: 'Ask for a mode that the class serves, or use a class with a shared file system.',
  reference: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes',
  check({ cluster, report }) {
    for (const claim of cluster.volumeClaims) {
      const answer = classOf(claim, cluster.storageClasses, cluster.resources);
      if (answer.status !== 'found') continue;
      const provisioner = provisionerOf(answer.value);
      if (!provisioner) continue;
      const isBlock = claim.volumeMode === 'Block';
      const served = isBlock ? provisioner.blockAccessModes : provisioner.accessModes;
      for (const mode of claim.accessModes) {
        if (served.includes(mode.text)) continue;
        report({
          at: mode,
          message: `\`${answer.value.name}\` (${provisioner.name}) can't serve ${code(mode.text)}${isBlock ? ' for block volumes' : ''} to ${describe(claim.resource)}`,
          help:
            served.length > 0
              ? `Ask for one of ${codes(served)}, or use another class.`
              : 'Ask for a file system, or use another class.',
          related: claim.className && [see(claim.className, 'its class')],
        });
      }
    }
  },
};
