import type { Policy } from '../../config/load.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import { type DnsController, parseBool } from '../../model/cluster/dns/controllers.ts';
import {
  dnsAnnotation,
  isPrivateAddress,
  knownParents,
} from '../../model/cluster/dns/publication.ts';
import { type PublishedRoute, publishedRoutes } from '../../model/cluster/dns/records.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { code } from '../../text/code.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const proxied: Rule = {
  id: 'dns/proxied',
  scope: 'cluster',
  severity: 'warning',
  summary:
    'A record that is proxied though its target is private or not HTTP, or not proxied on the public gateway.',
  rationale:
    "Cloudflare's proxy can't reach a private target and passes HTTP only; without it the public gateway's name shows where it really is.",
  remedy: 'Set or remove `external-dns.alpha.kubernetes.io/cloudflare-proxied` on the route.',
  reference:
    'https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/cloudflare/#setting-cloudflare-proxied-on-a-per-ingress-basis',
  policy: true,
  check({ cluster, policy, report }) {
    for (const controller of cluster.dnsControllers) {
      if (controller.provider !== 'cloudflare') continue;
      for (const published of publishedRoutes(cluster, controller)) {
        const finding = problem(policy, controller, published);
        if (finding) report(finding);
      }
      for (const finding of markedPrivate(cluster, policy, controller)) report(finding);
    }
  },
};

/** Routes on private gateways alone that are marked to be proxied: no record stands for them, and none may. */
const markedPrivate = (cluster: Cluster, policy: Policy, controller: DnsController): Report[] =>
  cluster.routes.flatMap(route => {
    const mark = dnsAnnotation(controller, route.annotations, 'cloudflare-proxied');
    const gateways = knownParents(route).map(({ gateway }) => gateway);
    const isPrivate = gateways.every(({ name }) => policy.gateways?.[name]?.audience === 'private');
    const isPublished = publishedRoutes(cluster, controller).some(item => item.route === route);
    const [first] = gateways;
    if (parseBool(mark?.text) !== true || !mark || !first || !isPrivate || isPublished) return [];
    const pinned = policy.place('gateways', first.name, 'audience');
    return [
      {
        at: mark.value,
        message: `${describe(route.resource)} is marked to be proxied by Cloudflare, but \`${first.name}\` is private`,
        help: `Remove \`${mark.key.text}\`.`,
        related: pinned && [see(pinned, 'the audience is pinned here')],
      },
    ];
  });

function problem(
  policy: Policy,
  controller: DnsController,
  { route, gateway, parent }: PublishedRoute,
): Report | undefined {
  const annotation = dnsAnnotation(controller, route.annotations, 'cloudflare-proxied');
  // What is no boolean is logged and ignored.
  const isProxied = parseBool(annotation?.text) ?? controller.proxied;
  const audience = policy.gateways?.[gateway.name]?.audience;
  const target = dnsAnnotation(controller, gateway.annotations, 'target');
  const at = annotation?.value ?? parent.name;
  const key = `${controller.annotationPrefix}cloudflare-proxied`;
  const help = `Set ${code(`${key}: "${!isProxied}"`)} on the route.`;
  const name = describe(route.resource);
  if (isProxied && ['TCPRoute', 'UDPRoute', 'TLSRoute'].includes(route.resource.kind))
    return { at, help, message: `${name} is proxied by Cloudflare, which passes HTTP only` };
  if (isProxied && target && isPrivateAddress(target.text)) {
    const message = `${name} is proxied by Cloudflare, which can't reach \`${target.text}\``;
    return { at, help, message, related: [see(target.value, 'the target')] };
  }
  if (audience === undefined || isProxied === (audience === 'public')) return undefined;
  const pinned = policy.place('gateways', gateway.name, 'audience');
  return {
    at,
    message: `${name} on the ${audience} gateway \`${gateway.name}\` is ${isProxied ? '' : 'not '}proxied by Cloudflare`,
    help,
    related: pinned && [see(pinned, 'the audience is pinned here')],
  };
}
