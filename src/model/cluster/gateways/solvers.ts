import { get, getEntry, itemsAt } from '../../../yaml/access.ts';
import { mapFrom, scalarFrom } from '../../../yaml/build.ts';
import type { LocatedScalar } from '../../../yaml/located.ts';
import type { ClusterResource } from '../objects/owned.ts';
import type { ResourceIndex } from '../objects/resources.ts';
import { CERT_MANAGER_GROUP, issuerReferences } from '../secrets/issuers.ts';
import { GATEWAY_GROUP, type Gateway } from './gateways.ts';
import { type Route, toRoute } from './routes.ts';

/** An ACME solver that answers challenges by a route of its own. */
export interface GatewaySolver {
  readonly issuer: ClusterResource;
  /** The key `gatewayHTTPRoute`. */
  readonly at: LocatedScalar;
  /** Whether every challenge of the issuer is solved by it. */
  readonly isOnly: boolean;
}

/** The solvers of Issuers and ClusterIssuers that make HTTPRoutes. */
export const gatewaySolvers = ({
  deployed,
}: Pick<ResourceIndex, 'deployed'>): readonly GatewaySolver[] =>
  deployed
    .filter(
      ({ group, kind }) =>
        group === CERT_MANAGER_GROUP && (kind === 'Issuer' || kind === 'ClusterIssuer'),
    )
    .flatMap(issuer => {
      const solvers = itemsAt(issuer.value, 'spec', 'acme', 'solvers');
      return solvers.flatMap(solver => {
        const entry = getEntry(solver, 'http01', 'gatewayHTTPRoute');
        return entry ? [{ issuer, at: entry.key, isOnly: solvers.length === 1 }] : [];
      });
    });

/** A route as cert-manager would make it for a Certificate. */
export interface SolverRoute {
  readonly issuer: ClusterResource;
  readonly certificate: ClusterResource;
  readonly route: Route;
}

/**
 * The routes that solve the challenges of Certificates, each in the namespace of its Certificate. Of
 * issuers with several solvers it isn't known here which of them is taken.
 *
 * @see https://github.com/cert-manager/cert-manager/blob/v1.21.1/pkg/issuer/acme/http/httproute.go
 */
export function solverRoutes(
  index: ResourceIndex,
  gateways: readonly Gateway[],
): readonly SolverRoute[] {
  const references = issuerReferences(index.deployed).filter(({ isAnnotation }) => !isAnnotation);
  return gatewaySolvers(index).flatMap(({ issuer, isOnly }) => {
    if (!isOnly) return [];
    const solver = itemsAt(issuer.value, 'spec', 'acme', 'solvers')[0];
    const parents = get(solver, 'http01', 'gatewayHTTPRoute', 'parentRefs');
    if (!parents) return [];
    return references
      .filter(
        ({ kind, name, namespace }) =>
          kind === issuer.kind &&
          name.text === issuer.name &&
          (kind === 'ClusterIssuer' || namespace === issuer.namespace),
      )
      .map(({ resource: certificate }) => {
        const at = parents.origin;
        const { namespace } = certificate;
        const value = mapFrom(at, {
          kind: 'HTTPRoute',
          metadata: mapFrom(at, { name: scalarFrom(at, 'cm-acme-http-solver') }),
          spec: mapFrom(at, { parentRefs: parents }),
        });
        const resource: ClusterResource = {
          ...issuer,
          apiVersion: `${GATEWAY_GROUP}/v1`,
          group: GATEWAY_GROUP,
          kind: 'HTTPRoute',
          name: 'cm-acme-http-solver',
          namespace,
          value,
        };
        return { issuer, certificate, route: toRoute(resource, gateways, index) };
      });
  });
}
