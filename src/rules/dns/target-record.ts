import type { Policy } from '../../config/load.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import type { DnsController } from '../../model/cluster/dns/controllers.ts';
import { dnsAnnotation, isPublic } from '../../model/cluster/dns/publication.ts';
import { endpointRecords, publishedRoutes } from '../../model/cluster/dns/records.ts';
import type { Gateway } from '../../model/cluster/gateways/gateways.ts';
import { isTunnelName } from '../../model/cluster/network/tunnels.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { parseAddress } from '../../net/addresses.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { itemsAt } from '../../yaml/access.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const targetRecord: Rule = {
  id: 'dns/target-record',
  scope: 'cluster',
  severity: 'warning',
  summary:
    "A gateway's target that no record stands for, and a record that leads to another tunnel than the repository's.",
  rationale:
    'All names of a gateway are CNAMEs of its target: where that name leads nowhere, or into a tunnel that nobody runs, every public application is away at once.',
  remedy:
    'Publish the target with a DNSEndpoint whose target is <id>.cfargotunnel.com, or correct it.',
  reference:
    'https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/routing-to-tunnel/dns/',
  check({ cluster, policy, report }) {
    for (const finding of strayTunnels(cluster)) report(finding);
    for (const controller of cluster.dnsControllers.filter(
      item => isPublic(item) && !item.partial,
    )) {
      for (const gateway of new Set(
        publishedRoutes(cluster, controller).map(item => item.gateway),
      )) {
        const finding = targetProblem(cluster, policy, controller, gateway);
        if (finding) report(finding);
      }
    }
  },
};

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function strayTunnels({ tunnels, resources }: Cluster): Report[] {
  const ids = tunnels.flatMap(({ id }) => (id && UUID.test(id.text) ? [id] : []));
  const [first] = ids;
  // A tunnel that is not configured here may be the one that is meant.
  if (!first || ids.length < tunnels.length) return [];
  return resources.ofKind('DNSEndpoint', 'externaldns.k8s.io').flatMap(({ value }) =>
    itemsAt(value, 'spec', 'endpoints')
      .flatMap(endpoint => itemsAt(endpoint, 'targets'))
      .flatMap((at): Report[] => {
        const id =
          at.kind === 'scalar' ? /^(.+)\.cfargotunnel\.com\.?$/.exec(at.text)?.[1] : undefined;
        if (id === undefined || !UUID.test(id)) return [];
        if (ids.some(({ text }) => text.toLowerCase() === id.toLowerCase())) return [];
        return [
          {
            at,
            message: `the record leads to the tunnel \`${id}\`, but cloudflared runs \`${first.text}\``,
            help: `Write \`${first.text}.cfargotunnel.com\`.`,
            related: [see(first, 'the tunnel that runs')],
          },
        ];
      }),
  );
}

function targetProblem(
  cluster: Cluster,
  policy: Policy,
  controller: DnsController,
  gateway: Gateway,
): Report | undefined {
  const target = dnsAnnotation(controller, gateway.annotations, 'target');
  const name = target?.text.toLowerCase().replace(/\.$/, '');
  if (!target || !name || isPlaceholder(name) || parseAddress(name) || isTunnelName(name))
    return undefined;
  // Another target than the policy's is reported as such.
  const pinnedName = policy.gateways?.[gateway.name]?.target;
  if (pinnedName !== undefined && pinnedName !== name) return undefined;
  const own = endpointRecords(cluster, controller).find(record => record.name === name);
  const isPublicGateway = policy.gateways?.[gateway.name]?.audience === 'public';
  if (own && cluster.tunnels.length > 0 && isPublicGateway && !isTunnelName(own.target)) {
    return {
      at: own.targetAt,
      severity: policy.weight('gateways', gateway.name, 'audience') ?? 'error',
      message: `\`${name}\`, the target of the public ${describe(gateway.resource)}, leads to \`${own.target}\` instead of the tunnel`,
      help: 'The target of such a record ends in `.cfargotunnel.com`.',
      related: [see(target.value, 'the target')],
    };
  }
  const isManaged = controller.domainFilters.some(
    ({ value }) => name === value || name.endsWith(`.${value}`),
  );
  // Elsewhere a client of dynamic DNS keeps the record. Where the way in is a tunnel, and external-dns keeps
  // records by hand at all, this one is expected among them.
  const isExpected =
    isPublicGateway && cluster.tunnels.length > 0 && controller.sources.has('crd') && isManaged;
  if (own || !isExpected || isMade(cluster, name)) return undefined;
  return {
    at: target.value,
    message: `no record stands for \`${name}\`, which all names of ${describe(gateway.resource)} point at`,
    help: 'Publish it with a DNSEndpoint.',
    doubt: 'it may be written at the provider by hand',
  };
}

/** Whether anything else says the name: a Service, a route, an endpoint that external-dns does not see. */
const isMade = ({ services, routes, resources }: Cluster, name: string): boolean =>
  services.some(({ annotations }) =>
    annotations.some(({ text }) => text.split(',').includes(name)),
  ) ||
  routes.some(({ hostnames }) => hostnames.some(({ text }) => text === name)) ||
  resources.loose.some(({ kind }) => kind === 'DNSEndpoint');
