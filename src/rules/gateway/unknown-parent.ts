import { GATEWAY_GROUP } from '../../model/cluster/gateways/gateways.ts';
import { missing } from '../../model/lookup.ts';
import { codes } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import { type Rule, see } from '../rule.ts';

export const unknownParent: Rule = {
  id: 'gateway/unknown-parent',
  scope: 'cluster',
  severity: 'error',
  summary: 'A `parentRef` to a Gateway that does not exist in that namespace.',
  rationale:
    "The route attaches to nothing: no address serves it and no DNS record is made. Nothing but the route's status says so.",
  remedy:
    "Name an existing Gateway and its namespace; without a namespace the route's own is meant.",
  reference: 'https://gateway-api.sigs.k8s.io/reference/spec/#parentreference',
  check({ cluster, report }) {
    for (const { parents } of cluster.routes) {
      for (const { gateway, name, namespace, value } of parents) {
        const gone = missing(gateway);
        if (!gone) continue;
        const elsewhere = cluster.gateways.find(other => other.name === name.value);
        const here = cluster.resources.names({ group: GATEWAY_GROUP, kind: 'Gateway', namespace });
        const all = cluster.gateways.map(other => other.name);
        const meant = nearest(name.text, here) ?? nearest(name.text, all);
        const stated = value.entries.get('namespace')?.value;
        report({
          at: elsewhere && stated ? stated : name,
          message: `there is no Gateway \`${name.text}\` in the namespace \`${namespace}\``,
          help: elsewhere
            ? `It is in the namespace \`${elsewhere.namespace}\`: set \`namespace: ${elsewhere.namespace}\`.`
            : meant
              ? `Did you mean \`${meant}\`?`
              : all.length > 0
                ? `Use one of the gateways that there are: ${codes([...new Set(all)])}.`
                : undefined,
          doubt: gone.doubt,
          missing: `Gateway ${namespace}/${name.text}`,
          related: elsewhere && [
            see(elsewhere.resource.value, `Gateway \`${elsewhere.namespace}/${elsewhere.name}\``),
          ],
        });
      }
    }
  },
};
