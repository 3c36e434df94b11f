import type { Cluster } from '../../model/cluster/cluster.ts';
import { type Gateway, hasIssuer } from '../../model/cluster/gateways/gateways.ts';
import { gatewaySolvers } from '../../model/cluster/gateways/solvers.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { gatewayApiOff } from '../../model/cluster/secrets/gateway-api.ts';
import { type Rule, see } from '../rule.ts';

export const certificatesOff: Rule = {
  id: 'gateway/certificates-off',
  severity: 'error',
  summary:
    'A Gateway or solver that relies on cert-manager, whose support of the Gateway API is switched off.',
  rationale:
    'cert-manager looks at no Gateway unless it is told to: no Certificate is made for the annotation, the listener has no Secret, and HTTP-01 over an HTTPRoute fails with `gateway api is not enabled`.',
  remedy: "Set `config.enableGatewayAPI: true` in the values of cert-manager's chart.",
  reference: 'https://cert-manager.io/docs/usage/gateway/',
  check({ cluster, report }) {
    const off = gatewayApiOff(cluster);
    if (!off) return;
    const related = [see(off, "cert-manager's settings")];
    const help = "Set `config.enableGatewayAPI: true` in cert-manager's values.";
    for (const gateway of cluster.gateways) {
      const issuer = gateway.annotations.find(({ key }) => key.text.startsWith('cert-manager.io/'));
      if (!issuer || !hasIssuer(gateway) || hasCertificates(cluster, gateway)) continue;
      report({
        at: issuer.key,
        message: `cert-manager makes no certificate for ${describe(gateway.resource)}: its support of the Gateway API is off`,
        help,
        related,
      });
    }
    for (const { issuer, at } of gatewaySolvers(cluster.resources)) {
      report({
        at,
        message: `${describe(issuer)} can't solve challenges by routes: cert-manager's support of the Gateway API is off`,
        help,
        related,
      });
    }
  },
};

/** Whether the Secrets of all listeners are made by something else: then the annotation is only idle. */
function hasCertificates({ secret }: Cluster, { listeners }: Gateway): boolean {
  const refs = listeners.flatMap(({ certificates }) => certificates);
  return (
    refs.length > 0 &&
    refs.every(({ namespace, name }) => {
      const maker = secret(namespace, name.text);
      return maker.status === 'found' && maker.value.kind !== 'Gateway';
    })
  );
}
