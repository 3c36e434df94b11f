import { knownParents } from '../../model/cluster/dns/publication.ts';
import { admitting, servesRoute } from '../../model/cluster/gateways/attachment.ts';
import { isRedirectedBefore } from '../../model/cluster/gateways/redirecting.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { getEntry } from '../../yaml/access.ts';
import { insertAfter } from '../../yaml/edits.ts';
import { fixOf, type Rule, see } from '../rule.ts';

export const missingSection: Rule = {
  id: 'gateway/missing-section',
  scope: 'cluster',
  severity: 'warning',
  summary:
    'An application route without `sectionName` on a Gateway that also has a plain HTTP listener.',
  rationale:
    'The route attaches to every listener that admits it: the application is then served without TLS as well, beside the redirect.',
  remedy: 'Name the HTTPS listener in `sectionName`.',
  reference: 'https://gateway-api.sigs.k8s.io/reference/spec/#parentreference',
  fixable: 'unsafe',
  check({ cluster, report }) {
    for (const route of cluster.routes) {
      if (route.redirects) continue;
      for (const { parent, gateway } of knownParents(route)) {
        // A listener for its own namespace only (for the redirect) does not take the route; whether
        // one with a selector does can't always be told.
        const taking = admitting(cluster, route, parent).filter(
          listener => listener.from !== 'Selector' && servesRoute(listener, route),
        );
        const plain = taking.find(
          listener =>
            listener.protocol === 'HTTP' &&
            !isRedirectedBefore(gateway, listener, cluster.redirectedPorts),
        );
        const secure = taking.find(({ protocol }) => protocol === 'HTTPS');
        if (!plain || !secure?.name) continue;
        const written = getEntry(parent.value, 'name');
        report({
          at: parent.name,
          fix: fixOf(
            'unsafe',
            `Attach it to ${secure.label} only`,
            written && insertAfter(parent.value, written, 'sectionName', secure.label),
          ),
          message: `without \`sectionName\` ${describe(route.resource)} is served over plain HTTP too`,
          help: `Add \`sectionName: ${secure.label}\`.`,
          related: [see(plain.value, `the listener \`${plain.label}\` takes it`)],
        });
      }
    }
  },
};
