import { getMap, getString } from '../../../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { ClusterResource } from '../objects/owned.ts';

export const CERT_MANAGER_GROUP = 'cert-manager.io';

/** Whether something (cert-manager, kube-lego's heirs) makes the Secrets below an Ingress' `tls` for its annotations. */
export const asksForCertificates = (ingress: LocatedValue): boolean =>
  [...(getMap(ingress, 'metadata', 'annotations')?.entries.keys() ?? [])].some(key =>
    /cert|acme/.test(key),
  );

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
  const at = (field: string) => getString(resource.value, 'spec', 'issuerRef', field);
  return toReference(resource, false, at('name'), at('kind')?.text, at('group')?.text);
}

function byAnnotation(resource: ClusterResource): IssuerReference[] {
  const at = (name: string) =>
    getString(resource.value, 'metadata', 'annotations', `${CERT_MANAGER_GROUP}/${name}`);
  const ofCluster = at('cluster-issuer');
  const kind = ofCluster ? 'ClusterIssuer' : at('issuer-kind')?.text;
  return toReference(resource, true, ofCluster ?? at('issuer'), kind, at('issuer-group')?.text);
}

function toReference(
  resource: ClusterResource,
  isAnnotation: boolean,
  name: LocatedScalar | undefined,
  kind = 'Issuer',
  group = CERT_MANAGER_GROUP,
): IssuerReference[] {
  const isOurs = group === CERT_MANAGER_GROUP && (kind === 'Issuer' || kind === 'ClusterIssuer');
  return name && isOurs
    ? [{ resource, kind, name, namespace: resource.namespace, isAnnotation }]
    : [];
}
