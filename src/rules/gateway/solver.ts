import type { Cluster } from '../../model/cluster/cluster.ts';
import { refusal } from '../../model/cluster/gateways/attachment.ts';
import type { ParentRef } from '../../model/cluster/gateways/routes.ts';
import { type SolverRoute, solverRoutes } from '../../model/cluster/gateways/solvers.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { missing } from '../../model/lookup.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const solver: Rule = {
  id: 'gateway/solver',
  severity: 'error',
  summary: "An ACME solver whose routes the Gateway doesn't have a listener for, or refuses.",
  rationale:
    "cert-manager makes the solver's HTTPRoute in the namespace of the Certificate. Where the listener does not admit that namespace, the challenge is never answered and no certificate is issued.",
  remedy:
    'Name a Gateway and a listener for HTTP that exist, and let it take routes of that namespace (`allowedRoutes`).',
  reference:
    'https://cert-manager.io/docs/configuration/acme/http01/#configuring-the-http-01-gateway-api-solver',
  check({ cluster, report }) {
    // What is wrong with an issuer is wrong for all of its Certificates.
    const told = new Set<unknown>();
    for (const item of solverRoutes(cluster.resources, cluster.gateways)) {
      const findings = item.route.parents.map(parent => flaw(cluster, item, parent));
      // One parent that takes the route is enough.
      if (findings.includes(undefined)) continue;
      for (const finding of findings) {
        if (!finding || told.has(finding.at)) continue;
        told.add(finding.at);
        report(finding);
      }
    }
  },
};

function flaw(
  cluster: Cluster,
  { issuer, certificate, route }: SolverRoute,
  { gateway, name, namespace, sectionName, listeners }: ParentRef,
): Report | undefined {
  const gone = missing(gateway);
  if (gone) {
    return {
      at: name,
      message: `there is no Gateway \`${namespace}/${name.text}\` for the challenges of ${describe(issuer)}`,
      doubt: gone.doubt,
      missing: `Gateway ${namespace}/${name.text}`,
    };
  }
  if (gateway.status !== 'found') return undefined;
  const { value: own } = gateway;
  if (listeners.length === 0) {
    return {
      at: sectionName ?? name,
      message: `${describe(own.resource)} has no such listener for the challenges of ${describe(issuer)}`,
      related: [see(own.resource.value, describe(own.resource))],
    };
  }
  const refusals = listeners.map(listener => refusal(cluster, own, listener, route));
  const [first] = refusals;
  if (first === undefined || refusals.includes(undefined)) return undefined;
  return {
    at: sectionName ?? name,
    message: `${describe(own.resource)} does not admit the route that solves challenges of ${describe(certificate)}: ${first}`,
    help: 'Let the listener take routes of all namespaces: `allowedRoutes.namespaces.from: All`.',
    related: [see(certificate.value, describe(certificate))],
  };
}
