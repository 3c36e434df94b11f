/**
 * The keys that the chart's schema allows in its closed parts, over all releases from 4.0 to 5.3.
 *
 * @see https://github.com/bjw-s-labs/helm-charts/tree/main/charts/library/common/schemas
 */
const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const ITEM = words('enabled annotations labels forceRename prefix suffix');

export const POD_KEYS = words(`
  affinity annotations automountServiceAccountToken dnsConfig dnsPolicy enableServiceLinks
  hostAliases hostIPC hostNetwork hostPID hostUsers hostname imagePullSecrets labels nodeSelector
  priorityClassName resources resourceClaims resizePolicy restartPolicy runtimeClassName
  schedulerName schedulingGates securityContext shareProcessNamespace
  terminationGracePeriodSeconds tolerations topologySpreadConstraints`);

export const CONTAINER_KEYS = words(`
  enabled args command dependsOn env envFrom image lifecycle nameOverride ports probes resources
  restartPolicy securityContext stdin terminationMessagePath terminationMessagePolicy tty
  workingDir`);

export const CONTROLLER_KEYS = [
  ...ITEM,
  ...words(`
  type pod replicas revisionHistoryLimit applyDefaultContainerOptionsToInitContainers
  defaultContainerOptionsStrategy defaultContainerOptions defaultPodOptionsStrategy initContainers
  containers serviceAccount podDisruptionBudget strategy rollingUpdate horizontalPodAutoscaler
  statefulset cronjob job extraSelectorLabels`),
];

export const SERVICE_KEYS = [
  ...ITEM,
  ...words(`
  type clusterIP externalName loadBalancerIP loadBalancerSourceRanges loadBalancerClass
  internalTrafficPolicy externalTrafficPolicy allocateLoadBalancerNodePorts sessionAffinity
  sessionAffinityConfig externalIPs publishNotReadyAddresses ipFamilyPolicy ipFamilies
  trafficDistribution controller primary extraSelectorLabels ports`),
];

export const PORT_KEYS = words(
  'enabled primary port portRange protocol targetPort nodePort appProtocol',
);

export const ROUTE_KEYS = [
  ...ITEM,
  ...words('namespaceOverride referenceGrant hostnames kind parentRefs rules'),
];

export const PARENT_KEYS = words('group kind namespace name identifier sectionName port');

export const RULE_KEYS = words('name backendRefs matches filters sessionPersistence timeouts');

export const BACKEND_KEYS = words('group kind namespace name identifier port weight filters');

export const INGRESS_KEYS = [...ITEM, ...words('className defaultBackend hosts tls')];

export const PERSISTENCE_KEYS = [
  ...ITEM,
  ...words(`
  type accessMode dataSource dataSourceRef retain size storageClass volumeName existingClaim name
  identifier defaultMode items externalSecretRef path server medium sizeLimit hostPath hostPathType
  image pullPolicy volumeSpec globalMounts advancedMounts optional readOnly`),
];

export const MOUNT_KEYS = words('path readOnly subPath subPathExpr mountPropagation');
