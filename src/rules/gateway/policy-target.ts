import type { Cluster } from '../../model/cluster/cluster.ts';
import { GATEWAY_GROUP } from '../../model/cluster/gateways/gateways.ts';
import { isGranted } from '../../model/cluster/gateways/grants.ts';
import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import { missing } from '../../model/lookup.ts';
import { code, codes } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { get, getString, itemsAt, textAt } from '../../yaml/access.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const policyTarget: Rule = {
  id: 'gateway/policy-target',
  scope: 'cluster',
  severity: 'error',
  summary:
    'A policy of Envoy Gateway whose target does not exist in its namespace or whose backend it may not have, an object of a kind that is switched off there, or a Backend that it refuses.',
  rationale:
    'The policy applies to nothing: a route that was to ask for a login, or to refuse foreign addresses, is open. A policy is attached in its own namespace only.',
  remedy: 'Name a Gateway or route that exists, in the namespace of the policy.',
  reference: 'https://gateway.envoyproxy.io/docs/concepts/gateway_api_extensions/security-policy/',
  check({ cluster, report }) {
    for (const kind of KINDS) {
      for (const policy of cluster.resources.ofKind(kind, 'gateway.envoyproxy.io')) {
        for (const target of targetsOf(policy)) {
          const finding = gone(cluster, policy, target) ?? goneSection(cluster, policy, target);
          if (finding) report(finding);
        }
        for (const finding of ungranted(cluster, policy)) report(finding);
      }
    }
    for (const finding of [...switchedOff(cluster), ...loopbacks(cluster)]) report(finding);
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
  { resources, workloads }: Cluster,
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
  // Where the repository runs and routes nothing, another one has the application and its routes.
  const isForeign =
    kind !== 'Gateway' &&
    resources.names(sought).length === 0 &&
    !workloads.some(workload => workload.namespace === namespace);
  if (!elsewhere && isForeign) return undefined;
  const meant = nearest(name.text, resources.names(sought));
  return {
    at: name,
    message: `${describe(policy)} applies to nothing: there is no ${kind} \`${name.text}\` in the namespace \`${namespace}\``,
    help: elsewhere
      ? `There is one in the namespace \`${elsewhere.namespace}\`: the policy belongs there.`
      : meant && `Did you mean \`${meant}\`?`,
    doubt: answer.doubt,
    missing: `${kind} ${namespace}/${name.text}`,
  };
}

/** The part of a target that a policy names: a listener of a Gateway, a rule of a route. */
function goneSection(
  { resources }: Cluster,
  policy: ClusterResource,
  target: LocatedValue,
): Report | undefined {
  const section = getString(target, 'sectionName');
  const [kind, name] = [textAt(target, 'kind') ?? '', textAt(target, 'name') ?? ''];
  const [part, field] = kind === 'Gateway' ? ['listener', 'listeners'] : ['rule', 'rules'];
  if (!section || isPlaceholder(section.text) || !TARGETS.has(kind)) return undefined;
  const answer = resources.find({ group: GATEWAY_GROUP, kind, namespace: policy.namespace, name });
  if (answer.status !== 'found' || answer.value.partial) return undefined;
  const names = itemsAt(answer.value.value, 'spec', field).flatMap(it => textAt(it, 'name') ?? []);
  if (names.includes(section.text)) return undefined;
  const meant = nearest(section.text, names);
  return {
    at: section,
    message: `${describe(policy)} applies to nothing: ${describe(answer.value)} has no ${part} \`${section.text}\``,
    help: meant
      ? `Did you mean \`${meant}\`?`
      : names.length > 0
        ? `It has ${codes(names)}.`
        : `Its ${field} have no names.`,
    related: [see(answer.value.value, describe(answer.value))],
  };
}

/** Where policies name Services of their own: who is asked for leave, and where keys come from. */
const BACKENDS: readonly (readonly string[])[] = [
  ['extAuth', 'http'],
  ['extAuth', 'grpc'],
  ['oidc', 'provider'],
];

/**
 * Backends of a policy in another namespace that no ReferenceGrant lets it have: the grant has to name the policy's
 * kind, not that of the route that it is for.
 *
 * @see https://gateway.envoyproxy.io/docs/tasks/security/ext-auth/
 */
function ungranted({ resources }: Cluster, policy: ClusterResource): Report[] {
  const spec = get(policy.value, 'spec');
  const holders = [
    ...BACKENDS.flatMap(path => get(spec, ...path) ?? []),
    ...itemsAt(spec, 'extProc'),
    ...itemsAt(spec, 'jwt', 'providers').flatMap(item => get(item, 'remoteJWKS') ?? []),
  ];
  const backends = holders.flatMap(holder => [
    ...itemsAt(holder, 'backendRefs'),
    ...[get(holder, 'backendRef')].flatMap(item => item ?? []),
  ]);
  return backends.flatMap((backend): Report[] => {
    const namespace = getString(backend, 'namespace');
    const [kind, name] = [textAt(backend, 'kind') ?? 'Service', textAt(backend, 'name')];
    if (!namespace || !name || kind !== 'Service' || isPlaceholder(namespace.text)) return [];
    const answer = missing(isGranted(resources, policy, { kind, namespace: namespace.text, name }));
    if (!answer) return [];
    return [
      {
        at: namespace,
        message: `no ReferenceGrant in ${code(namespace.text)} lets ${describe(policy)} have the Service ${code(name)}`,
        help: `Its \`from\` needs the group \`gateway.envoyproxy.io\`, the kind ${policy.kind} and the namespace ${code(policy.namespace ?? 'default')}: one for routes does not count.`,
        doubt: answer.doubt,
      },
    ];
  });
}

/** @see https://github.com/envoyproxy/gateway/blob/v1.6.0/internal/gatewayapi/backend.go */
const loopbacks = ({ resources }: Cluster): Report[] =>
  resources.ofKind('Backend', 'gateway.envoyproxy.io').flatMap(backend =>
    itemsAt(backend.value, 'spec', 'endpoints').flatMap((endpoint): Report[] => {
      const address =
        getString(endpoint, 'ip', 'address') ?? getString(endpoint, 'fqdn', 'hostname');
      if (!address || !/^(?:127\.|::1$|localhost$)/.test(address.text)) return [];
      return [
        {
          at: address,
          message: `Envoy Gateway refuses ${describe(backend)}: ${code(address.text)} is the proxy itself`,
        },
      ];
    }),
  );

/** Kinds that Envoy Gateway reads only where it is told to, with the setting that does. */
const SWITCHED: Readonly<Record<string, string>> = {
  Backend: 'enableBackend',
  EnvoyPatchPolicy: 'enableEnvoyPatchPolicy',
};

/** @see https://gateway.envoyproxy.io/docs/api/extension_types/#extensionapisettings */
function switchedOff({ resources, helmReleases }: Cluster): Report[] {
  const releases = helmReleases.filter(({ release }) => release.chart.text === 'gateway-helm');
  const settings = releases.map(({ release }) => release);
  if (settings.length === 0 || settings.some(({ valuesIncomplete }) => valuesIncomplete)) return [];
  return Object.entries(SWITCHED).flatMap(([kind, name]) => {
    const path = ['config', 'envoyGateway', 'extensionApis', name];
    if (settings.some(({ values }) => get(values, ...path) !== undefined)) return [];
    return resources.ofKind(kind, 'gateway.envoyproxy.io').map(resource => ({
      at: getString(resource.value, 'kind') ?? resource.value,
      message: `${describe(resource)} does nothing: Envoy Gateway reads no ${kind} unless \`${name}\` is on`,
      help: `Set \`${path.join('.')}\` to \`true\` in the values of \`gateway-helm\`.`,
      related: settings.map(({ declaration }) => see(declaration, 'the release')),
    }));
  });
}
