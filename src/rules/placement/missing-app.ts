import { categoryOf } from '../../model/category.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import { applicationNames } from '../../model/cluster/names.ts';
import { codes } from '../../text/code.ts';
import type { LocatedScalar } from '../../yaml/located.ts';
import { type Rule, see } from '../rule.ts';

export const missingApp: Rule = {
  id: 'placement/missing-app',
  severity: 'error',
  summary: 'An application that the policy requires and that nothing deploys.',
  rationale:
    'What others rely on is easily lost with its directory: without metrics-server no autoscaler works, without CoreDNS no name resolves, and no other file mentions them.',
  remedy: 'Bring the application back, or take it out of `required` in the policy.',
  reference:
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git/',
  policy: true,
  check({ cluster, policy, report }) {
    const names = applicationNames(cluster);
    if (!names) return;
    for (const [category, { required = [] }] of Object.entries(policy.categories ?? {})) {
      const lacking = required
        .map(item => [item].flat())
        .filter(accepted => !accepted.some(name => names.has(name)))
        .flatMap(([first]) => first ?? []);
      const at = lacking.length > 0 ? scanOf(cluster, category) : undefined;
      if (!at) continue;
      const pinned = policy.place('categories', category, 'required');
      report({
        at,
        severity: policy.weight('categories', category, 'required'),
        message: `nothing deploys ${codes(lacking)} in \`${category}\`, as ${policy.source('categories', category, 'required')} requires`,
        help: 'Add what is missing, or take it out of `required` in the policy.',
        related: pinned && [see(pinned, 'required here')],
      });
    }
  },
};

/** The pattern by which an ApplicationSet finds the applications of a category. */
const scanOf = (
  { applicationSets, appRoots }: Cluster,
  category: string,
): LocatedScalar | undefined =>
  applicationSets
    .flatMap(({ generators }) => generators.flatMap(({ patterns }) => patterns))
    .find(({ pattern }) => categoryOf(pattern, appRoots) === category)?.at;
