import { itemsAt, textAt } from '../../model/access.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import { GATEWAY_GROUP } from '../../model/cluster/gateways.ts';
import { describe } from '../../model/cluster/owned.ts';
import type { BackendRef, Route } from '../../model/cluster/routes.ts';
import type { Service } from '../../model/cluster/services.ts';
import { toService } from '../../model/cluster/services.ts';
import { nearest } from '../../text/nearest.ts';
import { listing } from '../../text/plural.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const backend: Rule = {
  id: 'gateway/backend',
  severity: 'error',
  summary:
    'A backendRef to a Service or port that does not exist, or to another namespace without a ReferenceGrant.',
  rationale:
    'The gateway answers every request of the rule with 500 (BackendNotFound, RefNotPermitted).',
  remedy:
    'Name an existing Service and one of its ports; for another namespace add a ReferenceGrant there.',
  reference: 'https://gateway-api.sigs.k8s.io/reference/spec/#backendobjectreference',
  check({ cluster, report }) {
    for (const route of cluster.routes) {
      for (const reference of route.backends) {
        if (reference.kind !== 'Service' || reference.group !== '') continue;
        const finding =
          notGranted(cluster, route, reference) ?? missingService(cluster, route, reference);
        if (finding) report(finding);
      }
    }
  },
};

function missingService(
  cluster: Cluster,
  route: Route,
  { name, namespace, port }: BackendRef,
): Report | undefined {
  const key = { group: '', kind: 'Service', namespace };
  const answer = cluster.resources.find({ ...key, name: name.text });
  if (answer.status === 'unknowable') return undefined;
  if (answer.status === 'absent') {
    const known = cluster.resources.names(key);
    const meant = nearest(name.text, known);
    const elsewhere = cluster.services.find(service => service.name === name.text);
    return {
      at: name,
      message: `there is no Service ${name.text} in the namespace ${namespace}`,
      help: meant
        ? `Did you mean ${meant}?`
        : elsewhere && `There is one in ${elsewhere.namespace}.`,
      related: [see(route.resource.value, describe(route.resource))],
    };
  }
  return missingPort(toService(answer.value), port);
}

function missingPort(
  { ports, portsUnknown, resource }: Service,
  port: BackendRef['port'],
): Report | undefined {
  if (!port || port.value === null || portsUnknown) return undefined;
  if (
    ports.some(candidate => candidate.port === port.value || String(candidate.port) === port.text)
  )
    return undefined;
  const written = ports.flatMap(candidate =>
    candidate.port === undefined
      ? []
      : [candidate.name ? `${candidate.port} (${candidate.name})` : String(candidate.port)],
  );
  const byName = ports.find(({ name }) => name === port.text);
  return {
    at: port,
    message: `${describe(resource)} has no port ${port.text}`,
    help: byName
      ? `A route names ports by number: ${byName.port}.`
      : written.length > 0
        ? `Its ports: ${listing(written)}.`
        : undefined,
    related: ports[0] && [see(ports[0].value, 'its ports')],
  };
}

/** https://gateway-api.sigs.k8s.io/api-types/referencegrant/ */
function notGranted(
  cluster: Cluster,
  { resource, namespace: from }: Route,
  { name, namespace, value }: BackendRef,
): Report | undefined {
  if (namespace === from) return undefined;
  const grants = cluster.resources
    .ofKind('ReferenceGrant', GATEWAY_GROUP)
    .filter(grant => grant.namespace === namespace);
  const granted = grants.some(
    ({ value: grant }) =>
      itemsAt(grant, 'spec', 'from').some(
        item =>
          textAt(item, 'group') === resource.group &&
          textAt(item, 'kind') === resource.kind &&
          textAt(item, 'namespace') === from,
      ) &&
      itemsAt(grant, 'spec', 'to').some(
        item =>
          textAt(item, 'kind') === 'Service' && (textAt(item, 'name') ?? name.text) === name.text,
      ),
  );
  const answer = cluster.resources.find({
    group: GATEWAY_GROUP,
    kind: 'ReferenceGrant',
    namespace,
    name: '-',
  });
  if (granted || (grants.length === 0 && answer.status !== 'absent')) return undefined;
  return {
    at: value.entries.get('namespace')?.value ?? name,
    message: `no ReferenceGrant in ${namespace} lets ${describe(resource)} use its Service ${name.text}`,
    help: `Add one in ${namespace}: from ${resource.kind} in ${from}, to Service.`,
  };
}
