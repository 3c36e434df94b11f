import type { Cluster } from '../../model/cluster/cluster.ts';
import { type Gateway, hasIssuer, type Listener } from '../../model/cluster/gateways/gateways.ts';
import { isGranted } from '../../model/cluster/gateways/grants.ts';
import { collisions, protocolFlaws } from '../../model/cluster/gateways/listener-checks.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { missing } from '../../model/lookup.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const listener: Rule = {
  id: 'gateway/listener',
  scope: 'cluster',
  severity: 'error',
  summary:
    'Listeners that repeat a name or port, HTTPS without a certificate, or a certificate that nothing makes.',
  rationale:
    'The API refuses repeated listeners; one without a usable certificate is invalid at run time, and everything attached to it is unreachable.',
  remedy:
    'Give each listener its own name and port, protocol and hostname, and reference a Secret that a Certificate makes.',
  reference: 'https://gateway-api.sigs.k8s.io/reference/spec/#listener',
  check({ cluster, report }) {
    for (const gateway of cluster.gateways) {
      for (const { at, message, help, other } of collisions(gateway)) {
        report({ at, message, help, related: other && [see(other, 'the first one')] });
      }
      for (const item of gateway.listeners) {
        for (const flaw of protocolFlaws(gateway, item)) report(flaw);
        for (const finding of certificateProblems(cluster, gateway, item)) report(finding);
      }
    }
  },
};

function certificateProblems(cluster: Cluster, gateway: Gateway, item: Listener): Report[] {
  return item.certificates.flatMap(({ kind, name, namespace, value }, i): Report[] => {
    const earlier = item.certificates
      .slice(0, i)
      .find(other => other.name.text === name.text && other.namespace === namespace);
    if (earlier) {
      const message = `the listener \`${item.label}\` has the certificate \`${name.text}\` twice`;
      return [{ at: name, message, related: [see(earlier.name, 'the first one')] }];
    }
    if (kind !== 'Secret' || hasIssuer(gateway)) return [];
    const gone = missing(cluster.secret(namespace, name.text));
    if (gone) {
      return [
        {
          at: name,
          message: `nothing makes the Secret \`${namespace}/${name.text}\` that ${describe(gateway.resource)} uses`,
          help: gone.nearest
            ? `Did you mean \`${gone.nearest}\`?`
            : `Add a Certificate with \`secretName: ${name.text}\` in \`${namespace}\`.`,
          doubt: gone.doubt,
          missing: `Secret ${namespace}/${name.text}`,
        },
      ];
    }
    const to = { kind, name: name.text, namespace };
    const ungranted = missing(isGranted(cluster.resources, gateway.resource, to));
    if (!ungranted) return [];
    return [
      {
        at: value.entries.get('namespace')?.value ?? name,
        message: `no ReferenceGrant in \`${namespace}\` lets ${describe(gateway.resource)} use its Secret \`${name.text}\``,
        help: `Add one in \`${namespace}\`: from Gateway in \`${gateway.namespace}\`, to Secret.`,
        doubt: ungranted.doubt,
      },
    ];
  });
}
