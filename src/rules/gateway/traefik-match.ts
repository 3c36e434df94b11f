import { traefikMatches, traefikRoutes } from '../../model/cluster/network/traefik.ts';
import { matchFlaw } from '../../model/cluster/network/traefik-match.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import type { Rule } from '../rule.ts';

export const traefikMatch: Rule = {
  id: 'gateway/traefik-match',
  severity: 'error',
  summary: "A match of Traefik's that it can't parse.",
  rationale: 'Traefik leaves the route out and answers 404; only its log says why.',
  remedy:
    'Balance the parentheses, write texts in backticks, and use the matchers that Traefik has.',
  reference:
    'https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/',
  check({ cluster, report }) {
    for (const match of traefikRoutes(cluster.resources).flatMap(traefikMatches)) {
      const flaw = isPlaceholder(match.text) ? undefined : matchFlaw(match.text);
      if (flaw !== undefined)
        report({ at: match, message: `Traefik can't parse this match: ${flaw}` });
    }
  },
};
