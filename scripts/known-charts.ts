/** A chart whose keys of values are written down. */
export interface KnownChart {
  readonly chart: string;
  /** The newest minor release that was read. */
  readonly newest: string;
  /** Where it is published, without the scheme. */
  readonly homes: readonly string[];
  /** The chart's source; `<repository>/<directory>` on GitHub. */
  readonly source: string;
  /** Its schema refuses keys that it does not list: the keys are those of the schema, of no release before the first read. */
  readonly strict?: boolean;
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
const BITNAMI = [
  'charts.bitnami.com/bitnami',
  'registry-1.docker.io/bitnamicharts',
  'docker.io/bitnamicharts',
];
const CNPG = ['cloudnative-pg.github.io/charts', 'ghcr.io/cloudnative-pg/charts'];
const OPENTELEMETRY = [
  'open-telemetry.github.io/opentelemetry-helm-charts',
  'ghcr.io/open-telemetry/opentelemetry-helm-charts',
];
const ROOK = ['charts.rook.io/release'];

/** Read in August 2026, or November 2026, over their histories since 2020. */
export const CHARTS: readonly KnownChart[] = [
  chart(
    'alertmanager',
    '1.42',
    'prometheus-community/helm-charts/charts/alertmanager',
    ...PROMETHEUS,
  ),
  chart('alloy', '1.11', 'grafana/alloy/operations/helm/charts/alloy', ...GRAFANA),
  {
    // Its own schema is that of the library of the same version; tags `common-<version>`.
    ...chart(
      'app-template',
      '4.1',
      'bjw-s-labs/helm-charts/charts/library/common',
      'bjw-s.github.io/helm-charts',
      'bjw-s-labs.github.io/helm-charts',
      'ghcr.io/bjw-s/helm',
      'ghcr.io/bjw-s-labs/helm',
    ),
    strict: true,
  },
  chart('argo-cd', '10.1', 'argoproj/argo-helm/charts/argo-cd', ...ARGO),
  chart('argo-events', '2.4', 'argoproj/argo-helm/charts/argo-events', ...ARGO),
  chart('argo-rollouts', '2.41', 'argoproj/argo-helm/charts/argo-rollouts', ...ARGO),
  chart('argo-workflows', '1.0', 'argoproj/argo-helm/charts/argo-workflows', ...ARGO),
  chart('argocd-apps', '2.0', 'argoproj/argo-helm/charts/argocd-apps', ...ARGO),
  chart('argocd-image-updater', '1.2', 'argoproj/argo-helm/charts/argocd-image-updater', ...ARGO),
  chart('authelia', '0.11', 'authelia/chartrepo/charts/authelia', 'charts.authelia.com'),
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
  chart('cluster', '0.8', 'cloudnative-pg/charts/charts/cluster', ...CNPG),
  chart(
    'crossplane',
    '2.3',
    'crossplane/crossplane/cluster/charts/crossplane',
    'charts.crossplane.io/stable',
  ),
  chart(
    'crowdsec',
    '0.24',
    'crowdsecurity/helm-charts/charts/crowdsec',
    'crowdsecurity.github.io/helm-charts',
  ),
  chart(
    'csi-driver-nfs',
    '4.13',
    'kubernetes-csi/csi-driver-nfs/charts',
    'raw.githubusercontent.com/kubernetes-csi/csi-driver-nfs/master/charts',
  ),
  chart(
    'democratic-csi',
    '0.15',
    'democratic-csi/charts/stable/democratic-csi',
    'democratic-csi.github.io/charts',
  ),
  chart(
    'descheduler',
    '0.36',
    'kubernetes-sigs/descheduler/charts/descheduler',
    'kubernetes-sigs.github.io/descheduler',
  ),
  chart('dex', '0.24', 'dexidp/helm-charts/charts/dex', 'charts.dexidp.io'),
  chart(
    'dragonfly-operator',
    '1.6',
    'dragonflydb/dragonfly-operator/charts/dragonfly-operator',
    'ghcr.io/dragonflydb/dragonfly-operator/helm',
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
  chart(
    'gha-runner-scale-set',
    '0.14',
    'actions/actions-runner-controller/charts/gha-runner-scale-set',
    'ghcr.io/actions/actions-runner-controller-charts',
  ),
  chart(
    'gha-runner-scale-set-controller',
    '0.14',
    'actions/actions-runner-controller/charts/gha-runner-scale-set-controller',
    'ghcr.io/actions/actions-runner-controller-charts',
  ),
  chart(
    'gpu-operator',
    '26.7',
    'NVIDIA/gpu-operator/deployments/gpu-operator',
    'helm.ngc.nvidia.com/nvidia',
    'nvidia.github.io/gpu-operator',
  ),
  chart('grafana', '12.11', 'grafana-community/helm-charts/charts/grafana', ...GRAFANA),
  chart('harbor', '1.19', 'goharbor/harbor-helm', 'helm.goharbor.io'),
  chart(
    'headlamp',
    '0.45',
    'kubernetes-sigs/headlamp/charts/headlamp',
    'kubernetes-sigs.github.io/headlamp',
    'headlamp-k8s.github.io/headlamp',
  ),
  chart(
    'home-assistant',
    '0.3',
    'pajikos/home-assistant-helm-chart/charts/home-assistant',
    'pajikos.github.io/home-assistant-helm-chart',
  ),
  chart(
    'ingress-nginx',
    '4.15',
    'kubernetes/ingress-nginx/charts/ingress-nginx',
    'kubernetes.github.io/ingress-nginx',
  ),
  chart(
    'intel-device-plugins-gpu',
    '0.36',
    'intel/helm-charts/charts/gpu-device-plugin',
    'intel.github.io/helm-charts',
  ),
  chart(
    'intel-device-plugins-operator',
    '0.36',
    'intel/helm-charts/charts/device-plugin-operator',
    'intel.github.io/helm-charts',
  ),
  chart(
    'jellyfin',
    '10.9',
    'jellyfin/jellyfin-helm/charts/jellyfin',
    'jellyfin.github.io/jellyfin-helm',
  ),
  chart('k8s-infra', '0.16', 'SigNoz/charts/charts/k8s-infra', 'charts.signoz.io'),
  chart('keda', '2.20', 'kedacore/charts/keda', 'kedacore.github.io/charts'),
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
  chart('kured', '6.1', 'kubereboot/charts/charts/kured', 'kubereboot.github.io/charts'),
  chart(
    'kyverno',
    '3.9',
    'kyverno/kyverno/charts/kyverno',
    'kyverno.github.io/kyverno',
    'ghcr.io/kyverno/charts',
  ),
  chart('loki-stack', '2.10', 'grafana/helm-charts/charts/loki-stack', ...GRAFANA),
  chart('longhorn', '1.12', 'longhorn/longhorn/chart', 'charts.longhorn.io'),
  chart('metallb', '0.16', 'metallb/metallb/charts/metallb', 'metallb.github.io/metallb'),
  chart(
    'metrics-server',
    '3.13',
    'kubernetes-sigs/metrics-server/charts/metrics-server',
    'kubernetes-sigs.github.io/metrics-server',
  ),
  chart(
    'minecraft',
    '5.1',
    'itzg/minecraft-server-charts/charts/minecraft',
    'itzg.github.io/minecraft-server-charts',
  ),
  chart(
    'minecraft-bedrock',
    '2.9',
    'itzg/minecraft-server-charts/charts/minecraft-bedrock',
    'itzg.github.io/minecraft-server-charts',
  ),
  chart('minio', '5.4', 'minio/minio/helm/minio', 'charts.min.io'),
  chart('nextcloud', '9.2', 'nextcloud/helm/charts/nextcloud', 'nextcloud.github.io/helm'),
  chart(
    'nfs-subdir-external-provisioner',
    '4.0',
    'kubernetes-sigs/nfs-subdir-external-provisioner/charts/nfs-subdir-external-provisioner',
    'kubernetes-sigs.github.io/nfs-subdir-external-provisioner',
  ),
  chart(
    'node-feature-discovery',
    '0.19',
    'kubernetes-sigs/node-feature-discovery/deployment/helm/node-feature-discovery',
    'kubernetes-sigs.github.io/node-feature-discovery/charts',
    'registry.k8s.io/nfd/charts',
  ),
  chart(
    'nvidia-device-plugin',
    '0.20',
    'NVIDIA/k8s-device-plugin/deployments/helm/nvidia-device-plugin',
    'nvidia.github.io/k8s-device-plugin',
  ),
  chart(
    'oauth2-proxy',
    '10.7',
    'oauth2-proxy/manifests/helm/oauth2-proxy',
    'oauth2-proxy.github.io/manifests',
  ),
  chart(
    'opentelemetry-operator',
    '0.122',
    'open-telemetry/opentelemetry-helm-charts/charts/opentelemetry-operator',
    ...OPENTELEMETRY,
  ),
  chart('plugin-barman-cloud', '0.7', 'cloudnative-pg/charts/charts/plugin-barman-cloud', ...CNPG),
  chart('postgresql', '17.1', 'bitnami/charts/bitnami/postgresql', ...BITNAMI),
  chart('prometheus', '29.27', 'prometheus-community/helm-charts/charts/prometheus', ...PROMETHEUS),
  chart(
    'prometheus-adapter',
    '5.3',
    'prometheus-community/helm-charts/charts/prometheus-adapter',
    ...PROMETHEUS,
  ),
  chart(
    'prometheus-blackbox-exporter',
    '11.17',
    'prometheus-community/helm-charts/charts/prometheus-blackbox-exporter',
    ...PROMETHEUS,
  ),
  chart(
    'prometheus-node-exporter',
    '4.55',
    'prometheus-community/helm-charts/charts/prometheus-node-exporter',
    ...PROMETHEUS,
  ),
  chart(
    'prometheus-pushgateway',
    '3.8',
    'prometheus-community/helm-charts/charts/prometheus-pushgateway',
    ...PROMETHEUS,
  ),
  chart(
    'prometheus-smartctl-exporter',
    '0.17',
    'prometheus-community/helm-charts/charts/prometheus-smartctl-exporter',
    ...PROMETHEUS,
  ),
  chart(
    'prometheus-snmp-exporter',
    '9.17',
    'prometheus-community/helm-charts/charts/prometheus-snmp-exporter',
    ...PROMETHEUS,
  ),
  chart('promtail', '6.17', 'grafana/helm-charts/charts/promtail', ...GRAFANA),
  chart('redis', '23.1', 'bitnami/charts/bitnami/redis', ...BITNAMI),
  chart(
    'reflector',
    '10.0',
    'emberstack/kubernetes-reflector/src/helm/reflector',
    'emberstack.github.io/helm-charts',
    'ghcr.io/emberstack/helm-charts',
  ),
  chart(
    'reloader',
    '2.2',
    'stakater/Reloader/deployments/kubernetes/chart/reloader',
    'stakater.github.io/stakater-charts',
    'ghcr.io/stakater/charts',
  ),
  chart(
    'renovate',
    '46.254',
    'renovatebot/helm-charts/charts/renovate',
    'docs.renovatebot.com/helm-charts',
    'ghcr.io/renovatebot/charts',
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
  chart('signoz', '0.131', 'SigNoz/charts/charts/signoz', 'charts.signoz.io'),
  chart(
    'snapshot-controller',
    '5.2',
    'piraeusdatastore/helm-charts/charts/snapshot-controller',
    'piraeus.io/helm-charts',
  ),
  chart('tempo', '2.2', 'grafana-community/helm-charts/charts/tempo', ...GRAFANA),
  chart('tenant', '7.1', 'minio/operator/helm/tenant', 'operator.min.io'),
  chart(
    'traefik',
    '41.3',
    'traefik/traefik-helm-chart/traefik',
    'traefik.github.io/charts',
    'helm.traefik.io/traefik',
    'ghcr.io/traefik/helm',
  ),
  chart('vault', '0.34', 'hashicorp/vault-helm', 'helm.releases.hashicorp.com'),
  chart(
    'vaultwarden',
    '0.43',
    'guerzon/vaultwarden/charts/vaultwarden',
    'guerzon.github.io/vaultwarden',
  ),
  chart(
    'velero',
    '12.1',
    'vmware-tanzu/helm-charts/charts/velero',
    'vmware-tanzu.github.io/helm-charts',
  ),
  chart('volsync', '0.16', 'backube/volsync/helm/volsync', 'backube.github.io/helm-charts'),
  chart('zot', '0.1', 'project-zot/helm-charts/charts/zot', 'zotregistry.dev/helm-charts'),
];
