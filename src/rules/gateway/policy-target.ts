import type { Cluster } from '../../model/cluster/cluster.ts';
import { GATEWAY_GROUP } from '../../model/cluster/gateways/gateways.ts';
import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import { missing } from '../../model/lookup.ts';
import { nearest } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { get, getString, itemsAt, textAt } from '../../yaml/access.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import type { Report, Rule } from '../rule.ts';

export const policyTarget: Rule = {
  id: 'gateway/policy-target',
  scope: 'cluster',
  severity: 'error',
  summary: 'A policy of Envoy Gateway whose target does not exist in its namespace.',
  rationale:
    'The policy applies to nothing: a route that was to ask for a login, or to refuse foreign addresses, is open. A policy is attached in its own namespace only.',
  remedy: 'Name a Gateway or route that exists, in the namespace of the policy.',
  reference: 'https://gateway.envoyproxy.io/docs/concepts/gateway_api_extensions/security-policy/',
  check({ cluster, report }) {
    for (const kind of KINDS) {
      for (const policy of cluster.resources.ofKind(kind, 'gateway.envoyproxy.io')) {
        for (const target of targetsOf(policy)) {
          const finding = gone(cluster, policy, target);
          if (finding) report(finding);
        }
      }
    }
  },
};

const KINDS = [
  'BackendTrafficPolicy',
  'ClientTrafficPolicy',
  'EnvoyExtensionPolicy',
  'SecurityPolicy',
] as const;

const TARGETS: ReadonlySet<string> = new Set([
  'Gateway',
  'GRPCRoute',
  'HTTPRoute',
  'TCPRoute',
  'TLSRoute',
  'UDPRoute',
]);

const targetsOf = ({ value }: ClusterResource): LocatedValue[] => [
  ...[get(value, 'spec', 'targetRef')].flatMap(target => target ?? []),
  ...itemsAt(value, 'spec', 'targetRefs'),
];

function gone(
  { resources }: Cluster,
  policy: ClusterResource,
  target: LocatedValue,
): Report | undefined {
  const { namespace } = policy;
  const [kind, name] = [textAt(target, 'kind') ?? '', getString(target, 'name')];
  const isKnown = textAt(target, 'group') === GATEWAY_GROUP && TARGETS.has(kind);
  if (!isKnown || !name || namespace === undefined || isPlaceholder(namespace)) return undefined;
  const sought = { group: GATEWAY_GROUP, kind, namespace };
  const answer = missing(resources.find({ ...sought, name: name.text }));
  if (!answer) return undefined;
  const elsewhere = resources
    .ofKind(kind, GATEWAY_GROUP)
    .find(other => other.name === name.text && other.namespace !== undefined);
  const meant = nearest(name.text, resources.names(sought));
  return {
    at: name,
    message: `${describe(policy)} applies to nothing: there is no ${kind} ${name.text} in the namespace ${namespace}`,
    help: elsewhere
      ? `There is one in ${elsewhere.namespace}: the policy belongs there.`
      : meant && `Did you mean ${meant}?`,
    doubt: answer.doubt,
    missing: `${kind} ${namespace}/${name.text}`,
  };
}
