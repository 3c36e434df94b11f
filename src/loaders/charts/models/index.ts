import type { ChartModel } from '../../../model/release.ts';
import { appTemplate } from './app-template/index.ts';
import { argoCd } from './argo-cd.ts';
import { argocdApps } from './argocd-apps.ts';
import { certManager } from './cert-manager.ts';
import { cilium } from './cilium.ts';
import { cloudnativePg } from './cloudnative-pg.ts';
import { connect } from './connect.ts';
import { coredns } from './coredns.ts';
import { csiDriverNfs } from './csi-driver-nfs.ts';
import { externalDns } from './external-dns.ts';
import { externalSecrets } from './external-secrets.ts';
import { fluentBit } from './fluent-bit.ts';
import { gatewayHelm } from './gateway-helm.ts';
import { grafana } from './grafana.ts';
import { ingressNginx } from './ingress-nginx.ts';
import { k8sGateway } from './k8s-gateway.ts';
import { kubePrometheusStack } from './kube-prometheus-stack.ts';
import { loki } from './loki.ts';
import { longhorn } from './longhorn.ts';
import { metricsServer } from './metrics-server.ts';
import { nodeFeatureDiscovery } from './node-feature-discovery.ts';
import { localpvProvisioner, openebs } from './openebs.ts';
import { proxmoxCsiPlugin } from './proxmox-csi-plugin.ts';
import { reloader } from './reloader.ts';
import { rookCeph } from './rook-ceph.ts';
import { rookCephCluster } from './rook-ceph-cluster.ts';
import { snapshotController } from './snapshot-controller.ts';
import { tailscaleOperator } from './tailscale-operator.ts';
import { volsync } from './volsync.ts';

/** Every chart model, by file. A new chart is one new file and one line here. */
export const CHART_MODELS: readonly ChartModel[] = [
  appTemplate,
  argoCd,
  argocdApps,
  certManager,
  cilium,
  cloudnativePg,
  connect,
  coredns,
  csiDriverNfs,
  externalDns,
  externalSecrets,
  fluentBit,
  gatewayHelm,
  grafana,
  ingressNginx,
  k8sGateway,
  kubePrometheusStack,
  localpvProvisioner,
  loki,
  longhorn,
  metricsServer,
  nodeFeatureDiscovery,
  openebs,
  proxmoxCsiPlugin,
  reloader,
  rookCeph,
  rookCephCluster,
  snapshotController,
  tailscaleOperator,
  volsync,
];
