/** An API version that is no longer served. */
export interface RemovedApi {
  readonly group: string;
  readonly version: string;
  readonly kinds: readonly string[];
  /** The apiVersion to use; undefined where there is none. */
  readonly instead: string | undefined;
}

/** API versions by the minor release of Kubernetes 1 that stopped to serve them. */
export interface RemovedFromKubernetes extends RemovedApi {
  readonly since: number;
}

const from = (
  since: number,
  apiVersion: string,
  kinds: string,
  instead: string | undefined,
): RemovedFromKubernetes => {
  const [group = '', version = ''] = apiVersion.split('/');
  return { since, group, version, kinds: kinds.split(' '), instead };
};

/** https://kubernetes.io/docs/reference/using-api/deprecation-guide/ */
export const REMOVED_FROM_KUBERNETES: readonly RemovedFromKubernetes[] = [
  from(16, 'extensions/v1beta1', 'DaemonSet Deployment ReplicaSet', 'apps/v1'),
  from(16, 'extensions/v1beta1', 'NetworkPolicy', 'networking.k8s.io/v1'),
  from(16, 'extensions/v1beta1', 'PodSecurityPolicy', undefined),
  from(16, 'apps/v1beta1', 'ControllerRevision Deployment StatefulSet', 'apps/v1'),
  from(
    16,
    'apps/v1beta2',
    'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet',
    'apps/v1',
  ),
  from(
    22,
    'admissionregistration.k8s.io/v1beta1',
    'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
    'admissionregistration.k8s.io/v1',
  ),
  from(22, 'apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition', 'apiextensions.k8s.io/v1'),
  from(22, 'apiregistration.k8s.io/v1beta1', 'APIService', 'apiregistration.k8s.io/v1'),
  from(22, 'certificates.k8s.io/v1beta1', 'CertificateSigningRequest', 'certificates.k8s.io/v1'),
  from(22, 'coordination.k8s.io/v1beta1', 'Lease', 'coordination.k8s.io/v1'),
  from(22, 'extensions/v1beta1', 'Ingress', 'networking.k8s.io/v1'),
  from(22, 'networking.k8s.io/v1beta1', 'Ingress IngressClass', 'networking.k8s.io/v1'),
  from(
    22,
    'rbac.authorization.k8s.io/v1alpha1',
    'ClusterRole ClusterRoleBinding Role RoleBinding',
    'rbac.authorization.k8s.io/v1',
  ),
  from(
    22,
    'rbac.authorization.k8s.io/v1beta1',
    'ClusterRole ClusterRoleBinding Role RoleBinding',
    'rbac.authorization.k8s.io/v1',
  ),
  from(22, 'scheduling.k8s.io/v1alpha1', 'PriorityClass', 'scheduling.k8s.io/v1'),
  from(22, 'scheduling.k8s.io/v1beta1', 'PriorityClass', 'scheduling.k8s.io/v1'),
  from(
    22,
    'storage.k8s.io/v1beta1',
    'CSIDriver CSINode StorageClass VolumeAttachment',
    'storage.k8s.io/v1',
  ),
  from(25, 'autoscaling/v2beta1', 'HorizontalPodAutoscaler', 'autoscaling/v2'),
  from(25, 'batch/v1beta1', 'CronJob', 'batch/v1'),
  from(25, 'discovery.k8s.io/v1beta1', 'EndpointSlice', 'discovery.k8s.io/v1'),
  from(25, 'node.k8s.io/v1beta1', 'RuntimeClass', 'node.k8s.io/v1'),
  from(25, 'policy/v1beta1', 'PodDisruptionBudget', 'policy/v1'),
  from(25, 'policy/v1beta1', 'PodSecurityPolicy', undefined),
  from(26, 'autoscaling/v2beta2', 'HorizontalPodAutoscaler', 'autoscaling/v2'),
  from(
    26,
    'flowcontrol.apiserver.k8s.io/v1beta1',
    'FlowSchema PriorityLevelConfiguration',
    'flowcontrol.apiserver.k8s.io/v1',
  ),
  from(27, 'storage.k8s.io/v1beta1', 'CSIStorageCapacity', 'storage.k8s.io/v1'),
  from(
    29,
    'flowcontrol.apiserver.k8s.io/v1beta2',
    'FlowSchema PriorityLevelConfiguration',
    'flowcontrol.apiserver.k8s.io/v1',
  ),
  from(
    32,
    'flowcontrol.apiserver.k8s.io/v1beta3',
    'FlowSchema PriorityLevelConfiguration',
    'flowcontrol.apiserver.k8s.io/v1',
  ),
  // From the lifecycle that the types of k8s.io/api declare.
  from(
    32,
    'admissionregistration.k8s.io/v1alpha1',
    'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding',
    'admissionregistration.k8s.io/v1',
  ),
  from(33, 'networking.k8s.io/v1alpha1', 'IPAddress ServiceCIDR', 'networking.k8s.io/v1'),
  from(
    34,
    'admissionregistration.k8s.io/v1beta1',
    'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding',
    'admissionregistration.k8s.io/v1',
  ),
  from(35, 'storage.k8s.io/v1alpha1', 'VolumeAttributesClass', 'storage.k8s.io/v1'),
  from(
    36,
    'storagemigration.k8s.io/v1alpha1',
    'StorageVersionMigration',
    'storagemigration.k8s.io/v1beta1',
  ),
  from(37, 'networking.k8s.io/v1beta1', 'IPAddress ServiceCIDR', 'networking.k8s.io/v1'),
  from(37, 'storage.k8s.io/v1beta1', 'VolumeAttributesClass', 'storage.k8s.io/v1'),
  from(37, 'certificates.k8s.io/v1alpha1', 'ClusterTrustBundle', 'certificates.k8s.io/v1beta1'),
];

/** API versions of custom resources that a project no longer serves. */
export interface RemovedFromProject extends RemovedApi {
  /** How a person names the release: `Gateway API 1.2`. */
  readonly release: string;
  /** The chart that brings the definitions, and its first version without this one; undefined: long ago. */
  readonly chart?: { readonly name: string; readonly since: readonly [number, number] };
  /** A value of that chart that keeps the old version served. */
  readonly keptBy?: readonly string[];
}

const GATEWAY = 'gateway.networking.k8s.io';
const CERT_MANAGER = 'Certificate CertificateRequest ClusterIssuer Issuer'.split(' ');
const CERT_MANAGER_REMOVED = {
  kinds: CERT_MANAGER,
  instead: 'cert-manager.io/v1',
  release: 'cert-manager 1.6',
};

const STRIMZI = [
  'Kafka',
  'KafkaBridge',
  'KafkaConnect',
  'KafkaConnector',
  'KafkaMirrorMaker2',
  'KafkaNodePool',
  'KafkaRebalance',
  'KafkaTopic',
  'KafkaUser',
];

export const REMOVED_FROM_PROJECTS: readonly RemovedFromProject[] = [
  // https://cert-manager.io/docs/releases/release-notes/release-notes-1.6/
  { group: 'certmanager.k8s.io', version: 'v1alpha1', ...CERT_MANAGER_REMOVED },
  { group: 'cert-manager.io', version: 'v1alpha2', ...CERT_MANAGER_REMOVED },
  { group: 'cert-manager.io', version: 'v1alpha3', ...CERT_MANAGER_REMOVED },
  { group: 'cert-manager.io', version: 'v1beta1', ...CERT_MANAGER_REMOVED },
  // https://github.com/kubernetes-sigs/gateway-api/pull/2069
  {
    group: GATEWAY,
    version: 'v1alpha2',
    kinds: ['Gateway', 'GatewayClass', 'HTTPRoute'],
    instead: `${GATEWAY}/v1`,
    release: 'Gateway API 0.8',
  },
  // https://github.com/kubernetes-sigs/gateway-api/releases/tag/v1.2.0, which Envoy Gateway 1.2 brings
  {
    group: GATEWAY,
    version: 'v1alpha2',
    kinds: ['GRPCRoute'],
    instead: `${GATEWAY}/v1`,
    release: 'Gateway API 1.2',
    chart: { name: 'gateway-helm', since: [1, 2] },
  },
  {
    group: GATEWAY,
    version: 'v1alpha2',
    kinds: ['ReferenceGrant'],
    instead: `${GATEWAY}/v1beta1`,
    release: 'Gateway API 1.2',
    chart: { name: 'gateway-helm', since: [1, 2] },
  },
  // https://github.com/external-secrets/external-secrets/releases/tag/v0.17.0
  {
    group: 'external-secrets.io',
    version: 'v1beta1',
    kinds: ['ClusterExternalSecret', 'ClusterSecretStore', 'ExternalSecret', 'SecretStore'],
    instead: 'external-secrets.io/v1',
    release: 'External Secrets 0.17',
    chart: { name: 'external-secrets', since: [0, 17] },
    keptBy: ['crds', 'unsafeServeV1Beta1'],
  },
  {
    group: 'external-secrets.io',
    version: 'v1alpha1',
    kinds: ['ClusterSecretStore', 'ExternalSecret', 'SecretStore'],
    instead: 'external-secrets.io/v1',
    release: 'External Secrets 0.16',
    chart: { name: 'external-secrets', since: [0, 16] },
  },
  // https://docs.cilium.io/en/stable/operations/upgrade/
  {
    group: 'cilium.io',
    version: 'v2alpha1',
    kinds: ['CiliumBGPPeeringPolicy'],
    instead: 'CiliumBGPClusterConfig',
    release: 'Cilium 1.19',
    chart: { name: 'cilium', since: [1, 19] },
  },
  {
    group: 'cilium.io',
    version: 'v2',
    kinds: ['CiliumExternalWorkload'],
    instead: undefined,
    release: 'Cilium 1.18',
    chart: { name: 'cilium', since: [1, 18] },
  },
  // https://github.com/strimzi/strimzi-kafka-operator/blob/main/CHANGELOG.md
  ...['v1alpha1', 'v1beta1', 'v1beta2'].map(version => ({
    group: 'kafka.strimzi.io',
    version,
    kinds: STRIMZI,
    instead: 'kafka.strimzi.io/v1',
    release: 'Strimzi 1.0',
    chart: { name: 'strimzi-kafka-operator', since: [1, 0] as const },
  })),
  // https://metallb.io/release-notes/
  ...['v1alpha1', 'v1beta1'].map(version => ({
    group: 'metallb.io',
    version,
    kinds: ['AddressPool'],
    instead: 'IPAddressPool',
    release: 'MetalLB 0.14',
    chart: { name: 'metallb', since: [0, 14] as const },
  })),
  // https://github.com/longhorn/longhorn/blob/v1.9.0/deploy/longhorn.yaml
  {
    group: 'longhorn.io',
    version: 'v1beta1',
    kinds: ['BackingImage', 'Backup', 'BackupTarget', 'Node', 'RecurringJob', 'Setting', 'Volume'],
    instead: 'longhorn.io/v1beta2',
    release: 'Longhorn 1.9',
    chart: { name: 'longhorn', since: [1, 9] },
  },
  // https://github.com/kyverno/kyverno/tree/v1.12.0/config/crds: the chart of 1.12 is 3.2
  {
    group: 'kyverno.io',
    version: 'v2alpha1',
    kinds: ['CleanupPolicy', 'ClusterCleanupPolicy', 'PolicyException'],
    instead: 'kyverno.io/v2',
    release: 'Kyverno 1.12',
    chart: { name: 'kyverno', since: [3, 2] },
  },
  // https://doc.traefik.io/traefik/migrate/v2-to-v3-details/: the chart of 3.0 is 28
  {
    group: 'traefik.containo.us',
    version: 'v1alpha1',
    kinds: [
      'IngressRoute',
      'IngressRouteTCP',
      'IngressRouteUDP',
      'Middleware',
      'MiddlewareTCP',
      'ServersTransport',
      'TLSOption',
      'TLSStore',
      'TraefikService',
    ],
    instead: 'traefik.io/v1alpha1',
    release: 'Traefik 3.0',
    chart: { name: 'traefik', since: [28, 0] },
  },
];

/** API versions of custom resources that a project serves only from some release on. */
export interface AddedByProject extends RemovedApi {
  readonly release: string;
  /** The chart that brings the definitions, and its first version with this one. */
  readonly chart: { readonly name: string; readonly since: readonly [number, number] };
}

export const ADDED_BY_PROJECTS: readonly AddedByProject[] = [
  // https://github.com/cloudnative-pg/cloudnative-pg/tree/v1.25.0/config/crd/bases: the chart of 1.25 is 0.23
  {
    group: 'postgresql.cnpg.io',
    version: 'v1',
    kinds: ['Database', 'Publication', 'Subscription'],
    instead: undefined,
    release: 'CloudNativePG 1.25',
    chart: { name: 'cloudnative-pg', since: [0, 23] },
  },
  {
    group: 'postgresql.cnpg.io',
    version: 'v1',
    kinds: ['ClusterImageCatalog', 'ImageCatalog'],
    instead: undefined,
    release: 'CloudNativePG 1.23',
    chart: { name: 'cloudnative-pg', since: [0, 21] },
  },
  // https://github.com/envoyproxy/gateway/tree/v1.2.0/charts/gateway-helm/crds/generated
  {
    group: 'gateway.envoyproxy.io',
    version: 'v1alpha1',
    kinds: ['Backend', 'EnvoyExtensionPolicy'],
    instead: undefined,
    release: 'Envoy Gateway 1.1',
    chart: { name: 'gateway-helm', since: [1, 1] },
  },
  {
    group: 'gateway.envoyproxy.io',
    version: 'v1alpha1',
    kinds: ['HTTPRouteFilter'],
    instead: undefined,
    release: 'Envoy Gateway 1.2',
    chart: { name: 'gateway-helm', since: [1, 2] },
  },
  // https://github.com/external-secrets/external-secrets/releases/tag/v0.16.0
  {
    group: 'external-secrets.io',
    version: 'v1',
    kinds: ['ClusterExternalSecret', 'ClusterSecretStore', 'ExternalSecret', 'SecretStore'],
    instead: 'external-secrets.io/v1beta1',
    release: 'External Secrets 0.16',
    chart: { name: 'external-secrets', since: [0, 16] },
  },
  // https://docs.cilium.io/en/v1.18/operations/upgrade/
  {
    group: 'cilium.io',
    version: 'v2',
    kinds: [
      'CiliumBGPAdvertisement',
      'CiliumBGPClusterConfig',
      'CiliumBGPNodeConfig',
      'CiliumBGPNodeConfigOverride',
      'CiliumBGPPeerConfig',
      'CiliumCIDRGroup',
      'CiliumLoadBalancerIPPool',
    ],
    instead: 'cilium.io/v2alpha1',
    release: 'Cilium 1.18',
    chart: { name: 'cilium', since: [1, 18] },
  },
  {
    group: 'cilium.io',
    version: 'v2',
    kinds: ['CiliumNodeConfig'],
    instead: 'cilium.io/v2alpha1',
    release: 'Cilium 1.16',
    chart: { name: 'cilium', since: [1, 16] },
  },
  {
    group: 'kafka.strimzi.io',
    version: 'v1',
    kinds: STRIMZI,
    instead: 'kafka.strimzi.io/v1beta2',
    release: 'Strimzi 0.49',
    chart: { name: 'strimzi-kafka-operator', since: [0, 49] },
  },
];
