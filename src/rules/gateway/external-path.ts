import type { Policy } from '../../config/load.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import { bearsName } from '../../model/cluster/delivery/ownership.ts';
import { knownParents, leadsToTunnel } from '../../model/cluster/dns/publication.ts';
import type { Route } from '../../model/cluster/gateways/routes.ts';
import {
  type AddressRequest,
  ofService,
} from '../../model/cluster/load-balancers/load-balancers.ts';
import { proxyTargets } from '../../model/cluster/network/proxies.ts';
import { type Service, serviceOfHost } from '../../model/cluster/network/services.ts';
import {
  entryServices,
  forwards,
  misplacedCatchAll,
  type Tunnel,
  tunnelNames,
} from '../../model/cluster/network/tunnels.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { contains, parseAddress, parseRange } from '../../net/addresses.ts';
import { intersectHostnames } from '../../net/hostnames.ts';
import { code, codes } from '../../text/code.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { getString } from '../../yaml/access.ts';
import { type Report, type Rule, see } from '../rule.ts';
import { serviceProblem } from '../service-reference.ts';

export const externalPath: Rule = {
  id: 'gateway/external-path',
  scope: 'cluster',
  severity: 'error',
  summary:
    'A broken link on the way from the Cloudflare tunnel over the entry Service to the public gateway.',
  rationale:
    'Everything public takes this one way: with a link broken, cloudflared does not start, or Cloudflare answers 502 or 404, while all is well inside the cluster.',
  remedy:
    "Point the tunnel's ingress rules at a Service and port that exist, give each public hostname a rule, and end with a rule for all the rest.",
  reference:
    'https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/do-more-with-tunnels/local-management/configuration-file/',
  policy: true,
  check({ cluster, policy, report }) {
    for (const tunnel of cluster.tunnels) {
      for (const finding of [...catchAllProblems(tunnel), ...linkProblems(cluster, tunnel)]) {
        report(finding);
      }
    }
    for (const service of entryServices(cluster.tunnels, cluster.services)) {
      for (const finding of [
        ...entryAddress(policy, service),
        ...wrongTurns(cluster, policy, service),
      ])
        report(finding);
    }
    for (const finding of hostnamesWithoutRule(cluster, policy)) report(finding);
    for (const finding of shortCuts(cluster, policy)) report(finding);
  },
};

function catchAllProblems(tunnel: Tunnel): Report[] {
  const { early, missing } = misplacedCatchAll(tunnel);
  const rule = early ?? missing;
  if (!rule) return [];
  const at = rule.hostname ?? rule.path ?? rule.service;
  return [
    early
      ? {
          at,
          message: 'this rule takes every request: the rules after it are never reached',
          help: 'Move it to the end, or give it a hostname or path.',
        }
      : {
          at,
          message: 'the last rule of a tunnel must take every request, without hostname and path',
          help: 'Add a rule at the end: `service: http_status:404`.',
        },
  ];
}

function linkProblems(cluster: Cluster, { rules }: Tunnel): Report[] {
  return rules.flatMap(({ origin }) => {
    const target = origin && serviceOfHost(origin.host);
    if (!target) return [];
    const { hostAt: nameAt, portAt, port } = origin;
    return serviceProblem(cluster, { ...target, nameAt, portAt, port: port?.toString() }) ?? [];
  });
}

/** The Service that the tunnel enters by must have the address that the policy keeps for it. */
function entryAddress(policy: Policy, service: Service): Report[] {
  const entry = ofService(service);
  const [kept, owners = []] =
    Object.entries(policy.loadBalancer?.reserved ?? {}).find(([, names]) =>
      [names].flat().some(name => bearsName(service.resource, name)),
    ) ?? [];
  const range = parseRange(kept ?? '');
  const isKept = ({ address }: AddressRequest) => address && range && contains(range, address);
  if (!entry || kept === undefined || entry.requests.some(isKept)) return [];
  const [first] = entry.requests;
  if (!first && entry.requestsUnknown) return [];
  const pinned = policy.place('loadBalancer', 'reserved', kept);
  return [
    {
      at:
        first?.at ??
        getString(service.resource.value, 'metadata', 'name') ??
        service.resource.value,
      message: `${describe(service.resource)}, which the tunnel enters by, requests ${first ? code(first.text) : 'no address'}, not \`${kept}\``,
      help: `${policy.source('loadBalancer', 'reserved', kept)} keeps \`${kept}\` for ${codes([owners].flat(), 'or')}.`,
      related: pinned && [see(pinned, 'pinned here')],
    },
  ];
}

/** Load balancer addresses that the entry's nginx forwards to and that are no public gateway's. */
function wrongTurns(cluster: Cluster, policy: Policy, { resource }: Service): Report[] {
  const ranges = (policy.loadBalancer?.ranges ?? []).flatMap(range => parseRange(range) ?? []);
  const gateways = Object.entries(policy.gateways ?? {}).flatMap(([name, { audience, address }]) =>
    audience === 'public' && address !== undefined ? [{ name, address }] : [],
  );
  const [right] = gateways;
  if (!right) return [];
  return proxyTargets(cluster.resources, resource)
    .filter(({ address: text }) => {
      const address = parseAddress(text);
      const isBalanced = address && ranges.some(range => contains(range, address));
      return isBalanced && gateways.every(gateway => gateway.address !== text);
    })
    .map(({ address, at }) => ({
      at,
      message: `${describe(resource)}, which the tunnel enters by, forwards to \`${address}\`, not to \`${right.name}\` at \`${right.address}\``,
      help: `Forward to \`${right.address}\`.`,
    }));
}

/** Rules for all names of a domain that lead to one application's Service, past the public gateway. */
function shortCuts({ tunnels, routes }: Cluster, policy: Policy): Report[] {
  const serves = (route: Route, { name, namespace }: { name: string; namespace: string }) =>
    route.backends.some(backend => backend.name.text === name && backend.namespace === namespace);
  return tunnels.flatMap(({ rules }) =>
    rules.flatMap(({ hostname, origin, service }): Report[] => {
      const target = origin && serviceOfHost(origin.host);
      if (!hostname?.text.startsWith('*.') || !target) return [];
      const own = routes.find(route => serves(route, target));
      const other = routes.find(
        route =>
          !serves(route, target) &&
          !route.redirects &&
          knownParents(route).some(
            ({ gateway }) => policy.gateways?.[gateway.name]?.audience === 'public',
          ) &&
          route.hostnames.some(name => intersectHostnames(hostname.text, name.text) === name.text),
      );
      if (!own || !other) return [];
      return [
        {
          at: service,
          message: `the tunnel sends every name of \`${hostname.text}\` to Service \`${target.namespace}/${target.name}\`, the backend of ${describe(own.resource)} alone`,
          help: 'Send them to what forwards to the public gateway.',
          related: [see(other.resource.value, `${describe(other.resource)} is then never reached`)],
        },
      ];
    }),
  );
}

/** Hostnames on public gateways that no rule of any tunnel sends on. */
function hostnamesWithoutRule({ tunnels, routes, resources }: Cluster, policy: Policy): Report[] {
  const [tunnel] = tunnels;
  if (!tunnel) return [];
  const names = tunnelNames(resources);
  return routes.flatMap(route => {
    const entry = knownParents(route).find(
      ({ gateway }) =>
        policy.gateways?.[gateway.name]?.audience === 'public' && leadsToTunnel(gateway, names),
    );
    if (!entry || route.redirects) return [];
    return route.hostnames
      .filter(({ text }) => !isPlaceholder(text) && !tunnels.some(item => forwards(item, text)))
      .map(name => ({
        at: name,
        message: `no rule of the tunnel sends \`${name.text}\` on, though the gateway \`${entry.gateway.name}\` is public`,
        help: `Add a rule with \`hostname: ${name.text}\`.`,
        related: [see(tunnel.ingress.key, "the tunnel's rules")],
      }));
  });
}
