import type { Policy } from '../../config/load.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import { knownParents } from '../../model/cluster/dns/publication.ts';
import { admitting, servedName, servesRoute } from '../../model/cluster/gateways/attachment.ts';
import { uncoveredBy } from '../../model/cluster/gateways/certificates.ts';
import type { Listener } from '../../model/cluster/gateways/gateways.ts';
import type { Route } from '../../model/cluster/gateways/routes.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { isInDomain } from '../../net/hostnames.ts';
import { codes } from '../../text/code.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import type { LocatedScalar } from '../../yaml/located.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const hostname: Rule = {
  id: 'gateway/hostname',
  scope: 'cluster',
  severity: 'error',
  habit: { of: 'error', most: 3, becomes: 'likely' },
  summary:
    "A hostname that the listener does not serve, its certificate does not cover, or the policy's domains do not contain.",
  rationale:
    "A hostname outside the listener's is dropped silently, and with none left the route is refused. Without a certificate that covers it, browsers refuse the connection: a wildcard stands for one label only.",
  remedy: 'Use a hostname of the domains that the gateway serves.',
  reference: 'https://gateway-api.sigs.k8s.io/reference/spec/#hostname',
  check({ cluster, policy, report }) {
    for (const route of cluster.routes) {
      if (route.hostnames.some(({ text }) => isPlaceholder(text))) continue;
      for (const name of route.hostnames) {
        const finding =
          outsideDomains(policy, name) ??
          unserved(cluster, route, name) ??
          uncovered(cluster, route, name);
        if (finding) report(finding);
      }
    }
  },
};

function outsideDomains(policy: Policy, name: LocatedScalar): Report | undefined {
  const domains = policy.domains ?? [];
  if (domains.length === 0 || domains.some(domain => isInDomain(name.text, domain)))
    return undefined;
  const pinned = policy.place('domains');
  return {
    at: name,
    message: `\`${name.text}\` is not in ${codes(domains, 'or')}`,
    related: pinned && [see(pinned, 'the domains are pinned here')],
  };
}

/** One parent that serves a name is enough, unless another is left without any. */
function unserved(cluster: Cluster, route: Route, name: LocatedScalar): Report | undefined {
  const known = knownParents(route);
  if (known.length < route.parents.length) return undefined;
  // Another listener may serve it that is not read.
  if (known.some(({ gateway }) => gateway.resource.partial)) return undefined;
  const attached = known
    .map(({ gateway, parent }) => ({ gateway, taking: admitting(cluster, route, parent) }))
    .filter(({ taking }) => taking.length > 0);
  const isServed = attached.some(({ taking }) =>
    taking.some(listener => servedName(listener, name.text) !== undefined),
  );
  const refusing = attached.find(
    ({ taking }) => !isServed || !taking.some(listener => servesRoute(listener, route)),
  );
  const first = refusing?.taking[0];
  if (!refusing || !first?.hostname) return undefined;
  return {
    at: name,
    message: `the listener \`${first.label}\` of ${describe(refusing.gateway.resource)} does not serve \`${name.text}\``,
    related: [see(first.hostname, `it serves \`${first.hostname.text}\``)],
  };
}

/** One port whose certificates cover a name is enough: others are for other clients. */
function uncovered(cluster: Cluster, route: Route, name: LocatedScalar): Report | undefined {
  for (const { parent, gateway } of knownParents(route)) {
    const secure = mostSpecific(admitting(cluster, route, parent), name.text).flatMap(listener => {
      const served = servedName(listener, name.text);
      return served !== undefined && listener.certificates.length > 0 ? [{ listener, served }] : [];
    });
    const left = secure.flatMap(({ listener, served }) => {
      const certificate = uncoveredBy(cluster, gateway, listener, served);
      return certificate ? [{ served, certificate }] : [];
    });
    const [first] = left;
    if (!first || left.length < secure.length) continue;
    return {
      at: name,
      message: `no certificate of ${describe(gateway.resource)} covers \`${first.served}\``,
      help: `It covers ${codes(first.certificate.names)}; a wildcard stands for one label.`,
      related: [see(first.certificate.at, 'the certificate')],
    };
  }
  return undefined;
}

/**
 * Of the listeners on one port that serve a name, the one that says most of it answers.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#listener
 */
function mostSpecific(listeners: readonly Listener[], name: string): Listener[] {
  const serving = listeners.filter(listener => servedName(listener, name) !== undefined);
  const length = ({ hostname }: Listener) => hostname?.text.replace(/^\*/, '').length ?? 0;
  return serving.filter(
    listener =>
      !serving.some(
        other => other.port?.value === listener.port?.value && length(other) > length(listener),
      ),
  );
}
