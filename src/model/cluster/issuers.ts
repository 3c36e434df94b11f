import { getString, textAt } from '../access.ts';
import type { LocatedScalar } from '../located.ts';
import type { ClusterResource } from './owned.ts';

export const CERT_MANAGER_GROUP = 'cert-manager.io';

/** A mention of an Issuer or ClusterIssuer. */
export interface IssuerReference {
  readonly resource: ClusterResource;
  readonly kind: 'Issuer' | 'ClusterIssuer';
  readonly name: LocatedScalar;
  readonly namespace: string | undefined;
  /** An annotation says it, and not the issuerRef of a Certificate. */
  readonly isAnnotation: boolean;
}

/**
 * The issuers that Certificates name, and the annotations of Ingresses and Gateways for which
 * cert-manager makes Certificates. Issuers of other groups are somebody else's.
 *
 * @see https://cert-manager.io/docs/usage/ingress/#supported-annotations
 */
export const issuerReferences = (resources: readonly ClusterResource[]): IssuerReference[] =>
  resources.flatMap(resource => {
    if (resource.kind === 'Certificate' && resource.group === CERT_MANAGER_GROUP)
      return byField(resource);
    return resource.kind === 'Ingress' || resource.kind === 'Gateway' ? byAnnotation(resource) : [];
  });

function byField(resource: ClusterResource): IssuerReference[] {
  const at = (field: string) => textAt(resource.value, 'spec', 'issuerRef', field);
  const name = getString(resource.value, 'spec', 'issuerRef', 'name');
  const kind = at('kind') ?? 'Issuer';
  if (!name || !isIssuer(kind) || (at('group') ?? CERT_MANAGER_GROUP) !== CERT_MANAGER_GROUP)
    return [];
  return [{ resource, kind, name, namespace: resource.namespace, isAnnotation: false }];
}

function byAnnotation(resource: ClusterResource): IssuerReference[] {
  const at = (name: string) =>
    getString(resource.value, 'metadata', 'annotations', `${CERT_MANAGER_GROUP}/${name}`);
  const name = at('cluster-issuer') ?? at('issuer');
  const kind = at('cluster-issuer') ? 'ClusterIssuer' : (at('issuer-kind')?.text ?? 'Issuer');
  if (
    !name ||
    !isIssuer(kind) ||
    (at('issuer-group')?.text ?? CERT_MANAGER_GROUP) !== CERT_MANAGER_GROUP
  )
    return [];
  return [{ resource, kind, name, namespace: resource.namespace, isAnnotation: true }];
}

const isIssuer = (kind: string): kind is IssuerReference['kind'] =>
  kind === 'Issuer' || kind === 'ClusterIssuer';
