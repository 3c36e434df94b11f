import { isGranted } from '../../model/cluster/gateways/grants.ts';
import type { BackendRef } from '../../model/cluster/gateways/routes.ts';
import { ingressBackends } from '../../model/cluster/network/ingress-backends.ts';
import { traefikBackends, traefikRoutes } from '../../model/cluster/network/traefik.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { missing } from '../../model/lookup.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { numberAt } from '../../yaml/access.ts';
import type { Rule } from '../rule.ts';
import { serviceProblem } from '../service-reference.ts';

export const backend: Rule = {
  id: 'gateway/backend',
  scope: 'cluster',
  severity: 'error',
  habit: { of: 'error', most: 3, becomes: 'likely' },
  summary:
    'A backend, of a route or an Ingress, that names no existing Service or port, or one in another namespace without a ReferenceGrant.',
  rationale:
    'The gateway answers every request of the rule with 500 (BackendNotFound, RefNotPermitted), an Ingress controller with 503.',
  remedy:
    'Name an existing Service and one of its ports; for another namespace add a ReferenceGrant there.',
  reference: 'https://gateway-api.sigs.k8s.io/reference/spec/#backendobjectreference',
  check({ cluster, report }) {
    for (const { backends, resource, namespace: from } of cluster.routes) {
      for (const reference of backends) {
        const { kind, group, namespace, name, value } = reference;
        if (kind !== 'Service' || group !== '' || isPlaceholder(namespace)) continue;
        // A port that is no number gateway/route-invalid tells of.
        const port = numberAt(reference.port) === undefined ? undefined : reference.port;
        const problem = serviceProblem(cluster, toServiceReference({ ...reference, port }));
        if (problem) report(problem);
        const to = { kind, namespace, name: name.text };
        // Where a kustomization by itself names no namespace, whoever applies it does.
        const isPlaced = resource.namespace !== undefined;
        const ungranted =
          problem || !isPlaced ? undefined : missing(isGranted(cluster.resources, resource, to));
        if (!ungranted) continue;
        report({
          at: value.entries.get('namespace')?.value ?? name,
          message: `no ReferenceGrant in \`${namespace}\` lets ${describe(resource)} use its Service \`${name.text}\``,
          help: `Add one in \`${namespace}\`: from ${resource.kind} in \`${from}\`, to Service.`,
          doubt: ungranted.doubt,
        });
      }
    }
    const own = [
      ...cluster.resources.ofKind('Ingress', 'networking.k8s.io').flatMap(ingressBackends),
      ...traefikRoutes(cluster.resources).flatMap(traefikBackends),
    ];
    for (const { namespace, name, port, isNamed } of own) {
      if (isPlaceholder(namespace)) continue;
      const reference = toServiceReference({ namespace, name, port });
      const problem = serviceProblem(cluster, { ...reference, isNamed });
      if (problem) report(problem);
    }
  },
};

const toServiceReference = ({
  namespace,
  name,
  port,
}: Pick<BackendRef, 'namespace' | 'name' | 'port'>) => ({
  namespace,
  name: name.text,
  nameAt: name,
  port: port && port.value !== null && !isPlaceholder(port.text) ? port.text : undefined,
  portAt: port ?? name,
});
