import { describe } from '../../model/cluster/owned.ts';
import { nearest } from '../../text/nearest.ts';
import { listing } from '../../text/plural.ts';
import { type Rule, see } from '../rule.ts';

export const unknownSection: Rule = {
  id: 'gateway/unknown-section',
  severity: 'error',
  summary: 'A sectionName or port that is no listener of the Gateway.',
  rationale: 'The route is not accepted (NoMatchingParent) and serves nothing.',
  remedy: 'Name a listener of the Gateway.',
  reference: 'https://gateway-api.sigs.k8s.io/reference/spec/#parentreference',
  check({ cluster, report }) {
    for (const { parents } of cluster.routes) {
      for (const { gateway, sectionName, port, listeners } of parents) {
        if (gateway.status !== 'found' || listeners.length > 0 || (!sectionName && !port)) continue;
        const { resource } = gateway.value;
        const names = gateway.value.listeners.flatMap(({ name }) => name?.text ?? []);
        const byName = gateway.value.listeners.find(
          ({ name }) => name?.value === sectionName?.value,
        );
        const meant = sectionName && nearest(sectionName.text, names);
        const related = [
          see(
            byName?.value ?? resource.value,
            byName ? `the listener ${sectionName?.text}` : describe(resource),
          ),
        ];
        if (sectionName && !byName) {
          report({
            at: sectionName,
            message: `${describe(resource)} has no listener ${sectionName.text}`,
            help: meant ? `Did you mean ${meant}?` : `Its listeners: ${listing(names)}.`,
            related,
          });
        } else if (port) {
          report({
            at: port,
            message: sectionName
              ? `the listener ${sectionName.text} of ${describe(resource)} is not on port ${port.text}`
              : `${describe(resource)} has no listener on port ${port.text}`,
            related,
          });
        }
      }
    }
  },
};
