import { compareVersions, parseVersion } from '../template/go/semver.ts';
import { nearest, slipOf } from '../text/nearest.ts';
import { own } from '../text/own.ts';
import { aliasedOrigins, originKey } from '../yaml/aliases.ts';
import type { LocatedScalar } from '../yaml/located.ts';
import type { HelmRelease } from './release.ts';

/** A top-level key of a release's values that its chart does not read. */
export interface UnusedValue {
  readonly key: LocatedScalar;
  /** The key that was meant, where that can be told. */
  readonly meant: string | undefined;
  /** The key that it belongs into. */
  readonly belongsInto: string | undefined;
}

/** What is known of the top-level keys of a chart's values. */
interface RootKeys {
  readonly keys: readonly string[];
  /** The first major version whose keys these are. */
  readonly since?: number;
  /** Releases of which the keys are all there are; of others only slips of the pen are told. */
  readonly complete?: readonly [from: string, to: string];
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Keys that any chart may be given: Helm itself reads them, or a parent chart does. */
const EVERY_CHART = words('global enabled tags nameOverride fullnameOverride namespaceOverride');

/** Fields of a pod's `affinity`, which no chart takes beside it. */
const AFFINITY = ['nodeAffinity', 'podAffinity', 'podAntiAffinity'];

const CHARTS: Readonly<Record<string, RootKeys>> = {
  // Its schema lets any root key be: https://bjw-s-labs.github.io/helm-charts/docs/common-library/
  'app-template': {
    since: 2,
    keys: words(`
      configMaps configMapsFromFolder controllers defaultContainerOptionsStrategy defaultPodOptions
      defaultPodOptionsStrategy externalSecrets ingress listenerSets networkpolicies persistence
      podMonitor rawResources rbac route secrets service serviceAccount serviceMonitor`),
  },
  // https://github.com/argoproj/argo-helm/tree/main/charts/argo-cd
  'argo-cd': {
    keys: words(`
      apiVersionOverrides applicationSet commitServer configs controller crds createAggregateRoles
      createClusterRoles dex externalRedis extraObjects installCRDs kubeVersionOverride notifications
      openshift redis redis-ha redisSecretInit repoServer server`),
  },
  // https://github.com/cert-manager/cert-manager/tree/master/deploy/charts/cert-manager
  'cert-manager': {
    keys: words(`
      acmesolver affinity approveSignerNames automountServiceAccountToken cainjector
      clusterResourceNamespace config containerSecurityContext crds creator deploymentAnnotations
      disableAutoApproval dns01RecursiveNameservers dns01RecursiveNameserversOnly
      enableCertificateOwnerRef enableServiceLinks extraArgs extraEnv extraObjects featureGates
      hostAliases http_proxy https_proxy image imageNamespace imagePullSecrets imageRegistry
      ingressShim installCRDs livenessProbe maxConcurrentChallenges namespace no_proxy nodeSelector
      podAnnotations podDisruptionBudget podDnsConfig podDnsPolicy podLabels prometheus replicaCount
      resources securityContext serviceAccount serviceAnnotations serviceIPFamilies
      serviceIPFamilyPolicy serviceLabels startupapicheck strategy tolerations
      topologySpreadConstraints volumeMounts volumes webhook`),
  },
  // https://github.com/kubernetes-sigs/external-dns/tree/master/charts/external-dns
  'external-dns': {
    keys: words(`
      affinity annotationFilter annotationPrefix automountServiceAccountToken commonLabels
      deploymentAnnotations deploymentStrategy dnsConfig dnsPolicy domainFilters env envFrom
      excludeDomains extraArgs extraContainers extraVolumeMounts extraVolumes gatewayNamespace image
      imagePullSecrets initContainers interval labelFilter livenessProbe logFormat logLevel
      managedRecordTypes namespaced nodeSelector podAnnotations podLabels podSecurityContext policy
      priorityClassName provider rbac readinessProbe registry replicaCount resources
      revisionHistoryLimit secretConfiguration securityContext service serviceAccount serviceMonitor
      shareProcessNamespace sourceNamespace sources terminationGracePeriodSeconds tolerations
      topologySpreadConstraints triggerLoopOnEvent txtOwnerId txtPrefix txtSuffix`),
    complete: ['1.13.0', '1.18.0'],
  },
  // https://github.com/external-secrets/external-secrets/tree/main/deploy/charts/external-secrets
  'external-secrets': {
    keys: words(`
      affinity bitwarden-sdk-server certController commonLabels concurrent controllerClass crds
      createOperator deploymentAnnotations dnsConfig dnsPolicy enableHTTP2 extendedMetricLabels
      extraArgs extraContainers extraEnv extraInitContainers extraObjects extraVolumeMounts
      extraVolumes genericTargets grafanaDashboard hostAliases hostNetwork hostUsers image
      imagePullSecrets installCRDs leaderElect livenessProbe log metrics nodeSelector
      openshiftFinalizers podAnnotations podDisruptionBudget podLabels podSecurityContext
      podSpecExtra priorityClassName processClusterExternalSecret processClusterGenerator
      processClusterPushSecret processClusterStore processPushSecret processSecretStore rbac
      replicaCount resources revisionHistoryLimit scopedNamespace scopedRBAC securityContext service
      serviceAccount serviceMonitor strategy systemAuthDelegator tolerations
      topologySpreadConstraints webhook`),
    complete: ['1.0.0', '2.0.0'],
  },
  // https://github.com/grafana/helm-charts/tree/main/charts/grafana
  grafana: {
    keys: words(`
      admin adminPassword adminUser affinity alerting annotations assertNoLeakedSecrets
      automountServiceAccountToken autoscaling command configMapHashAnnotations containerSecurityContext
      createConfigmap dashboardProviders dashboards dashboardsConfigMaps datasources
      deploymentStrategy dnsConfig dnsPolicy downloadDashboards downloadDashboardsImage
      enableKubeBackwardCompatibility enableServiceLinks env envFromConfigMaps envFromSecret
      envFromSecrets envRenderSecret envValueFrom extraConfigmapMounts extraContainerVolumes
      extraContainers extraEmptyDirMounts extraExposePorts extraInitContainers extraLabels
      extraObjects extraSecretMounts extraVolumeMounts extraVolumes gossipPortName grafana.ini
      headlessService hostAliases hostUsers image imageRenderer ingress initChownData labels ldap
      lifecycleHooks livenessProbe networkPolicy nodeSelector notifiers persistence plugins
      podAnnotations podDisruptionBudget podLabels podPortName priorityClassName rbac readinessProbe
      replicas resources revisionHistoryLimit route schedulerName securityContext service
      serviceAccount serviceMonitor shareProcessNamespace sidecar smtp terminationGracePeriodSeconds
      testFramework tolerations topologySpreadConstraints useStatefulSet`),
  },
  // https://github.com/kubernetes/ingress-nginx/tree/main/charts/ingress-nginx
  'ingress-nginx': {
    keys: words(`
      commonLabels controller defaultBackend dhParam imagePullSecrets podSecurityPolicy
      portNamePrefix rbac revisionHistoryLimit serviceAccount tcp udp`),
  },
  // https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack
  'kube-prometheus-stack': {
    keys: words(`
      additionalPrometheusRules additionalPrometheusRulesMap alertmanager
      cleanPrometheusOperatorObjectNames commonLabels coreDns crds customRules defaultRules
      extraManifests grafana kube-state-metrics kubeApiServer kubeControllerManager kubeDns kubeEtcd
      kubeProxy kubeScheduler kubeStateMetrics kubeTargetVersionOverride kubeVersionOverride kubelet
      kubernetesServiceMonitors nodeExporter prometheus prometheus-node-exporter
      prometheus-windows-exporter prometheusOperator thanosRuler windowsMonitoring`),
  },
  // https://github.com/kubernetes-sigs/metrics-server/tree/master/charts/metrics-server
  'metrics-server': {
    keys: words(`
      addonResizer affinity apiService args commonLabels containerPort defaultArgs
      deploymentAnnotations dnsConfig extraVolumeMounts extraVolumes hostNetwork hostUsers image
      imagePullSecrets livenessProbe metrics nodeSelector podAnnotations podDisruptionBudget
      podLabels podSecurityContext priorityClassName rbac readinessProbe replicas resources
      revisionHistoryLimit schedulerName securityContext service serviceAccount serviceMonitor tls
      tmpVolume tolerations topologySpreadConstraints updateStrategy`),
    complete: ['3.9.0', '3.13.1'],
  },
  // https://github.com/backube/volsync/tree/main/helm/volsync
  volsync: {
    keys: words(`
      affinity image imagePullSecrets manageCRDs metrics nodeSelector podAnnotations
      podSecurityContext rclone replicaCount resources restic rsync rsync-tls securityContext
      serviceAccount syncthing tolerations`),
  },
};

/**
 * The top-level keys of a release's values that its chart doesn't read. Helm takes any key without a
 * word, unless the chart has a schema that refuses it. Of a chart or version whose keys aren't all
 * known only what can't be meant otherwise is told.
 */
export function unreadValues({ chart, version, values }: HelmRelease): readonly UnusedValue[] {
  const chartKeys = own(CHARTS, chart.text);
  const major = parseVersion(version?.text ?? '')?.numbers[0] ?? Number.POSITIVE_INFINITY;
  if (!chartKeys || major < (chartKeys.since ?? 0)) return [];
  const known = new Set([...EVERY_CHART, ...chartKeys.keys]);
  const isComplete = isWithin(version?.text ?? '', chartKeys.complete);
  const aliased = aliasedOrigins(values);
  return [...values.entries.values()].flatMap(({ key, value }) => {
    // Users keep anchors under keys of their own.
    const isAnchor = aliased.has(originKey(value.origin)) || /^(?:x-|[_.])/.test(key.text);
    if (known.has(key.text) || isAnchor) return [];
    const belongsInto =
      AFFINITY.includes(key.text) && known.has('affinity') ? 'affinity' : undefined;
    const slip = slipOf(key.text, known);
    if (slip === undefined && belongsInto === undefined && !isComplete) return [];
    return [
      { key, meant: slip ?? (isComplete ? nearest(key.text, known) : undefined), belongsInto },
    ];
  });
}

function isWithin(text: string, range: RootKeys['complete']): boolean {
  const version = parseVersion(text);
  const [from, to] = (range ?? []).map(parseVersion);
  if (!version || !from || !to) return false;
  return compareVersions(version, from) >= 0 && compareVersions(version, to) <= 0;
}
