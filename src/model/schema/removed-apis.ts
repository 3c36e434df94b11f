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
];
