/** A chart whose keys of values are written down. */
export interface KnownChart {
  readonly chart: string;
  /** The newest minor release that was read. */
  readonly newest: string;
  /** Where it is published, without the scheme. */
  readonly homes: readonly string[];
  /** The chart's source; `<repository>/<directory>` on GitHub. */
  readonly source: string;
}

const chart = (
  name: string,
  newest: string,
  source: string,
  ...homes: readonly string[]
): KnownChart => ({ chart: name, newest, source, homes });

const ARGO = ['argoproj.github.io/argo-helm', 'ghcr.io/argoproj/argo-helm'];
const GRAFANA = [
  'grafana.github.io/helm-charts',
  'grafana-community.github.io/helm-charts',
  'ghcr.io/grafana/helm-charts',
  'ghcr.io/grafana-community/helm-charts',
];
const PROMETHEUS = [
  'prometheus-community.github.io/helm-charts',
  'ghcr.io/prometheus-community/charts',
];
const ROOK = ['charts.rook.io/release'];

/** Read in August 2026, over their histories since 2020. */
export const CHARTS: readonly KnownChart[] = [
  chart('argo-cd', '10.1', 'argoproj/argo-helm/charts/argo-cd', ...ARGO),
  chart('argo-events', '2.4', 'argoproj/argo-helm/charts/argo-events', ...ARGO),
  chart('argo-rollouts', '2.41', 'argoproj/argo-helm/charts/argo-rollouts', ...ARGO),
  chart('argo-workflows', '1.0', 'argoproj/argo-helm/charts/argo-workflows', ...ARGO),
  chart('argocd-image-updater', '1.2', 'argoproj/argo-helm/charts/argocd-image-updater', ...ARGO),
  chart('authentik', '2026.8', 'goauthentik/helm/charts/authentik', 'charts.goauthentik.io'),
  chart(
    'cert-manager',
    '1.21',
    'cert-manager/cert-manager/deploy/charts/cert-manager',
    'charts.jetstack.io',
    'quay.io/jetstack/charts',
  ),
  chart('cilium', '1.20', 'cilium/charts', 'helm.cilium.io', 'quay.io/cilium/charts'),
  chart(
    'cloudnative-pg',
    '0.29',
    'cloudnative-pg/charts/charts/cloudnative-pg',
    'cloudnative-pg.github.io/charts',
    'ghcr.io/cloudnative-pg/charts',
  ),
  chart('eck-operator', '3.5', 'elastic/cloud-on-k8s/deploy/eck-operator', 'helm.elastic.co'),
  chart(
    'external-dns',
    '1.21',
    'kubernetes-sigs/external-dns/charts/external-dns',
    'kubernetes-sigs.github.io/external-dns',
  ),
  chart(
    'external-secrets',
    '2.9',
    'external-secrets/external-secrets/deploy/charts/external-secrets',
    'charts.external-secrets.io',
    'ghcr.io/external-secrets/charts',
  ),
  chart(
    'gateway-helm',
    '1.9',
    'envoyproxy/gateway/charts/gateway-helm',
    'docker.io/envoyproxy',
    'mirror.gcr.io/envoyproxy',
  ),
  chart('grafana', '12.11', 'grafana-community/helm-charts/charts/grafana', ...GRAFANA),
  chart(
    'ingress-nginx',
    '4.15',
    'kubernetes/ingress-nginx/charts/ingress-nginx',
    'kubernetes.github.io/ingress-nginx',
  ),
  chart(
    'kube-prometheus-stack',
    '88.5',
    'prometheus-community/helm-charts/charts/kube-prometheus-stack',
    ...PROMETHEUS,
  ),
  chart(
    'kube-state-metrics',
    '8.3',
    'prometheus-community/helm-charts/charts/kube-state-metrics',
    ...PROMETHEUS,
  ),
  chart(
    'kyverno',
    '3.9',
    'kyverno/kyverno/charts/kyverno',
    'kyverno.github.io/kyverno',
    'ghcr.io/kyverno/charts',
  ),
  chart('longhorn', '1.12', 'longhorn/longhorn/chart', 'charts.longhorn.io'),
  chart('metallb', '0.16', 'metallb/metallb/charts/metallb', 'metallb.github.io/metallb'),
  chart(
    'metrics-server',
    '3.13',
    'kubernetes-sigs/metrics-server/charts/metrics-server',
    'kubernetes-sigs.github.io/metrics-server',
  ),
  chart('minio', '5.4', 'minio/minio/helm/minio', 'charts.min.io'),
  chart(
    'nvidia-device-plugin',
    '0.20',
    'NVIDIA/k8s-device-plugin/deployments/helm/nvidia-device-plugin',
    'nvidia.github.io/k8s-device-plugin',
  ),
  chart(
    'prometheus-node-exporter',
    '4.55',
    'prometheus-community/helm-charts/charts/prometheus-node-exporter',
    ...PROMETHEUS,
  ),
  chart('promtail', '6.17', 'grafana/helm-charts/charts/promtail', ...GRAFANA),
  chart(
    'reloader',
    '2.2',
    'stakater/Reloader/deployments/kubernetes/chart/reloader',
    'stakater.github.io/stakater-charts',
    'ghcr.io/stakater/charts',
  ),
  chart('rook-ceph', '1.20', 'rook/rook/deploy/charts/rook-ceph', ...ROOK),
  chart('rook-ceph-cluster', '1.20', 'rook/rook/deploy/charts/rook-ceph-cluster', ...ROOK),
  chart(
    'sealed-secrets',
    '2.18',
    'bitnami-labs/sealed-secrets/helm/sealed-secrets',
    'bitnami-labs.github.io/sealed-secrets',
    'bitnami.github.io/sealed-secrets',
  ),
  chart('tenant', '7.1', 'minio/operator/helm/tenant', 'operator.min.io'),
  chart(
    'traefik',
    '41.3',
    'traefik/traefik-helm-chart/traefik',
    'traefik.github.io/charts',
    'helm.traefik.io/traefik',
    'ghcr.io/traefik/helm',
  ),
  chart(
    'velero',
    '12.1',
    'vmware-tanzu/helm-charts/charts/velero',
    'vmware-tanzu.github.io/helm-charts',
  ),
  chart('volsync', '0.16', 'backube/volsync/helm/volsync', 'backube.github.io/helm-charts'),
];
