import type { Policy } from '../../config/load.ts';
import type { Route } from '../../model/cluster/gateways/routes.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { codes } from '../../text/code.ts';
import { listing } from '../../text/plural.ts';
import { applicationEntry } from '../application-entry.ts';
import { type Rule, see } from '../rule.ts';

export const audience: Rule = {
  id: 'gateway/audience',
  scope: 'cluster',
  severity: 'error',
  summary:
    'A route on a gateway for another audience than the policy has for its application: a private one in public, or the reverse.',
  rationale:
    'A route on the public gateway is reachable from the internet; one on the private gateway is not reachable for those it is meant for.',
  remedy: 'Attach the route to a gateway of the right audience.',
  reference: 'https://gateway-api.sigs.k8s.io/concepts/security-model/',
  policy: true,
  check({ cluster, policy, report }) {
    for (const route of cluster.routes) {
      const pin = pinOf(policy, route);
      if (pin === undefined || route.redirects) continue;
      const { wanted, path, owner } = pin;
      for (const parent of route.parents) {
        const actual = policy.gateways?.[parent.name.text]?.audience;
        if (actual === undefined || wanted.includes(actual)) continue;
        const pinned = policy.place(...path);
        const right = Object.entries(policy.gateways ?? {}).flatMap(([name, { audience: own }]) =>
          own !== undefined && wanted.includes(own) ? [name] : [],
        );
        report({
          at: parent.name,
          message: `${describe(route.resource)} ${owner} ${forWhom(wanted)}, but the gateway \`${parent.name.text}\` is ${forWhom([actual])}`,
          help: right.length > 0 ? `Attach it to ${codes(right, 'or')}.` : undefined,
          related: pinned && [see(pinned, 'pinned here')],
        });
      }
    }
  },
};

/** For whom the policy says a route is: by its application's own entry, else what holds for all. */
function pinOf(policy: Policy, { resource }: Route) {
  const entry = applicationEntry(policy, resource, 'audience');
  if (entry) {
    const { name, value, path } = entry;
    return { wanted: [value].flat(), path, owner: `belongs to \`${name}\`, which is` };
  }
  return policy.audience === undefined
    ? undefined
    : { wanted: [policy.audience].flat(), path: ['audience'], owner: 'is' };
}

/** Names of a maintainer's choice are whom it is for; those of the reference cluster are adjectives. */
const forWhom = (audiences: readonly string[]): string =>
  audiences.every(name => name === 'public' || name === 'private')
    ? listing(audiences, 'or')
    : `for ${codes(audiences, 'or')}`;
