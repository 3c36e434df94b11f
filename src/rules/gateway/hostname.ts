import { itemsAt, textAt } from '../../model/access.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import type { Gateway, Listener } from '../../model/cluster/gateways.ts';
import {
  certificateCovers,
  intersectHostnames,
  isInDomain,
} from '../../model/cluster/hostnames.ts';
import { describe } from '../../model/cluster/owned.ts';
import { isPlaceholder } from '../../model/cluster/placeholder.ts';
import type { LocatedScalar, LocatedValue } from '../../model/located.ts';
import { listing } from '../../text/plural.ts';
import { type Rule, see } from '../rule.ts';

export const hostname: Rule = {
  id: 'gateway/hostname',
  severity: 'error',
  summary:
    'A hostname that the listener does not serve, its certificate does not cover, or the policy’s domains do not contain.',
  rationale:
    'A hostname outside the listener’s is dropped silently, and with none left the route is refused. Without a certificate that covers it, browsers refuse the connection: a wildcard stands for one label only.',
  remedy: 'Use a hostname of the domains that the gateway serves.',
  reference: 'https://gateway-api.sigs.k8s.io/reference/spec/#hostname',
  check({ cluster, policy, report }) {
    for (const route of cluster.routes) {
      for (const name of route.hostnames) {
        if (isPlaceholder(name.text)) continue;
        const domains = policy.domains ?? [];
        if (domains.length > 0 && !domains.some(domain => isInDomain(name.text, domain))) {
          const pinned = policy.place('domains');
          report({
            at: name,
            message: `${name.text} is not in ${listing(domains, 'or')}`,
            related: pinned && [see(pinned, 'the domains are pinned here')],
          });
        }
        for (const { gateway, listeners } of route.parents) {
          if (gateway.status !== 'found' || listeners.length === 0) continue;
          const serving = listeners.filter(
            listener => !listener.hostname || intersectHostnames(listener.hostname.text, name.text),
          );
          const [first] = listeners;
          if (serving.length === 0 && first?.hostname) {
            report({
              at: name,
              message: `the listener ${first.name?.text} of ${describe(gateway.value.resource)} does not serve ${name.text}`,
              related: [see(first.hostname, `it serves ${first.hostname.text}`)],
            });
            continue;
          }
          const uncovered = uncoveredBy(cluster, gateway.value, serving, name);
          if (uncovered) {
            report({
              at: name,
              message: `no certificate of ${describe(gateway.value.resource)} covers ${name.text}`,
              help: `It covers ${listing(uncovered.names)}; a wildcard stands for one label.`,
              related: [see(uncovered.at, 'the certificate')],
            });
          }
        }
      }
    }
  },
};

/** The names that the listeners' certificates have, when all are known and none covers the hostname. */
function uncoveredBy(
  cluster: Cluster,
  { namespace }: Gateway,
  listeners: readonly Listener[],
  { text }: LocatedScalar,
): { names: readonly string[]; at: LocatedValue } | undefined {
  const secure = listeners.filter(({ protocol }) => protocol === 'HTTPS');
  const references = secure.flatMap(({ certificates }) => certificates);
  if (references.length === 0 || secure.length < listeners.length) return undefined;
  const certificates = references.map(reference =>
    cluster.resources
      .ofKind('Certificate', 'cert-manager.io')
      .find(
        ({ value, namespace: where }) =>
          where === (reference.namespace ?? namespace) &&
          textAt(value, 'spec', 'secretName') === reference.name.text,
      ),
  );
  const names = certificates.flatMap(certificate =>
    certificate ? dnsNames(certificate.value) : [],
  );
  const [first] = certificates;
  if (!first || certificates.includes(undefined) || names.some(isPlaceholder)) return undefined;
  return names.some(name => certificateCovers(name, text) || name === text)
    ? undefined
    : { names, at: first.value };
}

const dnsNames = (certificate: LocatedValue): string[] => [
  ...itemsAt(certificate, 'spec', 'dnsNames').flatMap(item =>
    item.kind === 'scalar' ? [item.text] : [],
  ),
  ...[textAt(certificate, 'spec', 'commonName') ?? []].flat(),
];
