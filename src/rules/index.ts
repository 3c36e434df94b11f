// Made by `npm run generate` from the files in the folders beside it.
import { appsetPerCategory as argocdAppsetPerCategory } from './argocd/appset-per-category.ts';
import { autoscaled as argocdAutoscaled } from './argocd/autoscaled.ts';
import { emptyGenerator as argocdEmptyGenerator } from './argocd/empty-generator.ts';
import { excluded as argocdExcluded } from './argocd/excluded.ts';
import { exclusive as argocdExclusive } from './argocd/exclusive.ts';
import { finalizer as argocdFinalizer } from './argocd/finalizer.ts';
import { helmDisabled as argocdHelmDisabled } from './argocd/helm-disabled.ts';
import { loadRestrictor as argocdLoadRestrictor } from './argocd/load-restrictor.ts';
import { missingkey as argocdMissingkey } from './argocd/missingkey.ts';
import { project as argocdProject } from './argocd/project.ts';
import { repoMismatch as argocdRepoMismatch } from './argocd/repo-mismatch.ts';
import { serverSideApply as argocdServerSideApply } from './argocd/server-side-apply.ts';
import { sourcePath as argocdSourcePath } from './argocd/source-path.ts';
import { substitution as argocdSubstitution } from './argocd/substitution.ts';
import { syncPolicy as argocdSyncPolicy } from './argocd/sync-policy.ts';
import { templateError as argocdTemplateError } from './argocd/template-error.ts';
import { words as argocdWords } from './argocd/words.ts';
import { annotationName as dnsAnnotationName } from './dns/annotation-name.ts';
import { conflict as dnsConflict } from './dns/conflict.ts';
import { controller as dnsController } from './dns/controller.ts';
import { domain as dnsDomain } from './dns/domain.ts';
import { k8sGateway as dnsK8sGateway } from './dns/k8s-gateway.ts';
import { label as dnsLabel } from './dns/label.ts';
import { labelValue as dnsLabelValue } from './dns/label-value.ts';
import { noTarget as dnsNoTarget } from './dns/no-target.ts';
import { proxied as dnsProxied } from './dns/proxied.ts';
import { target as dnsTarget } from './dns/target.ts';
import { targetRecord as dnsTargetRecord } from './dns/target-record.ts';
import { address as gatewayAddress } from './gateway/address.ts';
import { audience as gatewayAudience } from './gateway/audience.ts';
import { backend as gatewayBackend } from './gateway/backend.ts';
import { certificatesOff as gatewayCertificatesOff } from './gateway/certificates-off.ts';
import { gatewayClass as gatewayClass } from './gateway/class.ts';
import { crds as gatewayCrds } from './gateway/crds.ts';
import { defaultPort as gatewayDefaultPort } from './gateway/default-port.ts';
import { externalPath as gatewayExternalPath } from './gateway/external-path.ts';
import { hostname as gatewayHostname } from './gateway/hostname.ts';
import { hostnameConflict as gatewayHostnameConflict } from './gateway/hostname-conflict.ts';
import { legacyIngress as gatewayLegacyIngress } from './gateway/legacy-ingress.ts';
import { listener as gatewayListener } from './gateway/listener.ts';
import { middleware as gatewayMiddleware } from './gateway/middleware.ts';
import { missingHostname as gatewayMissingHostname } from './gateway/missing-hostname.ts';
import { missingSection as gatewayMissingSection } from './gateway/missing-section.ts';
import { noBackend as gatewayNoBackend } from './gateway/no-backend.ts';
import { notAllowed as gatewayNotAllowed } from './gateway/not-allowed.ts';
import { policyTarget as gatewayPolicyTarget } from './gateway/policy-target.ts';
import { redirect as gatewayRedirect } from './gateway/redirect.ts';
import { routeInvalid as gatewayRouteInvalid } from './gateway/route-invalid.ts';
import { snippet as gatewaySnippet } from './gateway/snippet.ts';
import { solver as gatewaySolver } from './gateway/solver.ts';
import { traefikMatch as gatewayTraefikMatch } from './gateway/traefik-match.ts';
import { unknownParent as gatewayUnknownParent } from './gateway/unknown-parent.ts';
import { unknownSection as gatewayUnknownSection } from './gateway/unknown-section.ts';
import { vpnPath as gatewayVpnPath } from './gateway/vpn-path.ts';
import { chartVersion as helmChartVersion } from './helm/chart-version.ts';
import { crds as helmCrds } from './helm/crds.ts';
import { duplicateRelease as helmDuplicateRelease } from './helm/duplicate-release.ts';
import { movedObjects as helmMovedObjects } from './helm/moved-objects.ts';
import { releaseNamespace as helmReleaseNamespace } from './helm/release-namespace.ts';
import { render as helmRender } from './helm/render.ts';
import { unknownChart as helmUnknownChart } from './helm/unknown-chart.ts';
import { unknownValue as helmUnknownValue } from './helm/unknown-value.ts';
import { unpinnedChart as helmUnpinnedChart } from './helm/unpinned-chart.ts';
import { unusedValues as helmUnusedValues } from './helm/unused-values.ts';
import { valueType as helmValueType } from './helm/value-type.ts';
import { valuesSchema as helmValuesSchema } from './helm/values-schema.ts';
import { versionDrift as helmVersionDrift } from './helm/version-drift.ts';
import { noApplications as internalNoApplications } from './internal/no-applications.ts';
import { ruleCrashed as internalRuleCrashed } from './internal/rule-crashed.ts';
import { tooLarge as internalTooLarge } from './internal/too-large.ts';
import { unreadable as internalUnreadable } from './internal/unreadable.ts';
import { deprecatedField as kustomizeDeprecatedField } from './kustomize/deprecated-field.ts';
import { foldedItem as kustomizeFoldedItem } from './kustomize/folded-item.ts';
import { hashedName as kustomizeHashedName } from './kustomize/hashed-name.ts';
import { invalid as kustomizeInvalid } from './kustomize/invalid.ts';
import { missingFile as kustomizeMissingFile } from './kustomize/missing-file.ts';
import { remoteResource as kustomizeRemoteResource } from './kustomize/remote-resource.ts';
import { annotationMisplaced as loadbalancerAnnotationMisplaced } from './loadbalancer/annotation-misplaced.ts';
import { annotationName as loadbalancerAnnotationName } from './loadbalancer/annotation-name.ts';
import { announcement as loadbalancerAnnouncement } from './loadbalancer/announcement.ts';
import { deprecatedField as loadbalancerDeprecatedField } from './loadbalancer/deprecated-field.ts';
import { invalidIp as loadbalancerInvalidIp } from './loadbalancer/invalid-ip.ts';
import { ipConflict as loadbalancerIpConflict } from './loadbalancer/ip-conflict.ts';
import { ipInPool as loadbalancerIpInPool } from './loadbalancer/ip-in-pool.ts';
import { ipReserved as loadbalancerIpReserved } from './loadbalancer/ip-reserved.ts';
import { metallb as loadbalancerMetallb } from './loadbalancer/metallb.ts';
import { mode as loadbalancerMode } from './loadbalancer/mode.ts';
import { pool as loadbalancerPool } from './loadbalancer/pool.ts';
import { trafficPolicy as loadbalancerTrafficPolicy } from './loadbalancer/traffic-policy.ts';
import { unpinned as loadbalancerUnpinned } from './loadbalancer/unpinned.ts';
import { coveredTwice as placementCoveredTwice } from './placement/covered-twice.ts';
import { duplicateObject as placementDuplicateObject } from './placement/duplicate-object.ts';
import { missingApp as placementMissingApp } from './placement/missing-app.ts';
import { name as placementName } from './placement/name.ts';
import { namespaceMismatch as placementNamespaceMismatch } from './placement/namespace-mismatch.ts';
import { namespaceUndeclared as placementNamespaceUndeclared } from './placement/namespace-undeclared.ts';
import { notDeployable as placementNotDeployable } from './placement/not-deployable.ts';
import { uncoveredApp as placementUncoveredApp } from './placement/uncovered-app.ts';
import { unknownCategory as placementUnknownCategory } from './placement/unknown-category.ts';
import { unreferencedFile as placementUnreferencedFile } from './placement/unreferenced-file.ts';
import { wrongCategory as placementWrongCategory } from './placement/wrong-category.ts';
import { imageVersion as policyImageVersion } from './policy/image-version.ts';
import { namespace as policyNamespace } from './policy/namespace.ts';
import { requirement as policyRequirement } from './policy/requirement.ts';
import { source as policySource } from './policy/source.ts';
import { unmatched as policyUnmatched } from './policy/unmatched.ts';
import { weakened as policyWeakened } from './policy/weakened.ts';
import { admission as schemaAdmission } from './schema/admission.ts';
import { deprecatedApi as schemaDeprecatedApi } from './schema/deprecated-api.ts';
import { duration as schemaDuration } from './schema/duration.ts';
import { format as schemaFormat } from './schema/format.ts';
import { invalid as schemaInvalid } from './schema/invalid.ts';
import { labelValue as schemaLabelValue } from './schema/label-value.ts';
import { hiddenKey as secretsHiddenKey } from './secrets/hidden-key.ts';
import { missingSecret as secretsMissingSecret } from './secrets/missing-secret.ts';
import { notEncrypted as secretsNotEncrypted } from './secrets/not-encrypted.ts';
import { plainSecret as secretsPlainSecret } from './secrets/plain-secret.ts';
import { sealedScope as secretsSealedScope } from './secrets/sealed-scope.ts';
import { sopsRule as secretsSopsRule } from './secrets/sops-rule.ts';
import { storeNamespace as secretsStoreNamespace } from './secrets/store-namespace.ts';
import { typeKeys as secretsTypeKeys } from './secrets/type-keys.ts';
import { unknownIssuer as secretsUnknownIssuer } from './secrets/unknown-issuer.ts';
import { unknownStore as secretsUnknownStore } from './secrets/unknown-store.ts';
import { unusedSecret as secretsUnusedSecret } from './secrets/unused-secret.ts';
import { alertReceiver as serviceAlertReceiver } from './service/alert-receiver.ts';
import { host as serviceHost } from './service/host.ts';
import { monitor as serviceMonitor } from './service/monitor.ts';
import { monitorTarget as serviceMonitorTarget } from './service/monitor-target.ts';
import { ports as servicePorts } from './service/ports.ts';
import { selector as serviceSelector } from './service/selector.ts';
import { targetPort as serviceTargetPort } from './service/target-port.ts';
import { accessMode as storageAccessMode } from './storage/access-mode.ts';
import { archive as storageArchive } from './storage/archive.ts';
import { backup as storageBackup } from './storage/backup.ts';
import { capacity as storageCapacity } from './storage/capacity.ts';
import { ceph as storageCeph } from './storage/ceph.ts';
import { claim as storageClaim } from './storage/claim.ts';
import { classChoice as storageClassChoice } from './storage/class-choice.ts';
import { dataSource as storageDataSource } from './storage/data-source.ts';
import { database as storageDatabase } from './storage/database.ts';
import { defaultClass as storageDefaultClass } from './storage/default-class.ts';
import { hostPath as storageHostPath } from './storage/host-path.ts';
import { missingClaim as storageMissingClaim } from './storage/missing-claim.ts';
import { mountConflict as storageMountConflict } from './storage/mount-conflict.ts';
import { multiAttach as storageMultiAttach } from './storage/multi-attach.ts';
import { nfs as storageNfs } from './storage/nfs.ts';
import { noClass as storageNoClass } from './storage/no-class.ts';
import { retention as storageRetention } from './storage/retention.ts';
import { snapshotClass as storageSnapshotClass } from './storage/snapshot-class.ts';
import { unknownClass as storageUnknownClass } from './storage/unknown-class.ts';
import { unusedClaim as storageUnusedClaim } from './storage/unused-claim.ts';
import { expired as suppressionExpired } from './suppression/expired.ts';
import { invalid as suppressionInvalid } from './suppression/invalid.ts';
import { noReason as suppressionNoReason } from './suppression/no-reason.ts';
import { staleBaseline as suppressionStaleBaseline } from './suppression/stale-baseline.ts';
import { unknownRule as suppressionUnknownRule } from './suppression/unknown-rule.ts';
import { unused as suppressionUnused } from './suppression/unused.ts';
import { address as talosAddress } from './talos/address.ts';
import { capabilities as talosCapabilities } from './talos/capabilities.ts';
import { cni as talosCni } from './talos/cni.ts';
import { deprecated as talosDeprecated } from './talos/deprecated.ts';
import { dns as talosDns } from './talos/dns.ts';
import { duplicateNode as talosDuplicateNode } from './talos/duplicate-node.ts';
import { extension as talosExtension } from './talos/extension.ts';
import { files as talosFiles } from './talos/files.ts';
import { invalidPatch as talosInvalidPatch } from './talos/invalid-patch.ts';
import { kubernetesVersion as talosKubernetesVersion } from './talos/kubernetes-version.ts';
import { machines as talosMachines } from './talos/machines.ts';
import { mounts as talosMounts } from './talos/mounts.ts';
import { plainSecret as talosPlainSecret } from './talos/plain-secret.ts';
import { recipe as talosRecipe } from './talos/recipe.ts';
import { schematic as talosSchematic } from './talos/schematic.ts';
import { support as talosSupport } from './talos/support.ts';
import { version as talosVersion } from './talos/version.ts';
import { argument as workloadArgument } from './workload/argument.ts';
import { configMap as workloadConfigMap } from './workload/config-map.ts';
import { imageTag as workloadImageTag } from './workload/image-tag.ts';
import { node as workloadNode } from './workload/node.ts';
import { podSecurity as workloadPodSecurity } from './workload/pod-security.ts';
import { policyPort as workloadPolicyPort } from './workload/policy-port.ts';
import { probePort as workloadProbePort } from './workload/probe-port.ts';
import { resources as workloadResources } from './workload/resources.ts';
import { restartPolicy as workloadRestartPolicy } from './workload/restart-policy.ts';
import { roleBinding as workloadRoleBinding } from './workload/role-binding.ts';
import { selectorLabels as workloadSelectorLabels } from './workload/selector-labels.ts';
import { serviceAccount as workloadServiceAccount } from './workload/service-account.ts';
import { syncOrder as workloadSyncOrder } from './workload/sync-order.ts';
import { unreadVariable as workloadUnreadVariable } from './workload/unread-variable.ts';
import { volumes as workloadVolumes } from './workload/volumes.ts';
import { embedded as yamlEmbedded } from './yaml/embedded.ts';
import { syntax as yamlSyntax } from './yaml/syntax.ts';
import type { Rule } from './rule.ts';

/** All rules, in order of id. */
export const rules: readonly Rule[] = [
  argocdAppsetPerCategory,
  argocdAutoscaled,
  argocdEmptyGenerator,
  argocdExcluded,
  argocdExclusive,
  argocdFinalizer,
  argocdHelmDisabled,
  argocdLoadRestrictor,
  argocdMissingkey,
  argocdProject,
  argocdRepoMismatch,
  argocdServerSideApply,
  argocdSourcePath,
  argocdSubstitution,
  argocdSyncPolicy,
  argocdTemplateError,
  argocdWords,
  dnsAnnotationName,
  dnsConflict,
  dnsController,
  dnsDomain,
  dnsK8sGateway,
  dnsLabel,
  dnsLabelValue,
  dnsNoTarget,
  dnsProxied,
  dnsTarget,
  dnsTargetRecord,
  gatewayAddress,
  gatewayAudience,
  gatewayBackend,
  gatewayCertificatesOff,
  gatewayClass,
  gatewayCrds,
  gatewayDefaultPort,
  gatewayExternalPath,
  gatewayHostname,
  gatewayHostnameConflict,
  gatewayLegacyIngress,
  gatewayListener,
  gatewayMiddleware,
  gatewayMissingHostname,
  gatewayMissingSection,
  gatewayNoBackend,
  gatewayNotAllowed,
  gatewayPolicyTarget,
  gatewayRedirect,
  gatewayRouteInvalid,
  gatewaySnippet,
  gatewaySolver,
  gatewayTraefikMatch,
  gatewayUnknownParent,
  gatewayUnknownSection,
  gatewayVpnPath,
  helmChartVersion,
  helmCrds,
  helmDuplicateRelease,
  helmMovedObjects,
  helmReleaseNamespace,
  helmRender,
  helmUnknownChart,
  helmUnknownValue,
  helmUnpinnedChart,
  helmUnusedValues,
  helmValueType,
  helmValuesSchema,
  helmVersionDrift,
  internalNoApplications,
  internalRuleCrashed,
  internalTooLarge,
  internalUnreadable,
  kustomizeDeprecatedField,
  kustomizeFoldedItem,
  kustomizeHashedName,
  kustomizeInvalid,
  kustomizeMissingFile,
  kustomizeRemoteResource,
  loadbalancerAnnotationMisplaced,
  loadbalancerAnnotationName,
  loadbalancerAnnouncement,
  loadbalancerDeprecatedField,
  loadbalancerInvalidIp,
  loadbalancerIpConflict,
  loadbalancerIpInPool,
  loadbalancerIpReserved,
  loadbalancerMetallb,
  loadbalancerMode,
  loadbalancerPool,
  loadbalancerTrafficPolicy,
  loadbalancerUnpinned,
  placementCoveredTwice,
  placementDuplicateObject,
  placementMissingApp,
  placementName,
  placementNamespaceMismatch,
  placementNamespaceUndeclared,
  placementNotDeployable,
  placementUncoveredApp,
  placementUnknownCategory,
  placementUnreferencedFile,
  placementWrongCategory,
  policyImageVersion,
  policyNamespace,
  policyRequirement,
  policySource,
  policyUnmatched,
  policyWeakened,
  schemaAdmission,
  schemaDeprecatedApi,
  schemaDuration,
  schemaFormat,
  schemaInvalid,
  schemaLabelValue,
  secretsHiddenKey,
  secretsMissingSecret,
  secretsNotEncrypted,
  secretsPlainSecret,
  secretsSealedScope,
  secretsSopsRule,
  secretsStoreNamespace,
  secretsTypeKeys,
  secretsUnknownIssuer,
  secretsUnknownStore,
  secretsUnusedSecret,
  serviceAlertReceiver,
  serviceHost,
  serviceMonitor,
  serviceMonitorTarget,
  servicePorts,
  serviceSelector,
  serviceTargetPort,
  storageAccessMode,
  storageArchive,
  storageBackup,
  storageCapacity,
  storageCeph,
  storageClaim,
  storageClassChoice,
  storageDataSource,
  storageDatabase,
  storageDefaultClass,
  storageHostPath,
  storageMissingClaim,
  storageMountConflict,
  storageMultiAttach,
  storageNfs,
  storageNoClass,
  storageRetention,
  storageSnapshotClass,
  storageUnknownClass,
  storageUnusedClaim,
  suppressionExpired,
  suppressionInvalid,
  suppressionNoReason,
  suppressionStaleBaseline,
  suppressionUnknownRule,
  suppressionUnused,
  talosAddress,
  talosCapabilities,
  talosCni,
  talosDeprecated,
  talosDns,
  talosDuplicateNode,
  talosExtension,
  talosFiles,
  talosInvalidPatch,
  talosKubernetesVersion,
  talosMachines,
  talosMounts,
  talosPlainSecret,
  talosRecipe,
  talosSchematic,
  talosSupport,
  talosVersion,
  workloadArgument,
  workloadConfigMap,
  workloadImageTag,
  workloadNode,
  workloadPodSecurity,
  workloadPolicyPort,
  workloadProbePort,
  workloadResources,
  workloadRestartPolicy,
  workloadRoleBinding,
  workloadSelectorLabels,
  workloadServiceAccount,
  workloadSyncOrder,
  workloadUnreadVariable,
  workloadVolumes,
  yamlEmbedded,
  yamlSyntax,
];
