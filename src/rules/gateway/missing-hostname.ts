import { knownParents } from '../../model/cluster/dns/publication.ts';
import type { Gateway } from '../../model/cluster/gateways/gateways.ts';
import type { Route } from '../../model/cluster/gateways/routes.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { getEntry, getString, itemsAt, textAt } from '../../yaml/access.ts';
import { type Rule, see } from '../rule.ts';

export const missingHostname: Rule = {
  id: 'gateway/missing-hostname',
  scope: 'cluster',
  severity: 'warning',
  summary: 'An application route on a shared gateway without a hostname.',
  rationale:
    "It answers for every name that reaches the listener and that no other route claims, and external-dns publishes the listener's names for it, or nothing.",
  remedy: 'Give the route its hostnames.',
  reference: 'https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec',
  check({ cluster, report }) {
    for (const route of cluster.routes) {
      const { resource, redirects } = route;
      if (redirects || resource.partial) continue;
      if (
        !['HTTPRoute', 'GRPCRoute'].includes(resource.kind) ||
        getEntry(resource.value, 'spec', 'hostnames')
      )
        continue;
      if (answersFewPaths(route)) continue;
      for (const { parent, gateway } of knownParents(route)) {
        // A listener for one name gives it to the route.
        if (parent.listeners.some(({ hostname }) => hostname && !hostname.text.startsWith('*')))
          continue;
        if (!isShared(cluster.routes, gateway)) continue;
        report({
          at: getString(resource.value, 'metadata', 'name') ?? parent.name,
          message: `${describe(resource)} has no hostname and answers for every name on ${describe(gateway.resource)}`,
          related: [see(parent.name, 'attached here')],
        });
        break;
      }
    }
  },
};

/** Whether it is only for exact paths, such as the one of a health check: those are for every name on purpose. */
const answersFewPaths = ({ rules }: Route): boolean =>
  rules.length > 0 &&
  rules.every(rule => {
    const matches = itemsAt(rule, 'matches');
    return matches.length > 0 && matches.every(item => textAt(item, 'path', 'type') === 'Exact');
  });

/** Whether more than one application's route is attached to a gateway. */
const isShared = (routes: readonly Route[], gateway: Gateway): boolean =>
  routes.filter(
    route => !route.redirects && knownParents(route).some(parent => parent.gateway === gateway),
  ).length > 1;
