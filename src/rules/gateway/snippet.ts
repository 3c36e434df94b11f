import { refusedSnippets } from '../../model/cluster/network/nginx-snippets.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { type Rule, see } from '../rule.ts';

export const snippet: Rule = {
  id: 'gateway/snippet',
  scope: 'cluster',
  severity: 'error',
  summary: "A snippet of nginx' configuration on an Ingress whose controller takes none.",
  rationale:
    'The controller ingress-nginx takes no snippets since 1.9 unless it is told to, and since 1.12 none of their risk: its webhook refuses the Ingress, or the controller leaves it out.',
  remedy:
    'Use an annotation for the same, or set `controller.allowSnippetAnnotations` and `annotations-risk-level` of the controller, if nobody else may write Ingresses.',
  reference:
    'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#allow-snippet-annotations',
  check({ cluster, report }) {
    const releases = cluster.helmReleases.map(({ release }) => release);
    for (const { ingress, key, release, setting } of refusedSnippets(releases, cluster.resources))
      report({
        at: key,
        message: `the controller refuses \`${key.text}\` of ${describe(ingress)}: ${
          setting === 'allowSnippetAnnotations'
            ? '`controller.allowSnippetAnnotations` is off'
            : '`annotations-risk-level` is `High`, and a snippet is `Critical`'
        }`,
        help:
          setting === 'allowSnippetAnnotations'
            ? 'Use an annotation for the same, or set it in the values of ingress-nginx, with `annotations-risk-level: Critical`.'
            : 'Use an annotation for the same, or set `controller.config.annotations-risk-level: Critical`.',
        related: [see(release.chart, 'the controller')],
      });
  },
};
