import { placeOf } from '../../model/located.ts';
import { type Rule, see } from '../rule.ts';

export const defaultClass: Rule = {
  id: 'storage/default-class',
  severity: 'error',
  summary: 'Two default storage classes, or none though claims rely on one.',
  rationale:
    "With two, the one that was made last is taken, which the repository doesn't say. With none, claims without a class stay Pending.",
  remedy: 'Mark exactly one class as the default.',
  reference: 'https://kubernetes.io/docs/tasks/administer-cluster/change-default-storage-class/',
  check({ cluster, report }) {
    const marked = new Map(
      cluster.storageClasses
        .filter(({ defaultMark }) => defaultMark)
        .map(item => [item.name, item]),
    );
    const [first, ...others] = [...marked.values()];
    for (const { name, defaultMark } of others) {
      if (!defaultMark || !first?.defaultMark) continue;
      report({
        at: placeOf(defaultMark),
        message: `${name} is a second default storage class beside ${first.name}`,
        help: `Unmark ${name} or ${first.name}.`,
        related: [see(first.defaultMark, `${first.name} is the default here`)],
      });
    }
  },
};
