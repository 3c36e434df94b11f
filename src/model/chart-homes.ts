import { slipOf } from '../text/nearest.ts';
import { withoutEndSlashes } from '../text/trim.ts';

/** The address at which a project publishes its charts. */
export interface ChartHome {
  readonly address: string;
  readonly charts: readonly string[];
  /** Whether that is every chart it ever had, as its source has them. */
  readonly isWhole: boolean;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const whole = (address: string, charts: string): ChartHome => ({
  address,
  charts: words(charts),
  isWhole: true,
});

const some = (address: string, charts: string): ChartHome => ({
  address,
  charts: words(charts),
  isWhole: false,
});

/** When the sources of the charts were last read. */
export const HOMES_READ = 'August 2026';

/** Addresses without their scheme, with the charts that the projects' sources have or had. */
const HOMES: readonly ChartHome[] = [
  // https://github.com/argoproj/argo-helm/tree/main/charts
  whole(
    'argoproj.github.io/argo-helm',
    `argo argo-applicationset argo-cd argo-ci argo-events argo-lite argo-rollouts argo-workflows
    argocd-applicationset argocd-apps argocd-image-updater argocd-notifications`,
  ),
  // https://github.com/prometheus-community/helm-charts/tree/main/charts
  whole(
    'prometheus-community.github.io/helm-charts',
    `alertmanager alertmanager-snmp-notifier jiralert kube-prometheus-stack kube-state-metrics
    prom-label-proxy prometheus prometheus-adapter prometheus-blackbox-exporter
    prometheus-cloudwatch-exporter prometheus-conntrack-stats-exporter prometheus-consul-exporter
    prometheus-couchdb-exporter prometheus-druid-exporter prometheus-elasticsearch-exporter
    prometheus-fastly-exporter prometheus-fortigate-exporter prometheus-ipmi-exporter
    prometheus-json-exporter prometheus-kafka-exporter prometheus-memcached-exporter
    prometheus-modbus-exporter prometheus-mongodb-exporter prometheus-mysql-exporter
    prometheus-nats-exporter prometheus-nginx-exporter prometheus-node-exporter
    prometheus-opencost-exporter prometheus-operator prometheus-operator-admission-webhook
    prometheus-operator-crds prometheus-pgbouncer-exporter prometheus-pingdom-exporter
    prometheus-pingmesh-exporter prometheus-postgres-exporter prometheus-pushgateway
    prometheus-rabbitmq-exporter prometheus-redis-exporter prometheus-smartctl-exporter
    prometheus-snmp-exporter prometheus-sql-exporter prometheus-stackdriver-exporter
    prometheus-statsd-exporter prometheus-systemd-exporter prometheus-to-sd
    prometheus-windows-exporter prometheus-yet-another-cloudwatch-exporter`,
  ),
  // https://github.com/cloudnative-pg/charts/tree/main/charts
  whole(
    'cloudnative-pg.github.io/charts',
    'cloudnative-pg cluster cnpg-sandbox plugin-barman-cloud',
  ),
  // https://github.com/fluent/helm-charts/tree/main/charts
  whole(
    'fluent.github.io/helm-charts',
    `fluent-bit fluent-bit-aggregator fluent-bit-collector fluent-operator fluent-operator-crds
    fluent-operator-fluent-bit-crds fluent-operator-fluentd-crds fluentd`,
  ),
  // One chart each, in the project's own repository.
  whole('charts.external-secrets.io', 'external-secrets'),
  whole('charts.longhorn.io', 'longhorn'),
  whole('charts.rook.io/release', 'rook-ceph rook-ceph-cluster'),
  whole('kubernetes-sigs.github.io/external-dns', 'external-dns'),
  whole('kubernetes-sigs.github.io/metrics-server', 'metrics-server'),
  whole('kubernetes.github.io/ingress-nginx', 'ingress-nginx'),
  // Of these only what is found everywhere is listed.
  some('backube.github.io/helm-charts', 'volsync snapscheduler'),
  some('bitnami.github.io/sealed-secrets', 'sealed-secrets'),
  some('bjw-s-labs.github.io/helm-charts', 'app-template'),
  some('charts.goauthentik.io', 'authentik'),
  some('charts.jetstack.io', 'cert-manager trust-manager'),
  some('grafana.github.io/helm-charts', 'grafana loki tempo promtail alloy k8s-monitoring'),
  some('helm.cilium.io', 'cilium tetragon'),
  some('kubernetes-sigs.github.io/headlamp', 'headlamp'),
  some('kubernetes-sigs.github.io/descheduler', 'descheduler'),
  some('kubernetes-sigs.github.io/node-feature-discovery/charts', 'node-feature-discovery'),
  some('vmware-tanzu.github.io/helm-charts', 'velero'),
  some('helm.goharbor.io', 'harbor'),
  some('helm.releases.hashicorp.com', 'vault consul'),
  some('kyverno.github.io/kyverno', 'kyverno kyverno-policies'),
  some('metallb.github.io/metallb', 'metallb'),
  some('openebs.github.io/openebs', 'openebs'),
  some('pkgs.tailscale.com/helmcharts', 'tailscale-operator'),
  some('stakater.github.io/stakater-charts', 'reloader'),
  some('traefik.github.io/charts', 'traefik traefik-crds'),
];

/** An address that answers no more, since a month of a year, and where its charts are now, if anywhere. */
export interface GoneHome {
  readonly address: string;
  readonly since: string;
  readonly now: string;
}

/** Pages of GitHub do not lead on to where a repository has moved. */
const GONE: readonly GoneHome[] = [
  // https://github.com/bitnami/sealed-secrets/issues/1982
  {
    address: 'bitnami-labs.github.io/sealed-secrets',
    since: 'June 2026',
    now: 'bitnami.github.io/sealed-secrets',
  },
  // https://github.com/bjw-s-labs/helm-charts/issues/422
  {
    address: 'bjw-s.github.io/helm-charts',
    since: 'May 2025',
    now: 'bjw-s-labs.github.io/helm-charts',
  },
  // https://github.com/kubernetes-sigs/headlamp/issues/3077
  {
    address: 'headlamp-k8s.github.io/headlamp',
    since: 'April 2025',
    now: 'kubernetes-sigs.github.io/headlamp',
  },
  // https://github.com/kubernetes/website/issues/54196
  {
    address: 'kubernetes.github.io/dashboard',
    since: 'January 2026',
    now: 'kubernetes-retired.github.io/dashboard',
  },
];

const byAddress = new Map(HOMES.map(home => [home.address, home]));

/** What follows the scheme of a chart repository's URL; undefined for those without index: OCI. */
const addressOf = (url: string): string | undefined => {
  const [, address] = /^https?:\/\/(?:www\.)?(.+)$/i.exec(url.trim()) ?? [];
  return address && withoutEndSlashes(address).toLowerCase();
};

/** Whose charts are at a URL, where that is known. */
export const homeAt = (url: string): ChartHome | undefined => byAddress.get(addressOf(url) ?? '');

/** The home that was at a URL and is gone. */
export const goneHomeAt = (url: string): GoneHome | undefined => {
  const address = addressOf(url)?.replace(/\/index\.yaml$/, '');
  return GONE.find(home => home.address === address);
};

/** The known home that a URL misses by one slip of the pen, where it is none itself. */
export function misspeltHome(url: string): ChartHome | undefined {
  const address = addressOf(url);
  if (address === undefined || byAddress.has(address)) return undefined;
  return byAddress.get(slipOf(address, byAddress.keys()) ?? '');
}

/** The one home that a chart has; undefined where several have such a chart, or nobody knows. */
export function homeOf(chart: string): ChartHome | undefined {
  const [home, ...others] = HOMES.filter(({ charts }) => charts.includes(chart));
  return others.length === 0 ? home : undefined;
}

/** The home of a chart, where a URL is its host and nothing else. */
export function shortenedHome(chart: string, url: string): ChartHome | undefined {
  const home = homeOf(chart);
  const address = addressOf(url);
  const isHost = address !== undefined && !address.includes('/');
  return isHost && home?.address.startsWith(`${address}/`) ? home : undefined;
}
