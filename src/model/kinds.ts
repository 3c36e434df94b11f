/** Cluster-scoped kinds of Kubernetes itself and of the operators this linter knows, by group. */
const CLUSTER_SCOPED: Readonly<Record<string, readonly string[]>> = {
  '': ['Namespace', 'Node', 'PersistentVolume'],
  'admissionregistration.k8s.io': [
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
  ],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
  'apiregistration.k8s.io': ['APIService'],
  'cert-manager.io': ['ClusterIssuer'],
  'certificates.k8s.io': ['CertificateSigningRequest', 'ClusterTrustBundle'],
  'cilium.io': [
    'CiliumBGPAdvertisement',
    'CiliumBGPClusterConfig',
    'CiliumBGPPeerConfig',
    'CiliumCIDRGroup',
    'CiliumClusterwideEnvoyConfig',
    'CiliumClusterwideNetworkPolicy',
    'CiliumEgressGatewayPolicy',
    'CiliumL2AnnouncementPolicy',
    'CiliumLoadBalancerIPPool',
    'CiliumNode',
    'CiliumPodIPPool',
  ],
  'deviceplugin.intel.com': ['GpuDevicePlugin'],
  'external-secrets.io': ['ClusterExternalSecret', 'ClusterSecretStore', 'ClusterPushSecret'],
  'gateway.networking.k8s.io': ['GatewayClass'],
  'generators.external-secrets.io': ['ClusterGenerator'],
  'kyverno.io': ['ClusterPolicy'],
  'networking.k8s.io': ['IngressClass', 'IPAddress', 'ServiceCIDR'],
  'nfd.k8s-sigs.io': ['NodeFeatureRule'],
  'node.k8s.io': ['RuntimeClass'],
  'policy.networking.k8s.io': ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy'],
  'postgresql.cnpg.io': ['ClusterImageCatalog'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
  'scheduling.k8s.io': ['PriorityClass'],
  'snapshot.storage.k8s.io': ['VolumeSnapshotClass', 'VolumeSnapshotContent'],
  'storage.k8s.io': [
    'CSIDriver',
    'CSINode',
    'StorageClass',
    'VolumeAttachment',
    'VolumeAttributesClass',
  ],
  'tailscale.com': ['Connector', 'DNSConfig', 'ProxyClass', 'ProxyGroup', 'Recorder', 'Tailnet'],
};

const CLUSTER_SCOPED_KEYS = new Set(
  Object.entries(CLUSTER_SCOPED).flatMap(([group, kinds]) => kinds.map(kind => `${group}/${kind}`)),
);

/** Groups whose every kind is known here, so that what isn't listed above is namespaced. */
const KNOWN_GROUPS: ReadonlySet<string> = new Set([
  ...Object.keys(CLUSTER_SCOPED),
  'apps',
  'argoproj.io',
  'autoscaling',
  'batch',
  'discovery.k8s.io',
  'externaldns.k8s.io',
  'gateway.envoyproxy.io',
  'monitoring.coreos.com',
  'policy',
  'volsync.backube',
]);

/** Whether objects of a kind live in a namespace; undefined for kinds nobody here knows. */
export function isNamespaced(group: string, kind: string): boolean | undefined {
  if (CLUSTER_SCOPED_KEYS.has(`${group}/${kind}`)) return false;
  return KNOWN_GROUPS.has(group) ? true : undefined;
}

/** Whether a group is one of Kubernetes' own, whose objects kustomize knows the fields of. */
export const isGroupOfKubernetes = (group: string): boolean =>
  !group.includes('.') || group.endsWith('.k8s.io');
