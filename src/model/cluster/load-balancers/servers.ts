import type { Cluster } from '../cluster.ts';
import type { LoadBalancer } from './load-balancers.ts';

/** Charts that bring another implementation of LoadBalancer Services than Cilium. */
const CHARTS: ReadonlySet<string> = new Set([
  'aws-load-balancer-controller',
  'kube-vip',
  'kube-vip-cloud-provider',
  'metallb',
  'openelb',
  'purelb',
]);

/** Kinds that only such an implementation reads. */
const KINDS = [
  ['IPAddressPool', 'metallb.io'],
  ['MetalLB', 'metallb.io'],
  ['ServiceGroup', 'purelb.io'],
  ['Eip', 'network.kubesphere.io'],
] as const;

/**
 * Who gives a LoadBalancer Service its address. A class decides; without one every implementation that
 * runs takes the Service, so that with two of them nobody can say.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#load-balancer-class
 */
export function servedBy(
  cluster: Pick<Cluster, 'cilium' | 'helmReleases' | 'ipPools' | 'resources'>,
  { loadBalancerClass }: LoadBalancer,
): 'cilium' | 'another' | 'unknown' {
  if (loadBalancerClass !== undefined)
    return loadBalancerClass.startsWith('io.cilium/') ? 'cilium' : 'another';
  const hasPools = cluster.ipPools.length > 0;
  if (hasOther(cluster)) return hasPools ? 'unknown' : 'another';
  return hasPools || cluster.cilium.length > 0 ? 'cilium' : 'unknown';
}

const hasOther = ({ helmReleases, resources }: Pick<Cluster, 'helmReleases' | 'resources'>) =>
  helmReleases.some(({ release }) => CHARTS.has(release.chart.text.split('/').at(-1) ?? '')) ||
  KINDS.some(([kind, group]) => resources.ofKind(kind, group).length > 0);
