import { LB_IPAM, type LoadBalancer } from '../../model/cluster/load-balancers/load-balancers.ts';
import { annotationsAt } from '../../model/cluster/network/services.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { getMap } from '../../yaml/access.ts';
import type { LocatedMap } from '../../yaml/located.ts';
import type { Rule } from '../rule.ts';

const KEYS: ReadonlySet<string> = new Set(Object.values(LB_IPAM).flat());

/** Cilium's own ingress controller copies the annotation to the Service that it makes. */
const COPIED_FROM = new Set(['Ingress']);

export const annotationMisplaced: Rule = {
  id: 'loadbalancer/annotation-misplaced',
  scope: 'cluster',
  severity: 'error',
  summary: 'An LB-IPAM annotation where nobody reads it.',
  rationale:
    "LB-IPAM reads annotations of Services of type LoadBalancer only. A gateway's controller copies those under `spec.infrastructure.annotations` to the Service, not those of its metadata.",
  remedy: "Move it to the Service, or to the Gateway's `spec.infrastructure.annotations`.",
  reference: 'https://gateway-api.sigs.k8s.io/reference/spec/#gatewayinfrastructure',
  check({ cluster, report }) {
    const balanced = new Set(cluster.loadBalancers.map(({ resource }: LoadBalancer) => resource));
    const handedOn = new Set(
      cluster.gateways.flatMap(({ service }) => service.annotations.map(({ key }) => key)),
    );
    for (const resource of cluster.resources.deployed) {
      const isService = resource.kind === 'Service' && resource.group === '';
      if ((isService && balanced.has(resource)) || COPIED_FROM.has(resource.kind)) continue;
      for (const { key } of misplacedIn(resource.value)) {
        if (handedOn.has(key)) continue;
        report({
          at: key,
          message: `\`${key.text}\` has no effect on ${describe(resource)}`,
          help: isService
            ? 'Give the Service `type: LoadBalancer`, or remove the annotation.'
            : resource.kind === 'Gateway'
              ? 'Move it to `spec.infrastructure.annotations`, which reach the Service.'
              : 'Move it to the Service.',
        });
      }
    }
  },
};

const misplacedIn = (value: LocatedMap) =>
  [[], ['spec', 'template'], ['spec', 'jobTemplate', 'spec', 'template']]
    .flatMap(path => {
      const at = getMap(value, ...path);
      return at ? annotationsAt(at, 'metadata', 'annotations') : [];
    })
    .filter(({ key }) => KEYS.has(key.text));
