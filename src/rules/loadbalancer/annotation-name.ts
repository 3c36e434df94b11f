import {
  isUnknownLbIpam,
  LB_IPAM,
  meantLbIpam,
} from '../../model/cluster/load-balancers/load-balancers.ts';
import { codes } from '../../text/code.ts';
import { renameKey } from '../../yaml/edits.ts';
import { fixOf, type Rule } from '../rule.ts';

export const annotationName: Rule = {
  id: 'loadbalancer/annotation-name',
  scope: 'cluster',
  severity: 'warning',
  summary: 'A deprecated or misspelt LB-IPAM annotation.',
  rationale:
    "Cilium ignores annotations it doesn't know: with a misspelt key the Service gets any free address. The `io.cilium/` names are kept for compatibility only.",
  remedy: 'Use the `lbipam.cilium.io/` name.',
  reference: 'https://docs.cilium.io/en/stable/network/lb-ipam/#requesting-ips',
  fixable: 'safe',
  check({ cluster, report }) {
    const lists = [
      ...cluster.services.map(service => service.annotations),
      ...cluster.gateways.map(gateway => gateway.service.annotations),
    ];
    for (const [key, list] of lists.flatMap(each => each.map(item => [item.key, each] as const))) {
      const rename = (name: string) =>
        fixOf('safe', `Rename it to ${name}`, renameKey(key, name, list));
      const [current] = Object.values(LB_IPAM).find(([, old]) => old === key.text) ?? [];
      if (current) {
        report({
          at: key,
          message: `\`${key.text}\` is deprecated`,
          help: list.some(({ key: other }) => other.text === current)
            ? `Remove it: \`${current}\` is there, too, and wins.`
            : `Rename it to \`${current}\`.`,
          fix: rename(current),
        });
        continue;
      }
      const meant = meantLbIpam(key.text);
      if (meant || isUnknownLbIpam(key.text))
        report({
          at: key,
          message: `Cilium doesn't know the annotation \`${key.text}\``,
          help: meant
            ? `Did you mean \`${meant}\`?`
            : `It knows ${codes(Object.values(LB_IPAM).map(([name]) => name))}.`,
          fix: meant === undefined ? undefined : rename(meant),
        });
    }
  },
};
