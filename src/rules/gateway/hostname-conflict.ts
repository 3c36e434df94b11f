import type { Cluster } from '../../model/cluster/cluster.ts';
import { deployedWith } from '../../model/cluster/delivery/ownership.ts';
import { knownParents } from '../../model/cluster/dns/publication.ts';
import { admitting } from '../../model/cluster/gateways/attachment.ts';
import type { Route } from '../../model/cluster/gateways/routes.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { keyOf } from '../../model/cluster/objects/resources.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { entriesAt, itemsAt, textAt } from '../../yaml/access.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../yaml/located.ts';
import { type Rule, see } from '../rule.ts';

interface Claim {
  readonly route: Route;
  readonly at: LocatedScalar;
}

/** Type and value of the path, and what else tells requests apart: headers, method, query parameters. */
type Match = readonly [type: string, value: string, others: readonly string[]];

export const hostnameConflict: Rule = {
  id: 'gateway/hostname-conflict',
  scope: 'cluster',
  severity: 'error',
  summary: 'Two routes that claim one hostname and path on one listener.',
  rationale:
    'The older route wins, and nothing says which that is: one of the two applications is not reachable.',
  remedy: 'Give one of them another hostname or path.',
  reference: 'https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule',
  check({ cluster, report }) {
    const claims = new Map<string, Claim>();
    for (const route of cluster.routes) {
      // What a chart's model does not say of a route's rules may tell it apart.
      if (route.redirects || (route.resource.partial && route.rules.length === 0)) continue;
      for (const at of route.hostnames) {
        if (isPlaceholder(at.text)) continue;
        for (const key of claimedKeys(cluster, route, at.text)) {
          const earlier = claims.get(key);
          if (!earlier) claims.set(key, { route, at });
          else if (keyOf(earlier.route.resource) !== keyOf(route.resource)) {
            report({
              at,
              message: `\`${at.text}\` is already claimed by ${describe(earlier.route.resource)} on the same listener and path`,
              related: [see(earlier.at, describe(earlier.route.resource))],
            });
            break;
          }
        }
      }
    }
  },
};

/** One key per listener and match: equal keys are equal claims. */
function claimedKeys(cluster: Cluster, route: Route, hostname: string): string[] {
  const { rules, resource } = route;
  const matches = rules.length === 0 ? [EVERYTHING] : rules.flatMap(ruleMatches);
  return knownParents(route).flatMap(({ parent, gateway }) =>
    admitting(cluster, route, parent).flatMap(({ label }) =>
      matches.map(match =>
        JSON.stringify([
          deployedWith(resource),
          keyOf(gateway.resource),
          label,
          resource.kind,
          hostname,
          match,
        ]),
      ),
    ),
  );
}

/** What a rule without matches takes. */
const EVERYTHING: Match = ['PathPrefix', '/', []];

function ruleMatches(rule: LocatedMap): Match[] {
  const matches = itemsAt(rule, 'matches');
  if (matches.length === 0) return [EVERYTHING];
  return matches.map(match => [
    textAt(match, 'path', 'type') ?? 'PathPrefix',
    textAt(match, 'path', 'value') ?? '/',
    entriesAt(match)
      .filter(({ key }) => key.text !== 'path')
      .map(({ key, value }) => `${key.text} ${conditionText(value)}`)
      .sort(),
  ]);
}

/** Conditions must all hold: neither the order of a list of them nor that of their keys tells two apart. */
function conditionText(value: LocatedValue): string {
  if (value.kind === 'scalar') return JSON.stringify(value.value);
  const parts =
    value.kind === 'sequence'
      ? value.items.map(conditionText)
      : [...value.entries].map(([key, entry]) => `${key}: ${conditionText(entry.value)}`);
  return `[${parts.sort().join()}]`;
}
