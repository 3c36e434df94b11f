import type { Cluster } from '../../model/cluster/cluster.ts';
import { GATEWAY_GROUP } from '../../model/cluster/gateways/gateways.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { missing } from '../../model/lookup.ts';
import { codes } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import { getString } from '../../yaml/access.ts';
import type { Rule } from '../rule.ts';

const GATEWAY_CLASS = { group: GATEWAY_GROUP, kind: 'GatewayClass', namespace: undefined };
const INGRESS_CLASS = { group: 'networking.k8s.io', kind: 'IngressClass', namespace: undefined };

/**
 * Whether Istio's control plane, which an object of an operator stands for, makes the class when it starts.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/
 */
const isOfIstio = ({ resources }: Cluster, name: string): boolean =>
  /^istio(?:-remote|-waypoint|-east-west|-agentgateway)?$/.test(name) &&
  (resources.ofKind('Istio', 'sailoperator.io').length > 0 ||
    resources.ofKind('IstioOperator', 'install.istio.io').length > 0);

export const gatewayClass: Rule = {
  id: 'gateway/class',
  scope: 'cluster',
  severity: 'error',
  summary: 'A `gatewayClassName` or `ingressClassName` that nothing provides.',
  rationale: 'No controller takes the Gateway or Ingress: it gets no address and serves nothing.',
  remedy: 'Name a class that exists, or deploy the controller that provides it.',
  reference: 'https://gateway-api.sigs.k8s.io/api-types/gatewayclass/',
  check({ cluster, report }) {
    const users = [
      ...cluster.resources
        .ofKind('Gateway', GATEWAY_GROUP)
        .map(resource => ({ resource, key: GATEWAY_CLASS, field: 'gatewayClassName' })),
      ...cluster.resources
        .ofKind('Ingress', 'networking.k8s.io')
        .map(resource => ({ resource, key: INGRESS_CLASS, field: 'ingressClassName' })),
    ];
    for (const { resource, key, field } of users) {
      const name = getString(resource.value, 'spec', field);
      if (name && field === 'gatewayClassName' && isOfIstio(cluster, name.value)) continue;
      const gone = name && missing(cluster.resources.find({ ...key, name: name.value }));
      if (!gone) continue;
      const known = cluster.resources.names(key);
      const meant = nearest(name.value, known);
      report({
        at: name,
        message: `nothing provides the ${key.kind} \`${name.value}\` of ${describe(resource)}`,
        help: meant
          ? `Did you mean \`${meant}\`?`
          : known.length > 0
            ? `Use one of the classes that there are: ${codes([...new Set(known)])}.`
            : undefined,
        doubt: gone.doubt,
        missing: `${key.kind} ${name.value}`,
      });
    }
  },
};
