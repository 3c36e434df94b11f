import { describe } from '../../model/cluster/owned.ts';
import {
  dnsAnnotation,
  isPublic,
  knownParents,
  obstacle,
} from '../../model/cluster/publication.ts';
import { type Rule, see } from '../rule.ts';

export const proxied: Rule = {
  id: 'dns/proxied',
  severity: 'warning',
  summary:
    'A record that is proxied though its target is private or not HTTP, or not proxied on the public gateway.',
  rationale:
    'Cloudflare’s proxy can’t reach a private target and passes HTTP only; without it the public gateway’s name shows where it really is.',
  remedy: 'Set or remove external-dns.alpha.kubernetes.io/cloudflare-proxied on the route.',
  reference:
    'https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/cloudflare/#setting-cloudflare-proxied-on-a-per-ingress-basis',
  policy: true,
  check({ cluster, policy, report }) {
    for (const controller of cluster.dnsControllers) {
      if (!isPublic(controller) || controller.provider !== 'cloudflare') continue;
      for (const route of cluster.routes) {
        if (route.redirects || route.hostnames.length === 0) continue;
        for (const { gateway, parent } of knownParents(route)) {
          if (obstacle(controller, route, gateway) !== undefined) continue;
          const audience = policy.gateways?.[gateway.name]?.audience;
          const annotation = dnsAnnotation(controller, route.annotations, 'cloudflare-proxied');
          const isProxied = annotation ? /^(1|t|true)$/i.test(annotation.text) : controller.proxied;
          const wrong =
            audience === 'public' ? !isProxied : audience === 'private' ? isProxied : false;
          if (!wrong) continue;
          const pinned = policy.place('gateways', gateway.name, 'audience');
          report({
            at: annotation?.value ?? parent.name,
            message: `${describe(route.resource)} on the ${audience} gateway ${gateway.name} is ${isProxied ? '' : 'not '}proxied by Cloudflare`,
            help: `Set ${controller.annotationPrefix}cloudflare-proxied: "${!isProxied}" on the route.`,
            related: pinned && [see(pinned, 'the audience is pinned here')],
          });
        }
      }
    }
  },
};
