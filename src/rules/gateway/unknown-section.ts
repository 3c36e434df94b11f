import { knownParents } from '../../model/cluster/dns/publication.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { codes } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import { type Rule, see } from '../rule.ts';

export const unknownSection: Rule = {
  id: 'gateway/unknown-section',
  scope: 'cluster',
  severity: 'error',
  summary: 'A `sectionName` or port that is no listener of the Gateway.',
  rationale: 'The route is not accepted (NoMatchingParent) and serves nothing.',
  remedy: 'Name a listener of the Gateway.',
  reference: 'https://gateway-api.sigs.k8s.io/reference/spec/#parentreference',
  check({ cluster, report }) {
    for (const route of cluster.routes) {
      for (const { parent, gateway } of knownParents(route)) {
        const { sectionName, port, listeners } = parent;
        if (listeners.length > 0) continue;
        const { resource } = gateway;
        const byName = gateway.listeners.find(({ label }) => label === sectionName?.text);
        if (byName && port) {
          report({
            at: port,
            message: `the listener \`${byName.label}\` of ${describe(resource)} is not on port \`${port.text}\``,
            related: [see(byName.value, `the listener \`${byName.label}\``)],
          });
        } else if (sectionName) {
          const names = gateway.listeners.map(({ label }) => label);
          const meant = nearest(sectionName.text, names);
          report({
            at: sectionName,
            message: `${describe(resource)} has no listener \`${sectionName.text}\``,
            help: meant
              ? `Did you mean \`${meant}\`?`
              : `Use one of its listeners: ${codes(names)}.`,
            related: [see(resource.value, describe(resource))],
          });
        } else if (port) {
          report({
            at: port,
            message: `${describe(resource)} has no listener on port \`${port.text}\``,
            related: [see(resource.value, describe(resource))],
          });
        }
      }
    }
  },
};
