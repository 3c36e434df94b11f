/** A field of the v1alpha1 document that a version deprecates; `value` when only that value is. */
export interface DeprecatedField {
  readonly path: readonly string[];
  readonly value?: string;
  /** The minor version that deprecates it. */
  readonly since: number;
  readonly instead: string;
}

const field = (path: string, since: number, instead: string, value?: string): DeprecatedField => ({
  path: path.split('.'),
  since,
  instead,
  ...(value !== undefined && { value }),
});

const LINKS = 'LinkConfig, BondConfig, BridgeConfig, VLANConfig, DHCPv4Config, Layer2VIPConfig';

/**
 * Deprecated fields that Talos still accepts, with what replaces them. The most specific ones first:
 * a field below one that is reported already is not reported again.
 *
 * @see https://github.com/siderolabs/talos/blob/main/pkg/machinery/config/types/v1alpha1/v1alpha1_types.go
 */
export const DEPRECATED_FIELDS: readonly DeprecatedField[] = [
  field('persist', 10, 'nothing: it is always on'),
  field('machine.type', 10, 'worker', 'join'),
  field('cluster.allowSchedulingOnMasters', 10, 'cluster.allowSchedulingOnControlPlanes'),
  field('cluster.etcd.subnet', 10, 'cluster.etcd.advertisedSubnets'),
  field('machine.install.bootloader', 10, 'nothing: it has no effect'),
  field('machine.install.extensions', 10, 'an Image Factory installer image'),
  field('machine.disks', 10, 'UserVolumeConfig'),
  field('machine.systemDiskEncryption', 11, 'VolumeConfig'),
  field('machine.network.hostname', 12, 'HostnameConfig'),
  field('machine.network.interfaces', 12, LINKS),
  field('machine.network.nameservers', 12, 'ResolverConfig'),
  field('machine.network.searchDomains', 12, 'ResolverConfig'),
  field('machine.network.disableSearchDomain', 12, 'ResolverConfig'),
  field('machine.network.extraHostEntries', 12, 'StaticHostConfig'),
  field('machine.time', 12, 'TimeSyncConfig'),
  field('machine.registries', 12, 'RegistryMirrorConfig, RegistryAuthConfig, RegistryTLSConfig'),
  field('machine.install.extraKernelArgs', 12, 'extraKernelArgs of the Image Factory schematic'),
  field('machine.features.stableHostname', 12, 'HostnameConfig with auto: stable'),
  field('machine.features.rbac', 12, 'nothing: it is always on'),
  field('machine.features.apidCheckExtKeyUsage', 12, 'nothing: it is always on'),
  field('cluster.apiServer.disablePodSecurityPolicy', 12, 'nothing: it is always on'),
  field('machine.network.kubespan', 13, 'KubeSpanConfig'),
  field('machine.env', 13, 'EnvironmentConfig'),
  field('machine.kubelet.extraMounts', 14, 'nothing yet'),
  field('machine.install', 14, 'UnattendedInstall'),
  field('machine.files', 14, 'EtcFileConfig'),
  field('machine.sysctls', 14, 'SysctlConfig'),
  field('machine.udev', 14, 'UdevRulesConfig'),
  field('machine.kernel', 14, 'KernelModuleConfig'),
  field('machine.nodeLabels', 14, 'KubeNodeConfig'),
  field('machine.nodeAnnotations', 14, 'KubeNodeConfig'),
  field('machine.nodeTaints', 14, 'KubeNodeConfig'),
];
