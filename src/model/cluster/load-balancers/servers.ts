import { itemsAt, textAt } from '../../../yaml/access.ts';
import type { BuiltRelease } from '../../app-build.ts';
import type { Cilium } from '../network/cilium.ts';
import type { ResourceIndex } from '../objects/resources.ts';
import type { LoadBalancer } from './load-balancers.ts';
import type { IpPool } from './pools.ts';

/** Charts that bring another implementation of LoadBalancer Services than Cilium. */
const CHARTS: ReadonlySet<string> = new Set([
  'aws-load-balancer-controller',
  'kube-vip',
  'kube-vip-cloud-provider',
  'metallb',
  'openelb',
  'purelb',
]);

/** Images of their programs. */
const IMAGES = /(?:^|\/)(?:kube-vip(?:-cloud-provider)?|metallb|openelb|purelb)(?:[/:@]|$)/;

/** Kinds that only such an implementation reads. */
const KINDS = [
  ['IPAddressPool', 'metallb.io'],
  ['MetalLB', 'metallb.io'],
  ['ServiceGroup', 'purelb.io'],
  ['Eip', 'network.kubesphere.io'],
] as const;

interface Facts {
  readonly helmReleases: readonly BuiltRelease[];
  readonly resources: ResourceIndex;
}

/**
 * Who gives a LoadBalancer Service its address. Its class or its annotations decide; without them every
 * implementation that runs takes the Service, so that with two of them nobody can say.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#load-balancer-class
 */
export function servedBy(
  cluster: Facts & { readonly cilium: readonly Cilium[]; readonly ipPools: readonly IpPool[] },
  { server }: LoadBalancer,
): 'cilium' | 'another' | 'unknown' {
  if (server !== undefined) return server;
  const hasPools = cluster.ipPools.length > 0;
  if (hasOther(cluster)) return hasPools ? 'unknown' : 'another';
  // A cluster with Cilium may have its distribution's, such as K3s' ServiceLB.
  const announces = cluster.cilium.some(({ l2Announcements, bgp }) => l2Announcements || bgp);
  return hasPools || announces ? 'cilium' : 'unknown';
}

const hasOther = ({ helmReleases, resources }: Facts) =>
  helmReleases.some(({ release }) => CHARTS.has(release.chart.text.split('/').at(-1) ?? '')) ||
  KINDS.some(([kind, group]) => resources.ofKind(kind, group).length > 0) ||
  ['DaemonSet', 'Deployment'].some(kind =>
    resources
      .ofKind(kind, 'apps')
      .some(({ value }) =>
        itemsAt(value, 'spec', 'template', 'spec', 'containers').some(container =>
          IMAGES.test(textAt(container, 'image') ?? ''),
        ),
      ),
  );
