/** What a well-known manifest at a URL holds: facts of the projects' own repositories. */
export interface Bundle {
  /** `owner/name` of the repository that the URL names, or its host and path where it has none. */
  readonly repository: string;
  /** The file or directory in it; absent: all of them. */
  readonly path?: RegExp;
  /** Only CustomResourceDefinitions. */
  readonly crds?: true;
  /** The namespaces that its objects name; absent: those that it is applied to. */
  readonly namespaces?: readonly string[];
  /** It declares these Namespace objects. */
  readonly declares?: readonly string[];
  /** What its objects' names begin with, besides the project's own name. */
  readonly words?: readonly string[];
  /** Kinds of the whole cluster that it makes. */
  readonly habit?: readonly string[];
}

const self = (namespace: string) => ({ namespaces: [namespace], declares: [namespace] });

/**
 * Bundles by repository; a more special path stands before a general one.
 *
 * @see https://github.com/kubernetes-sigs/gateway-api/blob/main/hack/build-install-yaml.sh
 * @see https://github.com/cloudnative-pg/plugin-barman-cloud/blob/main/manifest.yaml
 */
export const BUNDLES: readonly Bundle[] = [
  { repository: 'kubernetes-sigs/gateway-api', path: /webhook/, ...self('gateway-system') },
  { repository: 'kubernetes-sigs/gateway-api', crds: true },
  { repository: 'cert-manager/cert-manager', path: /crds/, crds: true },
  {
    repository: 'cert-manager/cert-manager',
    namespaces: ['cert-manager', 'kube-system'],
    declares: ['cert-manager'],
  },
  { repository: 'external-secrets/external-secrets', path: /crds/, crds: true },
  { repository: 'external-secrets/external-secrets', words: ['external-secrets'] },
  {
    repository: 'cloudnative-pg/plugin-barman-cloud',
    namespaces: ['cnpg-system'],
    words: ['barman-cloud', 'selfsigned-issuer'],
  },
  { repository: 'cloudnative-pg/cloudnative-pg', ...self('cnpg-system'), words: ['cnpg'] },
  { repository: 'prometheus-operator/prometheus-operator', path: /crd/, crds: true },
  { repository: 'prometheus-operator/prometheus-operator', namespaces: ['default'] },
  { repository: 'grafana/grafana-operator', path: /crds?/, crds: true },
  { repository: 'grafana/grafana-operator', words: ['grafana-operator'] },
  { repository: 'kyverno/kyverno', ...self('kyverno') },
  { repository: 'fluxcd/flux2', ...self('flux-system'), words: ['flux', 'controller'] },
  { repository: 'open-policy-agent/gatekeeper', ...self('gatekeeper-system') },
  { repository: 'argoproj/argo-cd', path: /crds/, crds: true },
  { repository: 'argoproj/argo-cd', words: ['argocd'] },
  { repository: 'argoproj/argo-rollouts', words: ['argo-rollouts'] },
  { repository: 'argoproj/argo-workflows', ...self('argo'), words: ['workflow', 'argo'] },
  { repository: 'argoproj/argo-events', ...self('argo-events') },
  {
    repository: 'tektoncd',
    namespaces: ['tekton-pipelines', 'tekton-pipelines-resolvers'],
    declares: ['tekton-pipelines', 'tekton-pipelines-resolvers'],
    words: ['tekton', 'feature-flags', 'config-', 'webhook-certs'],
  },
  { repository: 'kubevirt/kubevirt', ...self('kubevirt'), words: ['virt-'] },
  { repository: 'kubevirt/containerized-data-importer', ...self('cdi'), words: ['cdi'] },
  { repository: 'kubernetes-sigs/metrics-server', namespaces: ['kube-system'] },
  {
    repository: 'kubernetes-csi/external-snapshotter',
    path: /client\/config\/crd/,
    crds: true,
  },
  { repository: 'kubernetes-csi/external-snapshotter', namespaces: ['kube-system'] },
  { repository: 'rook/rook', path: /crds/, crds: true },
  { repository: 'rook/rook', ...self('rook-ceph'), words: ['rook', 'csi', 'ceph'] },
  {
    repository: 'rancher/local-path-provisioner',
    ...self('local-path-storage'),
    words: ['local-path'],
    habit: ['StorageClass'],
  },
  {
    repository: 'rancher/system-upgrade-controller',
    ...self('system-upgrade'),
    words: ['system-upgrade', 'default-controller-env'],
  },
  {
    repository: 'alex1989hu/kubelet-serving-cert-approver',
    namespaces: ['kubelet-serving-cert-approver', 'default'],
    declares: ['kubelet-serving-cert-approver'],
  },
  {
    repository: 'kubernetes-sigs/node-feature-discovery',
    ...self('node-feature-discovery'),
    words: ['nfd'],
  },
  {
    repository: 'intel/intel-device-plugins-for-kubernetes',
    ...self('inteldeviceplugins-system'),
    words: ['intel', 'inteldeviceplugins'],
  },
  { repository: 'nvidia/k8s-device-plugin', namespaces: ['kube-system'], words: ['nvidia'] },
  {
    repository: 'k8snetworkplumbingwg/multus-cni',
    namespaces: ['kube-system'],
    words: ['multus'],
  },
  {
    repository: 'metallb/metallb',
    ...self('metallb-system'),
    words: ['metallb', 'memberlist', 'controller', 'speaker', 'webhook'],
  },
  { repository: 'kube-vip', namespaces: ['kube-system'], words: ['kube-vip', 'kubevip'] },
  {
    repository: 'kubernetes/ingress-nginx',
    ...self('ingress-nginx'),
    habit: ['IngressClass'],
    words: ['nginx'],
  },
  { repository: 'bitnami-labs/sealed-secrets', namespaces: ['kube-system'] },
  {
    repository: 'tailscale/tailscale',
    ...self('tailscale'),
    words: ['operator', 'proxies', 'tailscale'],
    habit: ['IngressClass'],
  },
  { repository: 'knative/serving', path: /crds/, crds: true },
  {
    repository: 'knative/serving',
    ...self('knative-serving'),
    words: ['activator', 'autoscaler', 'webhook', 'config-', 'controller'],
  },
  { repository: 'strimzi/strimzi-kafka-operator', words: ['strimzi'] },
  { repository: 'rabbitmq/cluster-operator', ...self('rabbitmq-system'), words: ['rabbitmq'] },
  {
    repository: 'longhorn/longhorn',
    ...self('longhorn-system'),
    words: ['longhorn', 'csi'],
    habit: ['StorageClass'],
  },
  {
    repository: 'crunchydata/postgres-operator',
    namespaces: ['postgres-operator'],
    words: ['pgo'],
  },
  { repository: 'kubernetes/dashboard', ...self('kubernetes-dashboard'), words: ['dashboard'] },
  { repository: 'volcano-sh/volcano', ...self('volcano-system'), words: ['volcano'] },
];
