import { asScalar, get, getString, itemsAt } from '../../model/access.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import type { DnsController } from '../../model/cluster/dns.ts';
import { type ClusterResource, describe } from '../../model/cluster/owned.ts';
import { dnsAnnotation, knownParents, obstacle } from '../../model/cluster/publication.ts';
import type { LocatedScalar } from '../../model/located.ts';
import { type Rule, see } from '../rule.ts';

interface DnsRecord {
  readonly name: LocatedScalar;
  readonly target: string;
  readonly resource: ClusterResource;
}

export const conflict: Rule = {
  id: 'dns/conflict',
  severity: 'error',
  summary: 'One hostname published from two places to different targets.',
  rationale:
    'A name can have one CNAME: external-dns publishes one of the targets, and which one may change.',
  remedy: 'Publish the name from one place, or give both gateways the same target.',
  reference: 'https://kubernetes-sigs.github.io/external-dns/latest/docs/faq/',
  check({ cluster, report }) {
    for (const controller of cluster.dnsControllers) {
      const seen = new Map<string, DnsRecord>();
      for (const record of [
        ...endpointRecords(cluster, controller),
        ...routeRecords(cluster, controller),
      ]) {
        const name = record.name.text.toLowerCase();
        const earlier = seen.get(name);
        if (!earlier) seen.set(name, record);
        else if (earlier.target !== record.target) {
          report({
            at: record.name,
            message: `${record.name.text} points at ${record.target} here, but at ${earlier.target} by ${describe(earlier.resource)}`,
            related: [see(earlier.name, describe(earlier.resource))],
          });
        }
      }
    }
  },
};

/** DNSEndpoints with a CNAME: addresses may be several for one name. */
function endpointRecords(cluster: Cluster, { sources }: DnsController): DnsRecord[] {
  if (!sources.has('crd')) return [];
  return cluster.resources.ofKind('DNSEndpoint', 'externaldns.k8s.io').flatMap(resource =>
    itemsAt(resource.value, 'spec', 'endpoints').flatMap(endpoint => {
      const name = getString(endpoint, 'dnsName');
      const target = asScalar(itemsAt(endpoint, 'targets')[0])?.text;
      const isName =
        getString(endpoint, 'recordType')?.value === 'CNAME' &&
        get(endpoint, 'setIdentifier') === undefined;
      return name && target && isName ? [{ name, target, resource }] : [];
    }),
  );
}

function routeRecords(cluster: Cluster, controller: DnsController): DnsRecord[] {
  return cluster.routes.flatMap(route =>
    knownParents(route).flatMap(({ gateway }) => {
      if (obstacle(controller, route, gateway) !== undefined) return [];
      const target = dnsAnnotation(controller, gateway.annotations, 'target')?.text;
      if (target === undefined || dnsAnnotation(controller, route.annotations, 'set-identifier'))
        return [];
      return route.hostnames.map(name => ({ name, target, resource: route.resource }));
    }),
  );
}
