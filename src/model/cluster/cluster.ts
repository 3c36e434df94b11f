import { booleanAt } from '../../yaml/access.ts';
import type { AppBuild, BuiltRelease } from '../app-build.ts';
import type { TalosNode } from '../talos.ts';
import { type DnsController, dnsControllers, hasUnreadController } from './dns/controllers.ts';
import { GATEWAY_GROUP, type Gateway, toGateway } from './gateways/gateways.ts';
import { isOnHosts } from './gateways/host-network.ts';
import { traefikRedirects } from './gateways/redirecting.ts';
import { ROUTE_KINDS, type Route, toRoute } from './gateways/routes.ts';
import { lazy } from './lazy.ts';
import { type LoadBalancer, ofGateway, ofService } from './load-balancers/load-balancers.ts';
import { type IpPool, toPool } from './load-balancers/pools.ts';
import { type Cilium, toCilium } from './network/cilium.ts';
import { type Service, toService } from './network/services.ts';
import { type Tunnel, tunnelsIn } from './network/tunnels.ts';
import type { ClusterFacts } from './objects/facts.ts';
import type { ClusterResource } from './objects/owned.ts';
import { kindsWithoutSchema, type ObjectFlaw, objectFlaws } from './objects/schema-flaws.ts';
import { keepsSecrets } from './secrets/keeping.ts';
import { type PlainSecret, plainSecrets } from './secrets/plain-secrets.ts';
import { podSecrets, readerSecrets, type SecretReference } from './secrets/references.ts';
import { type FindSecret, type SecretIndex, secretIndex } from './secrets/secrets.ts';
import { claimUsage } from './storage/mounts.ts';
import {
  type StorageClass,
  toStorageClass,
  type VolumeClaim,
  volumeClaims,
} from './storage/storage.ts';
import { configMapIndex, type FindConfigMap } from './workloads/config-map-references.ts';
import { type PodIndex, podIndex } from './workloads/pods.ts';
import { toWorkload, WORKLOAD_KINDS, type Workload } from './workloads/workloads.ts';

/**
 * The cluster that the files describe, by the domain's own names. Rules read this and the policy,
 * nothing else. All lists are derived on first use, once.
 */
export interface Cluster extends ClusterFacts {
  readonly nodes: readonly TalosNode[];
  readonly categories: readonly string[];
  readonly builds: readonly AppBuild[];
  readonly helmReleases: readonly BuiltRelease[];
  /** Installations of Cilium, the Applications' own first. */
  readonly cilium: readonly Cilium[];
  readonly services: readonly Service[];
  readonly loadBalancers: readonly LoadBalancer[];
  readonly ipPools: readonly IpPool[];
  readonly l2Policies: readonly ClusterResource[];
  readonly gateways: readonly Gateway[];
  /** The ports on which Traefik answers with a redirect, whatever its Gateways say. */
  readonly redirectedPorts: ReadonlySet<number>;
  readonly routes: readonly Route[];
  readonly workloads: readonly Workload[];
  readonly storageClasses: readonly StorageClass[];
  readonly volumeClaims: readonly VolumeClaim[];
  readonly dnsControllers: readonly DnsController[];
  /** Whether there are others, whose arguments can't be read. */
  readonly hasUnreadDns: boolean;
  /** Cloudflare tunnels whose configuration the repository holds. */
  readonly tunnels: readonly Tunnel[];
  /** Whether anything uses a claim. */
  readonly usesClaim: (namespace: string, name: string) => boolean;
  /** What the API refuses in the objects that the repository writes. */
  readonly schemaFlaws: readonly ObjectFlaw[];
  /** Kinds that no schema is known of, with how many objects there are. */
  readonly withoutSchema: ReadonlyMap<string, number>;
  readonly plainSecrets: readonly PlainSecret[];
  /** Who makes a Secret. */
  readonly secret: FindSecret;
  /** Who makes a ConfigMap. */
  readonly configMap: FindConfigMap;
  /** Which pods a label selector chooses. */
  readonly pods: PodIndex;
  /** Whether the repository makes Secrets that objects of such a kind use, so that a missing one stands out. */
  readonly keepsSecrets: (kind: string) => boolean;
  /** The keys of a Secret, where all of them are known. */
  readonly secretKeys: SecretIndex['keys'];
  /** Every Secret that pods, issuers, stores and databases need. */
  readonly secretReferences: readonly SecretReference[];
}

export function makeCluster(facts: ClusterFacts): Cluster {
  const { resources } = facts;
  let secrets: SecretIndex | undefined;
  const secretIndexOf = () => (secrets ??= secretIndex(resources));
  const cluster: Cluster = lazy<Omit<Cluster, keyof ClusterFacts>, ClusterFacts>(facts, {
    nodes: () => facts.talos.nodes,
    categories: () => [...new Set(facts.appDirectories.map(({ category }) => category))].sort(),
    builds: () => [...facts.applications.flatMap(({ builds }) => builds), ...facts.standalone],
    helmReleases: () => cluster.builds.flatMap(({ releases }) => releases),
    cilium: () =>
      cluster.helmReleases.flatMap(({ release }) =>
        // Without the agent only a part of it is installed, such as Hubble's user interface.
        release.chart.text === 'cilium' && booleanAt(release.values, 'agent') !== false
          ? [toCilium(release)]
          : [],
      ),
    services: () => resources.ofKind('Service', '').map(toService),
    gateways: () =>
      resources.ofKind('Gateway', GATEWAY_GROUP).map(item => toGateway(item, resources)),
    redirectedPorts: () =>
      traefikRedirects(
        cluster.helmReleases.map(({ release }) => release),
        cluster.workloads,
      ),
    loadBalancers: () => [
      ...cluster.services.flatMap(service => ofService(service) ?? []),
      ...cluster.gateways
        .filter(gateway => !isOnHosts(gateway, cluster.cilium))
        .flatMap(gateway => ofGateway(gateway) ?? []),
    ],
    ipPools: () => resources.ofKind('CiliumLoadBalancerIPPool', 'cilium.io').map(toPool),
    l2Policies: () => resources.ofKind('CiliumL2AnnouncementPolicy', 'cilium.io'),
    routes: () =>
      ROUTE_KINDS.flatMap(kind => resources.ofKind(kind, GATEWAY_GROUP)).map(route =>
        toRoute(route, cluster.gateways, resources),
      ),
    workloads: () =>
      WORKLOAD_KINDS.flatMap(kind => resources.ofKind(kind)).flatMap(
        item => toWorkload(item) ?? [],
      ),
    storageClasses: () => resources.ofKind('StorageClass', 'storage.k8s.io').map(toStorageClass),
    volumeClaims: () => volumeClaims(resources, cluster.workloads),
    dnsControllers: () => dnsControllers(cluster.workloads),
    hasUnreadDns: () => hasUnreadController(resources),
    tunnels: () => tunnelsIn(resources),
    usesClaim: () =>
      claimUsage(
        resources.deployed,
        cluster.helmReleases.map(({ release }) => release),
      ),
    configMap: () => configMapIndex(resources),
    pods: () => podIndex(resources, cluster.workloads),
    plainSecrets: () => plainSecrets(facts),
    schemaFlaws: () => objectFlaws(facts),
    withoutSchema: () => kindsWithoutSchema(facts),
    secret: () => secretIndexOf().find,
    keepsSecrets: () =>
      keepsSecrets(
        cluster.secretReferences,
        cluster.secret,
        facts.keepsSecretsOut,
        facts.applications.length,
      ),
    secretKeys: () => secretIndexOf().keys,
    secretReferences: () => [
      ...cluster.workloads.flatMap(podSecrets),
      ...readerSecrets(resources.deployed, namespaceOf(cluster, 'cert-manager')),
    ],
  });
  return cluster;
}

/** The namespace that a chart is installed in, where that is one. */
function namespaceOf({ helmReleases }: Cluster, chart: string): string | undefined {
  const own = helmReleases.filter(({ release }) => release.chart.text === chart);
  const namespaces = new Set(own.map(({ release }) => release.namespace));
  const [only] = namespaces;
  return namespaces.size === 1 ? only : undefined;
}
