import type { Cluster } from '../../model/cluster/cluster.ts';
import { deployedWith } from '../../model/cluster/delivery/ownership.ts';
import type { DnsController } from '../../model/cluster/dns/controllers.ts';
import { inDomainFilters } from '../../model/cluster/dns/publication.ts';
import {
  collide,
  type DnsRecord,
  endpointRecords,
  routeRecords,
} from '../../model/cluster/dns/records.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { type Rule, see } from '../rule.ts';

export const conflict: Rule = {
  id: 'dns/conflict',
  scope: 'cluster',
  severity: 'error',
  summary: 'One hostname published from two places to different targets.',
  rationale:
    'A name can have one CNAME: external-dns publishes one of the targets, and which one may change.',
  remedy: 'Publish the name from one place, or give both gateways the same target.',
  reference: 'https://kubernetes-sigs.github.io/external-dns/latest/docs/faq/',
  check({ cluster, report }) {
    for (const controller of cluster.dnsControllers) {
      const seen = new Map<string, DnsRecord>();
      for (const record of recordsOf(cluster, controller)) {
        const key = `${deployedWith(record.resource)} ${record.name}`;
        const earlier = seen.get(key);
        if (!earlier) seen.set(key, record);
        const why = earlier && collide(earlier, record);
        if (!why) continue;
        report({
          at: record.at,
          message:
            why === 'target'
              ? `\`${record.name}\` points at \`${record.target}\` here, but at \`${earlier.target}\` by ${describe(earlier.resource)}`
              : `\`${record.name}\` has a TTL of \`${record.ttl}\` here, but of \`${earlier.ttl}\` by ${describe(earlier.resource)}`,
          related: [see(earlier.at, describe(earlier.resource))],
        });
      }
    }
  },
};

/** What a controller publishes, DNSEndpoints first; names outside its domains it drops. */
const recordsOf = (cluster: Cluster, controller: DnsController): DnsRecord[] =>
  [...endpointRecords(cluster, controller), ...routeRecords(cluster, controller)].filter(
    ({ name }) => inDomainFilters(controller, name),
  );
