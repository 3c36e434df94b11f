import { itemsAt, textAt } from '../../model/access.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import { GATEWAY_GROUP } from '../../model/cluster/gateways.ts';
import { describe } from '../../model/cluster/owned.ts';
import { isPlaceholder } from '../../model/cluster/placeholder.ts';
import type { BackendRef, Route } from '../../model/cluster/routes.ts';
import type { Report, Rule } from '../rule.ts';
import { serviceProblem } from '../service-reference.ts';

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
        const { kind, group, namespace, name, port } = reference;
        if (kind !== 'Service' || group !== '' || isPlaceholder(namespace)) continue;
        const finding =
          notGranted(cluster, route, reference) ??
          serviceProblem(cluster, {
            namespace,
            name: name.text,
            nameAt: name,
            port: port && port.value !== null && !isPlaceholder(port.text) ? port.text : undefined,
            portAt: port ?? name,
          });
        if (finding) report(finding);
      }
    }
  },
};

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
