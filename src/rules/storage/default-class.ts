import { applicationOf, type ClusterResource } from '../../model/cluster/objects/owned.ts';
import { placeOf } from '../../yaml/located.ts';
import { type Rule, see } from '../rule.ts';

export const defaultClass: Rule = {
  id: 'storage/default-class',
  scope: 'cluster',
  severity: 'error',
  summary: 'Two default storage classes, or none though claims rely on one.',
  rationale:
    "With two, the one that was made last is taken, which the repository doesn't say. With none, claims without a class stay Pending.",
  remedy: 'Mark exactly one class as the default.',
  reference: 'https://kubernetes.io/docs/tasks/administer-cluster/change-default-storage-class/',
  check({ cluster, report }) {
    const marks = new Map(
      cluster.storageClasses.flatMap(({ name, defaultMark, resource }) =>
        defaultMark ? [[name, { at: defaultMark, isDeployed: isDeployed(resource) }]] : [],
      ),
    );
    const [first, ...others] = marks;
    if (!first) return;
    const [chosen, one] = first;
    for (const [name, { at, isDeployed }] of others) {
      const lonely = isDeployed === one.isDeployed ? undefined : isDeployed ? chosen : name;
      report({
        at: placeOf(at),
        message: `\`${name}\` is a second default storage class beside \`${chosen}\``,
        help: `Unmark \`${name}\` or \`${chosen}\`.`,
        related: [see(one.at, `\`${chosen}\` is the default here`)],
        doubt: lonely && `no Application deploys \`${lonely}\``,
      });
    }
  },
};

const isDeployed = (resource: ClusterResource): boolean => applicationOf(resource) !== undefined;
