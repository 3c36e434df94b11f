import { isPlaceholder } from '../../model/cluster/placeholder.ts';
import {
  inDomainFilters,
  isPublic,
  knownParents,
  obstacle,
} from '../../model/cluster/publication.ts';
import { listing } from '../../text/plural.ts';
import { type Rule, see } from '../rule.ts';

export const domain: Rule = {
  id: 'dns/domain',
  severity: 'warning',
  summary: 'A published hostname outside external-dns’ domain filters.',
  rationale: 'external-dns drops records outside its domains silently: the name never resolves.',
  remedy: 'Use a name in the filtered domains, or add the domain to the filters.',
  reference: 'https://kubernetes-sigs.github.io/external-dns/latest/docs/flags/',
  check({ cluster, report }) {
    const controllers = cluster.dnsControllers.filter(
      controller => isPublic(controller) && controller.domainFilters.length > 0,
    );
    for (const route of cluster.routes) {
      const publishing = controllers.filter(controller =>
        knownParents(route).some(
          ({ gateway }) => obstacle(controller, route, gateway) === undefined,
        ),
      );
      const [first] = publishing;
      if (!first) continue;
      for (const name of route.hostnames) {
        if (
          isPlaceholder(name.text) ||
          publishing.some(controller => inDomainFilters(controller, name.text))
        )
          continue;
        const [filter] = first.domainFilters;
        report({
          at: name,
          message: `${name.text} is outside external-dns' domain filters: no record is made`,
          help: `Its domains: ${listing(first.domainFilters.map(({ value }) => value))}.`,
          related: filter && [see(filter.valueAt, 'the filter')],
        });
      }
    }
  },
};
