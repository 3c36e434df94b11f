import { getString } from '../../model/access.ts';
import type { Gateway } from '../../model/cluster/gateways.ts';
import { ofGateway } from '../../model/cluster/load-balancers.ts';
import { describe } from '../../model/cluster/owned.ts';
import {
  dnsAnnotation,
  isPublic,
  knownParents,
  obstacle,
} from '../../model/cluster/publication.ts';
import { contains, parseRange } from '../../net/addresses.ts';
import { type Rule, see } from '../rule.ts';

/** RFC 1918, RFC 6598 and unique local addresses. */
const PRIVATE = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
].flatMap(text => parseRange(text) ?? []);

export const noTarget: Rule = {
  id: 'dns/no-target',
  severity: 'warning',
  summary: 'A published gateway without a target annotation while its address is private.',
  rationale:
    'external-dns publishes the gateway’s own address: a private one in public DNS, which nobody outside can reach.',
  remedy: 'Annotate the Gateway with external-dns.alpha.kubernetes.io/target.',
  reference:
    'https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/#external-dnsalphakubernetesiotarget',
  check({ cluster, report }) {
    const reported = new Set<Gateway>();
    for (const controller of cluster.dnsControllers.filter(isPublic)) {
      for (const route of cluster.routes) {
        if (route.hostnames.length === 0 || route.redirects) continue;
        for (const { gateway, parent } of knownParents(route)) {
          if (reported.has(gateway) || obstacle(controller, route, gateway) !== undefined) continue;
          if (dnsAnnotation(controller, gateway.annotations, 'target')) continue;
          const address = ofGateway(gateway)?.requests.find(
            request =>
              request.address &&
              PRIVATE.some(range => request.address && contains(range, request.address)),
          );
          if (!address) continue;
          reported.add(gateway);
          report({
            at: getString(gateway.resource.value, 'metadata', 'name') ?? gateway.resource.value,
            message: `external-dns publishes the private address ${address.text} of ${describe(gateway.resource)}: it has no target annotation`,
            help: `Add the annotation ${controller.annotationPrefix}target.`,
            related: [
              see(address.at, 'its address'),
              see(parent.name, `${describe(route.resource)} is published through it`),
            ],
          });
        }
      }
    }
  },
};
