import { certificateCovers } from '../../../net/hostnames.ts';
import { isPlaceholder } from '../../../text/placeholder.ts';
import { textAt, textsAt } from '../../../yaml/access.ts';
import type { LocatedValue } from '../../../yaml/located.ts';
import type { ClusterResource } from '../objects/owned.ts';
import type { ResourceIndex } from '../objects/resources.ts';
import { CERT_MANAGER_GROUP } from '../secrets/issuers.ts';
import type { CertificateRef, Gateway, Listener } from './gateways.ts';
import { hasIssuer } from './gateways.ts';

/** What the certificates of some listeners are for, when none of it covers a hostname. */
export interface Uncovered {
  readonly names: readonly string[];
  /** The first of the Certificates. */
  readonly at: LocatedValue;
}

interface Facts {
  readonly resources: ResourceIndex;
}

/**
 * Whether a listener's certificates leave a hostname out. Undefined when one covers it, and when
 * some are not in the repository as cert-manager Certificates.
 */
export function uncoveredBy(
  facts: Facts,
  gateway: Gateway,
  { certificates: references }: Listener,
  hostname: string,
): Uncovered | undefined {
  if (hasIssuer(gateway)) return undefined;
  const certificates = references.map(reference => certificatesOf(facts, reference));
  const names = certificates.flat().flatMap(({ value }) => dnsNames(value));
  const [first] = certificates.flat();
  if (!first || certificates.some(all => all.length === 0) || names.some(isPlaceholder))
    return undefined;
  // For a tunnel or proxy in the cluster, which is who speaks TLS with it.
  if (names.length > 0 && areOfServices(names)) return undefined;
  return names.some(name => certificateCovers(name, hostname))
    ? undefined
    : { names: [...new Set(names)], at: first.value };
}

/** Whether names are those of Services, as the cluster's DNS has them, in full or in short. */
function areOfServices(names: readonly string[]): boolean {
  const full = names.filter(name => /\.svc(?:\.|$)/.test(name));
  return names.every(name => full.some(other => other === name || other.startsWith(`${name}.`)));
}

/** Overlays that are not told apart may make several. */
const certificatesOf = (
  { resources }: Facts,
  { name, namespace }: CertificateRef,
): readonly ClusterResource[] =>
  resources
    .ofKind('Certificate', CERT_MANAGER_GROUP)
    .filter(
      certificate =>
        (certificate.namespace ?? 'default') === namespace &&
        textAt(certificate.value, 'spec', 'secretName') === name.text,
    );

const dnsNames = (certificate: LocatedValue): string[] => [
  ...textsAt(certificate, 'spec', 'dnsNames'),
  ...[textAt(certificate, 'spec', 'commonName') ?? []].flat(),
];
