import type { ChartModel } from '../../model/release.ts';
import { appTemplate } from './app-template/index.ts';
import { externalDns } from './external-dns.ts';
import { ingressNginx } from './ingress-nginx.ts';
import { localpvProvisioner, openebs } from './openebs.ts';
import { rookCephCluster } from './rook-ceph-cluster.ts';

/** Every chart model, by file. A new chart is one new file and one line here. */
export const CHART_MODELS: readonly ChartModel[] = [
  appTemplate,
  externalDns,
  ingressNginx,
  localpvProvisioner,
  openebs,
  rookCephCluster,
];
