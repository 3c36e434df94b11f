import type { RenderedObject } from '../model/release.ts';
import { itemsAt, textAt } from '../yaml/access.ts';
import type { LocatedValue } from '../yaml/located.ts';

/**
 * Kinds of which a chart may bring objects that are not in what its templates print: those that its
 * pods are allowed to create, and those of APIs that a template asked for and the cluster may serve.
 */
export function laterKinds(
  objects: readonly RenderedObject[],
  asked: ReadonlySet<string>,
): ReadonlySet<string> {
  const kinds = new Set<string>();
  for (const { value } of objects) {
    if (!/^(?:Cluster)?Role$/.test(textAt(value, 'kind') ?? '')) continue;
    for (const rule of itemsAt(value, 'rules')) for (const kind of creatable(rule)) kinds.add(kind);
  }
  for (const api of asked) for (const kind of kindsOf(api)) kinds.add(kind);
  return kinds;
}

/** Resources as RBAC calls them, of which others ask whether there is one. */
const KINDS: Readonly<Record<string, string>> = {
  secrets: 'Secret',
  configmaps: 'ConfigMap',
  services: 'Service',
  serviceaccounts: 'ServiceAccount',
  persistentvolumeclaims: 'PersistentVolumeClaim',
  persistentvolumes: 'PersistentVolume',
  namespaces: 'Namespace',
  pods: 'Pod',
  deployments: 'Deployment',
  daemonsets: 'DaemonSet',
  statefulsets: 'StatefulSet',
  jobs: 'Job',
  cronjobs: 'CronJob',
  ingresses: 'Ingress',
  storageclasses: 'StorageClass',
  volumesnapshotclasses: 'VolumeSnapshotClass',
  gatewayclasses: 'GatewayClass',
  gateways: 'Gateway',
  httproutes: 'HTTPRoute',
  certificates: 'Certificate',
};

function creatable(rule: LocatedValue): readonly string[] {
  const texts = (key: string) =>
    itemsAt(rule, key).flatMap(item => (item.kind === 'scalar' ? [item.text] : []));
  if (!texts('verbs').some(verb => verb === 'create' || verb === '*')) return [];
  const resources = texts('resources');
  return resources.includes('*')
    ? Object.values(KINDS)
    : resources.flatMap(resource => KINDS[resource] ?? []);
}

/** Kinds of groups that charts ask for as a whole before they make objects of them. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'monitoring.coreos.com': ['ServiceMonitor', 'PodMonitor', 'PrometheusRule', 'Probe'],
  'gateway.networking.k8s.io': ['GatewayClass', 'Gateway', 'HTTPRoute', 'GRPCRoute', 'TLSRoute'],
  'cert-manager.io': ['Certificate', 'Issuer', 'ClusterIssuer'],
  'snapshot.storage.k8s.io': ['VolumeSnapshotClass'],
  'cilium.io': ['CiliumNetworkPolicy', 'CiliumLoadBalancerIPPool', 'CiliumL2AnnouncementPolicy'],
};

function kindsOf(api: string): readonly string[] {
  const [group = '', , kind] = api.split('/');
  return kind === undefined ? (GROUPS[group] ?? []) : [kind];
}
