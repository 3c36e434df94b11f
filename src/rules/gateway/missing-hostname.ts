import { getEntry, getString } from '../../model/access.ts';
import { describe } from '../../model/cluster/owned.ts';
import type { Route } from '../../model/cluster/routes.ts';
import { type Rule, see } from '../rule.ts';

export const missingHostname: Rule = {
  id: 'gateway/missing-hostname',
  severity: 'warning',
  summary: 'An application route on a shared gateway without a hostname.',
  rationale:
    "It answers for every name that reaches the listener and that no other route claims, and external-dns publishes the listener's names for it, or nothing.",
  remedy: 'Give the route its hostnames.',
  reference: 'https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec',
  check({ cluster, report }) {
    for (const { resource, parents, hostnames, redirects } of cluster.routes) {
      if (redirects || hostnames.length > 0 || resource.partial) continue;
      if (
        !['HTTPRoute', 'GRPCRoute'].includes(resource.kind) ||
        getEntry(resource.value, 'spec', 'hostnames')
      )
        continue;
      for (const parent of parents) {
        if (parent.gateway.status !== 'found') continue;
        // A listener for one name gives it to the route.
        if (parent.listeners.some(({ hostname }) => hostname && !hostname.text.startsWith('*')))
          continue;
        const gateway = parent.gateway.value;
        if (!isShared(cluster.routes, gateway.resource)) continue;
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

const isShared = (routes: readonly Route[], gateway: unknown): boolean =>
  routes.filter(
    ({ redirects, parents }) =>
      !redirects &&
      parents.some(
        parent => parent.gateway.status === 'found' && parent.gateway.value.resource === gateway,
      ),
  ).length > 1;
