import { LB_IPAM } from '../../model/cluster/load-balancers.ts';
import { renameKey } from '../../model/edits.ts';
import { nearest } from '../../text/nearest.ts';
import { fixOf, type Rule } from '../rule.ts';

const KNOWN = Object.values(LB_IPAM).flat();

export const annotationName: Rule = {
  id: 'loadbalancer/annotation-name',
  severity: 'warning',
  summary: 'A deprecated or misspelt LB-IPAM annotation.',
  rationale:
    "Cilium ignores annotations it doesn't know: with a misspelt key the Service gets any free address. The io.cilium/ names are kept for compatibility only.",
  remedy: 'Use the lbipam.cilium.io/ name.',
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
          message: `"${key.text}" is deprecated`,
          help: list.some(({ key: other }) => other.text === current)
            ? `Remove it: ${current} is there, too, and wins.`
            : `Rename it to ${current}.`,
          fix: rename(current),
        });
        continue;
      }
      const meant = isNear(key.text) ? nearest(key.text, KNOWN) : undefined;
      if (meant)
        report({
          at: key,
          message: `Cilium doesn't know the annotation "${key.text}"`,
          help: `Did you mean ${meant}?`,
          fix: rename(meant),
        });
    }
  },
};

/** Other annotations of Cilium's are none of this rule's business. */
const isNear = (key: string): boolean =>
  !(KNOWN as readonly string[]).includes(key) && /lb-?ipam/i.test(key);
