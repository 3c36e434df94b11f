import { leftovers } from '../../model/cluster/delivery/substitutions.ts';
import { applicationOf, describe } from '../../model/cluster/objects/owned.ts';
import { oncePerPlace } from '../../yaml/located.ts';
import type { Rule } from '../rule.ts';

export const substitution: Rule = {
  id: 'argocd/substitution',
  scope: 'cluster',
  severity: 'error',
  habit: { of: 'warning', most: 8, becomes: 'info' },
  summary:
    'A `${NAME}` in a host, name or address that Argo CD deploys, with nothing to fill it in.',
  rationale:
    'Flux and envsubst fill such texts in, Argo CD does not: the text arrives as it is, as a host that never resolves or an address that is refused.',
  remedy: 'Write the value, or fill it in with a kustomize replacement or a Helm value.',
  reference: 'https://argo-cd.readthedocs.io/en/stable/user-guide/build-environment/',
  check({ cluster, report }) {
    if (cluster.deployers.length > 0) return;
    const found = cluster.resources.deployed.flatMap(resource => {
      const application = applicationOf(resource);
      // A plugin may fill in what it wants.
      if (!application || application.builds.some(({ type }) => type === 'plugin')) return [];
      return leftovers(resource).map(leftover => ({ ...leftover, resource }));
    });
    if (found.length === 0 || cluster.substitutes()) return;
    for (const { at, variable, field, resource } of oncePerPlace(found, item => item.at.origin)) {
      report({
        at,
        message: `nothing fills \`${variable}\` in: it arrives as it is in ${field} of ${describe(resource)}`,
        help: 'Argo CD substitutes nothing in manifests. Write the value, or use a kustomize replacement.',
      });
    }
  },
};
