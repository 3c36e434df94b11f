/** Fields of a kind that are durations of Go, a `*` being any item of a list. */
export interface DurationFields {
  readonly group: string;
  readonly kind: string;
  readonly paths: readonly (readonly string[])[];
}

const fields = (group: string, kind: string, ...paths: readonly string[]): DurationFields => ({
  group,
  kind,
  paths: paths.map(path => path.split('.')),
});

const TOOLKIT = ['spec.interval', 'spec.retryInterval', 'spec.timeout'];

/**
 * Kinds whose fields are `metav1.Duration`, which Go reads and which knows no days, or that have a pattern of the
 * same: what the API server takes as a text, the controller can't read.
 *
 * @see https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/apis/meta/v1/duration.go
 */
export const DURATIONS: readonly DurationFields[] = [
  // https://github.com/cert-manager/cert-manager/blob/v1.20.0/pkg/apis/certmanager/v1/types_certificate.go
  fields('cert-manager.io', 'Certificate', 'spec.duration', 'spec.renewBefore'),
  // https://github.com/external-secrets/external-secrets/tree/v2.0.0/apis/externalsecrets
  fields('external-secrets.io', 'ExternalSecret', 'spec.refreshInterval'),
  fields('external-secrets.io', 'PushSecret', 'spec.refreshInterval'),
  fields(
    'external-secrets.io',
    'ClusterExternalSecret',
    'spec.refreshTime',
    'spec.externalSecretSpec.refreshInterval',
  ),
  // https://github.com/vmware-tanzu/velero/blob/v1.18.0/pkg/apis/velero/v1/backup_types.go
  fields('velero.io', 'Backup', 'spec.ttl', 'spec.csiSnapshotTimeout', 'spec.itemOperationTimeout'),
  fields(
    'velero.io',
    'Schedule',
    'spec.template.ttl',
    'spec.template.csiSnapshotTimeout',
    'spec.template.itemOperationTimeout',
  ),
  // https://github.com/metallb/metallb/blob/v0.15.0/api/v1beta2/bgppeer_types.go
  fields('metallb.io', 'BGPPeer', 'spec.holdTime', 'spec.keepaliveTime'),
  // https://github.com/fluxcd/source-controller/tree/v1.7.0/api/v1
  fields('source.toolkit.fluxcd.io', 'GitRepository', ...TOOLKIT),
  fields('source.toolkit.fluxcd.io', 'HelmRepository', ...TOOLKIT),
  fields('source.toolkit.fluxcd.io', 'OCIRepository', ...TOOLKIT),
  fields('kustomize.toolkit.fluxcd.io', 'Kustomization', ...TOOLKIT),
  fields('helm.toolkit.fluxcd.io', 'HelmRelease', ...TOOLKIT),
  // https://github.com/kubernetes-sigs/gateway-api/blob/v1.4.0/apis/v1/shared_types.go (Duration)
  fields(
    'gateway.networking.k8s.io',
    'HTTPRoute',
    'spec.rules.*.timeouts.request',
    'spec.rules.*.timeouts.backendRequest',
  ),
];
