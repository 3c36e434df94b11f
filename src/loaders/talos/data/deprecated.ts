/** A field of the v1alpha1 document that a version deprecates; `value` when only that value is. */
export interface DeprecatedField {
  readonly path: readonly string[];
  readonly value?: string;
  /** The minor version that deprecates it. */
  readonly since: number;
  /** What to write instead, or why nothing; undefined where there is nothing yet. */
  readonly instead: string | undefined;
}

const field = (
  path: string,
  since: number,
  instead: string | undefined,
  value?: string,
): DeprecatedField => ({
  path: path.split('.'),
  since,
  instead,
  ...(value !== undefined && { value }),
});

const LINKS = 'a LinkConfig, BondConfig, BridgeConfig, VLANConfig, DHCPv4Config or Layer2VIPConfig';

/**
 * Deprecated fields that Talos still accepts, with what replaces them. The most specific ones first:
 * a field below one that is reported already is not reported again.
 *
 * @see https://github.com/siderolabs/talos/blob/main/pkg/machinery/config/types/v1alpha1/v1alpha1_types.go
 */
export const DEPRECATED_FIELDS: readonly DeprecatedField[] = [
  field('persist', 10, 'nothing: it is always on'),
  field('machine.type', 10, '`type: worker`', 'join'),
  field('cluster.allowSchedulingOnMasters', 10, '`cluster.allowSchedulingOnControlPlanes`'),
  field('cluster.etcd.subnet', 10, '`cluster.etcd.advertisedSubnets`'),
  field('machine.install.bootloader', 10, 'nothing: it has no effect'),
  field('machine.install.extensions', 10, 'an Image Factory installer image'),
  field('machine.disks', 10, 'a UserVolumeConfig'),
  field('machine.systemDiskEncryption', 11, 'a VolumeConfig'),
  field('machine.network.hostname', 12, 'a HostnameConfig'),
  field('machine.network.interfaces', 12, LINKS),
  field('machine.network.nameservers', 12, 'a ResolverConfig'),
  field('machine.network.searchDomains', 12, 'a ResolverConfig'),
  field('machine.network.disableSearchDomain', 12, 'a ResolverConfig'),
  field('machine.network.extraHostEntries', 12, 'a StaticHostConfig'),
  field('machine.time', 12, 'a TimeSyncConfig'),
  field(
    'machine.registries',
    12,
    'a RegistryMirrorConfig, RegistryAuthConfig or RegistryTLSConfig',
  ),
  field(
    'machine.install.extraKernelArgs',
    12,
    'the `extraKernelArgs` of the Image Factory schematic',
  ),
  field('machine.features.stableHostname', 12, 'a HostnameConfig with `auto: stable`'),
  field('machine.features.rbac', 12, 'nothing: it is always on'),
  field('machine.features.apidCheckExtKeyUsage', 12, 'nothing: it is always on'),
  field('cluster.apiServer.disablePodSecurityPolicy', 12, 'nothing: it is always on'),
  field('machine.network.kubespan', 13, 'a KubeSpanConfig'),
  field('machine.env', 13, 'an EnvironmentConfig'),
  field('machine.kubelet.extraMounts', 14, undefined),
  field('machine.install', 14, 'an UnattendedInstall'),
  field('machine.files', 14, 'an EtcFileConfig'),
  field('machine.sysctls', 14, 'a SysctlConfig'),
  field('machine.udev', 14, 'a UdevRulesConfig'),
  field('machine.kernel', 14, 'a KernelModuleConfig'),
  field('machine.nodeLabels', 14, 'a KubeNodeConfig'),
  field('machine.nodeAnnotations', 14, 'a KubeNodeConfig'),
  field('machine.nodeTaints', 14, 'a KubeNodeConfig'),
];
