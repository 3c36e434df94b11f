import type { BuiltRelease } from '../../model/app-build.ts';
import type { Resource } from '../../model/resource.ts';
import type { Unknown } from '../../model/unknown.ts';
import { textAt } from '../../yaml/access.ts';
import { fromElsewhere } from './from-elsewhere.ts';

/** What its chart makes, as far as others refer to it. */
const KINDS: ReadonlySet<string> = new Set([
  ...['ConfigMap', 'Secret', 'Service', 'ServiceAccount'],
  ...['GatewayClass', 'IngressClass'],
]);

/**
 * The Cilium that a cluster was bootstrapped with, where the repository configures it and does not install it.
 *
 * @see https://github.com/cilium/cilium/tree/v1.18.0/install/kubernetes/cilium/templates
 */
export function ciliumItself(
  resources: readonly Pick<Resource, 'kind' | 'name' | 'group' | 'value'>[],
  releases: readonly BuiltRelease[],
): Unknown[] {
  const first = resources.find(
    ({ group, kind, value }) =>
      group === 'cilium.io' ||
      (kind === 'Gateway' && textAt(value, 'spec', 'gatewayClassName') === 'cilium'),
  );
  const isHere =
    releases.some(({ release }) => release.chart.text === 'cilium') ||
    resources.some(({ kind, name }) => kind === 'DaemonSet' && name === 'cilium');
  if (!first || isHere) return [];
  return [
    fromElsewhere(first, {
      what: 'Cilium',
      kinds: KINDS,
      namespaces: new Set(['kube-system', 'cilium', 'cilium-system']),
      names: /^(?:cilium|hubble)(?:-|$)/,
    }),
  ];
}
