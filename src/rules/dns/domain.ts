import type { Cluster } from '../../model/cluster/cluster.ts';
import type { DnsController } from '../../model/cluster/dns/controllers.ts';
import { inDomainFilters, isExcluded, isPublic } from '../../model/cluster/dns/publication.ts';
import {
  endpointRecords,
  publishedRoutes,
  type RecordName,
} from '../../model/cluster/dns/records.ts';
import { codes } from '../../text/code.ts';
import { type Rule, see } from '../rule.ts';

export const domain: Rule = {
  id: 'dns/domain',
  scope: 'cluster',
  severity: 'warning',
  habit: { of: 'warning', most: 3, becomes: 'info' },
  summary: "A published hostname outside external-dns' domain filters.",
  rationale: 'external-dns drops records outside its domains silently: the name never resolves.',
  remedy: 'Use a name in the filtered domains, or add the domain to the filters.',
  reference: 'https://kubernetes-sigs.github.io/external-dns/latest/docs/flags/',
  check({ cluster, report }) {
    if (cluster.hasUnreadDns) return;
    const published = cluster.dnsControllers.map(controller => ({
      controller,
      names: namesOf(cluster, controller),
    }));
    const domains = cluster.dnsControllers
      .filter(isPublic)
      .flatMap(({ domainFilters }) => domainFilters.map(({ value }) => value));
    const isMade = (name: string) =>
      published.some(
        ({ controller, names }) =>
          names.some(other => other.name === name) && inDomainFilters(controller, name),
      );
    const reported = new Set<string>();
    for (const { controller, names } of published) {
      const [filter] = controller.domainFilters;
      for (const { name, at } of names) {
        const place = `${at.file.path}:${at.start}`;
        // Who excludes a domain wants no records in it.
        if (!filter || !isPublic(controller) || isExcluded(controller, name)) continue;
        if (isMade(name) || reported.has(place)) continue;
        reported.add(place);
        report({
          at,
          message: `\`${name}\` is outside external-dns' domain filters: no record is made`,
          help: `It publishes names in ${codes([...new Set(domains)])}.`,
          related: [see(filter.valueAt, 'the filter')],
        });
      }
    }
  },
};

const namesOf = (cluster: Cluster, controller: DnsController): readonly RecordName[] => [
  ...publishedRoutes(cluster, controller).flatMap(({ names }) => names),
  ...endpointRecords(cluster, controller),
];
