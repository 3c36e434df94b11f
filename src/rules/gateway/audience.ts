import type { Policy } from '../../config/load.ts';
import { applicationNames } from '../../model/cluster/delivery/ownership.ts';
import type { Route } from '../../model/cluster/gateways/routes.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { type Rule, see } from '../rule.ts';

export const audience: Rule = {
  id: 'gateway/audience',
  scope: 'cluster',
  severity: 'error',
  summary: 'An application that the policy keeps private on a public gateway, or the reverse.',
  rationale:
    'A route on the public gateway is reachable from the internet; one on the private gateway is not reachable for those it is meant for.',
  remedy: 'Attach the route to a gateway of the right audience.',
  reference: 'https://gateway-api.sigs.k8s.io/concepts/security-model/',
  policy: true,
  check({ cluster, policy, report }) {
    for (const route of cluster.routes) {
      const [name, { audience: wanted } = {}] = pinnedApplication(policy, route) ?? [];
      if (name === undefined || wanted === undefined || route.redirects) continue;
      for (const parent of route.parents) {
        const actual = policy.gateways?.[parent.name.text]?.audience;
        if (actual === undefined || actual === wanted) continue;
        const pinned = policy.place('applications', name, 'audience');
        const [right] =
          Object.entries(policy.gateways ?? {}).find(([, { audience: own }]) => own === wanted) ??
          [];
        report({
          at: parent.name,
          message: `${describe(route.resource)} belongs to ${name}, which is ${wanted}, but ${parent.name.text} is ${actual}`,
          help: right && `Attach it to ${right}.`,
          related: pinned && [see(pinned, 'pinned here')],
        });
      }
    }
  },
};

/** What the policy says of the application that a route belongs to, by its name. */
function pinnedApplication({ applications = {} }: Policy, { resource }: Route) {
  const names = applicationNames(resource);
  return Object.entries(applications).find(([name]) => names.includes(name));
}
