import { annotationProblem } from '../../model/cluster/dns/annotations.ts';
import { ALPHA_PREFIX, STABLE_PREFIX } from '../../model/cluster/dns/controllers.ts';
import { annotationsAt } from '../../model/cluster/network/services.ts';
import { codes } from '../../text/code.ts';
import { renameKey } from '../../yaml/edits.ts';
import { fixOf, type Rule } from '../rule.ts';

export const annotationName: Rule = {
  id: 'dns/annotation-name',
  scope: 'cluster',
  severity: 'warning',
  summary:
    "An external-dns annotation that it doesn't know, or that belongs to a provider that isn't used.",
  rationale:
    "Unknown annotations are ignored silently; so are all annotations under a prefix that the deployed version doesn't read.",
  remedy: 'Use the name that external-dns reads.',
  reference: 'https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/',
  fixable: 'safe',
  check({ cluster, report }) {
    const controllers = cluster.dnsControllers;
    const prefixes = new Set(controllers.map(({ annotationPrefix }) => annotationPrefix));
    const isKnown =
      prefixes.size > 0 &&
      !cluster.hasUnreadDns &&
      controllers.every(({ isPrefixKnown }) => isPrefixKnown);
    for (const { value } of cluster.resources.deployed) {
      const lists = [
        annotationsAt(value, 'metadata', 'annotations'),
        annotationsAt(value, 'spec', 'infrastructure', 'annotations'),
      ];
      for (const [key, siblings] of lists.flatMap(list =>
        list.map(item => [item.key, list] as const),
      )) {
        const prefix = [ALPHA_PREFIX, STABLE_PREFIX].find(start => key.text.startsWith(start));
        if (prefix === undefined) continue;
        const name = key.text.slice(prefix.length);
        const rename = (to: string | undefined) =>
          to === undefined
            ? undefined
            : fixOf('safe', `Rename it to ${to}`, renameKey(key, to, siblings));
        const problem = annotationProblem(name, controllers, cluster.hasUnreadDns);
        if (problem) {
          const { meant, ...said } = problem;
          report({
            at: key,
            ...said,
            // What is like none of its names may be what a controller is told to filter by.
            severity: meant === undefined && said.help === undefined ? 'info' : undefined,
            fix: rename(meant && prefix + meant),
          });
        } else if (isKnown && !prefixes.has(prefix)) {
          const [only, ...others] = prefixes;
          report({
            at: key,
            message: `external-dns here reads annotations under ${codes([...prefixes])}, not \`${prefix}\``,
            help: 'Rename it, or set `--annotation-prefix`.',
            fix: rename(others.length === 0 && only ? only + name : undefined),
          });
        }
      }
    }
  },
};
