import {
  dnsAnnotation,
  isPrivateAddress,
  isPublic,
  isTargetTaken,
} from '../../model/cluster/dns/publication.ts';
import { publishedRoutes } from '../../model/cluster/dns/records.ts';
import type { Gateway } from '../../model/cluster/gateways/gateways.ts';
import { claimedAddresses, ofGateway } from '../../model/cluster/load-balancers/load-balancers.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { getString } from '../../yaml/access.ts';
import { type Rule, see } from '../rule.ts';

export const noTarget: Rule = {
  id: 'dns/no-target',
  scope: 'cluster',
  severity: 'warning',
  summary: 'A published gateway without a target annotation while its address is private.',
  rationale:
    "external-dns publishes the gateway's own address: a private one in public DNS, which nobody outside can reach.",
  remedy: 'Annotate the Gateway with `external-dns.alpha.kubernetes.io/target`.',
  reference:
    'https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/#external-dnsalphakubernetesiotarget',
  check({ cluster, report }) {
    const reported = new Set<Gateway>();
    for (const controller of cluster.dnsControllers.filter(isPublic)) {
      const isDefaulted = controller.valuesOf('default-targets').length > 0;
      for (const { gateway, parent, route } of publishedRoutes(cluster, controller)) {
        // An empty target is none.
        const target = dnsAnnotation(controller, gateway.annotations, 'target');
        const address = ofGateway(gateway)?.requests.find(({ text }) => isPrivateAddress(text));
        if (reported.has(gateway) || target?.text || !address || isDefaulted) continue;
        if (!isTargetTaken(controller, address.text)) continue;
        if (claimedAddresses(gateway).some(({ text }) => !isPrivateAddress(text))) continue;
        reported.add(gateway);
        report({
          at:
            target?.value ??
            getString(gateway.resource.value, 'metadata', 'name') ??
            gateway.resource.value,
          message: `external-dns publishes the private address \`${address.text}\` of ${describe(gateway.resource)}: it has no target annotation`,
          help: `Add the annotation \`${controller.annotationPrefix}target\`.`,
          related: [
            see(address.at, 'its address'),
            see(parent.name, `${describe(route.resource)} is published through it`),
          ],
        });
      }
    }
  },
};
