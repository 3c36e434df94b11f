import type { BuiltRelease } from '../../model/app-build.ts';
import type { Resource } from '../../model/resource.ts';
import type { Unknown } from '../../model/unknown.ts';
import { itemsAt, textAt } from '../../yaml/access.ts';
import { fromElsewhere } from './from-elsewhere.ts';

/** What its chart makes, as far as others refer to it. */
const KINDS: ReadonlySet<string> = new Set([
  'Service',
  'ServiceAccount',
  'IngressClass',
  'Gateway',
]);

const WORKLOADS: ReadonlySet<string> = new Set(['DaemonSet', 'Deployment']);

/** A release, a workload or a Service of it, by the name that it has everywhere. */
const NAME = /^(?:rke2-)?traefik(?:-|$)/;

/**
 * The Traefik that k3s and RKE2 bring along or Terraform installs, where the repository has routes for one and does not
 * install it.
 *
 * @see https://docs.k3s.io/networking/networking-services#traefik-ingress-controller
 * @see https://github.com/traefik/traefik-helm-chart/blob/v39.0.0/traefik/templates/gateway.yaml
 */
export function traefikItself(
  resources: readonly Pick<Resource, 'kind' | 'name' | 'group' | 'value'>[],
  releases: readonly BuiltRelease[],
): Unknown[] {
  const first = resources.find(
    ({ group, value }) => group === 'traefik.io' || isOnItsGateway(value),
  );
  const isHere =
    releases.some(({ release }) => release.chart.text === 'traefik') ||
    resources.some(({ kind, name }) => WORKLOADS.has(kind) && NAME.test(name));
  if (!first || isHere) return [];
  return [
    fromElsewhere(first, {
      what: 'Traefik',
      kinds: KINDS,
      namespaces: new Set(['kube-system', 'traefik', 'traefik-system']),
      names: NAME,
    }),
  ];
}

/** Whether a route hangs on the Gateway that the chart makes by default. */
const isOnItsGateway = (value: Resource['value']): boolean =>
  itemsAt(value, 'spec', 'parentRefs').some(parent => textAt(parent, 'name') === 'traefik-gateway');
