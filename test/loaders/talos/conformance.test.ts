import { describe, expect, it } from 'vitest';
import { refusalsOf } from './support.ts';

/**
 * Patches of a generated control plane, with what Talos 1.12.4 itself answers when it loads and
 * applies them (pkg/machinery/config/configpatcher). `|` stands for a line break.
 */
const ACCEPTED: readonly string[] = [
  'machine: {kubelet: {nodeIP: {validSubnets: [10.0.0.0/8]}}}',
  'machine: {install: {wipe: yes}}',
  'machine: {install: {wipe: on}}',
  'machine: {install: {diskSelector: {size: "<= 130GB", type: ssd}}}',
  'machine: {registries: {mirrors: {docker.io: {endpoints: [https://a], overridePath: true}}}}',
  'machine: {registries: {config: {a.b: {auth: {username: a}, tls: {insecureSkipVerify: true}}}}}',
  'machine: {pods: [{apiVersion: v1, kind: Pod, x: 1}]}',
  'machine: {baseRuntimeSpecOverrides: {process: {rlimits: []}}}',
  'machine: {udev: {rules: [a]}}',
  'machine: {logging: {destinations: [{endpoint: "tcp://a:1", format: json_lines, extraTags: {a: b}}]}}',
  'machine: {kernel: {modules: [{name: a, parameters: [b]}]}}',
  'machine: {seccompProfiles: [{name: a, value: {b: 1}}]}',
  'machine: {nodeLabels: {a: true}}',
  'machine: {nodeTaints: {a: b:NoSchedule}}',
  'machine: {time: {servers: [a], bootTimeout: 2m0s}}',
  'machine: {sysfs: {a.b: c}}',
  'machine: {disks: [{device: /dev/sdb, partitions: [{mountpoint: /var/mnt/a, size: 100GB}]}]}',
  'machine: {disks: [{device: /dev/sdb, partitions: [{mountpoint: /var/mnt/a, size: 100}]}]}',
  'machine: {systemDiskEncryption: {ephemeral: {provider: luks2, keys: [{nodeID: {}, slot: 0}]}}}',
  'machine: {env: {A: 1}}',
  'machine: {controlPlane: {scheduler: {disabled: true}}}',
  'machine: {features: {kubernetesTalosAPIAccess: {enabled: true, allowedRoles: ["os:reader"], allowedKubernetesNamespaces: [a]}}}',
  'machine: {features: {imageCache: {localEnabled: true}}}',
  'machine: {features: {nodeAddressSortAlgorithm: v2}}',
  'machine: {network: {interfaces: [{interface: eth0, bond: {mode: 802.3ad, interfaces: [a], lacpRate: fast}}]}}',
  'machine: {network: {kubespan: {enabled: true, mtu: 1420}}}',
  'machine: {network: {extraHostEntries: [{ip: 1.2.3.4, aliases: [a]}]}}',
  'machine: {}',
  'cluster: {inlineManifests: [{name: a, contents: "b"}]}',
  'cluster: {extraManifests: [https://a/b.yaml], extraManifestHeaders: {a: b}}',
  'cluster: {apiServer: {resources: {requests: {cpu: 1}}, extraVolumes: [{hostPath: /a, mountPath: /b, readonly: true}]}}',
  'cluster: {apiServer: {auditPolicy: {a: 1}, authorizationConfig: [{type: Node, name: a}]}}',
  'cluster: {apiServer: {env: {A: b}, certSANs: [1]}}',
  'cluster: {discovery: {enabled: true, registries: {service: {endpoint: "https://a"}, kubernetes: {disabled: true}}}}',
  'cluster: {etcd: {advertisedSubnets: [10.0.0.0/8], extraArgs: {a: 1}}}',
  'cluster: {coreDNS: {disabled: true, image: a}}',
  'cluster: {scheduler: {config: {a: 1}}, proxy: {mode: ipvs}}',
  'cluster: {adminKubeconfig: {certLifetime: 1h}}',
  'cluster: {controlPlane: {endpoint: "https://a:6443", localAPIServerPort: 6443}}',
  'cluster: {externalCloudProvider: {enabled: true, manifests: [https://a]}}',
  'cluster: {network: {cni: {name: flannel, flannel: {extraArgs: [a]}}}}',
  'cluster: {allowSchedulingOnMasters: true}',
  'debug: true',
  'persist: true',
  'apiVersion: v1alpha1|kind: LinkConfig|name: eth0|addresses: [{address: 10.0.0.1/24}]|routes: [{gateway: 10.0.0.2, destination: 10.1.0.0/16}]|mtu: 1500|up: true',
  'apiVersion: v1alpha1|kind: BondConfig|name: b0|links: [a]|bondMode: 802.3ad|xmitHashPolicy: layer3+4',
  'apiVersion: v1alpha1|kind: ResolverConfig|nameservers: [{address: 1.1.1.1}]|searchDomains: {domains: [a], disableDefault: true}',
  'apiVersion: v1alpha1|kind: TimeSyncConfig|enabled: true|bootTimeout: 2m|ntp: {servers: [a]}',
  'apiVersion: v1alpha1|kind: VolumeConfig|name: EPHEMERAL|provisioning: {diskSelector: {match: system_disk}, minSize: 40GiB, maxSize: 50GiB}|encryption: {provider: luks2, keys: [{slot: 0, tpm: {}}]}',
  'apiVersion: v1alpha1|kind: UserVolumeConfig|name: a|provisioning: {diskSelector: {match: "!system_disk"}, minSize: 1GiB}|filesystem: {type: xfs, projectQuotaSupport: true}',
  'apiVersion: v1alpha1|kind: NetworkRuleConfig|name: a|portSelector: {ports: [50000, "30-40"], protocol: tcp}|ingress: [{subnet: 10.0.0.0/8, except: 10.1.0.0/16}]',
  'apiVersion: v1alpha1|kind: NetworkDefaultActionConfig|ingress: block',
  'apiVersion: v1alpha1|kind: ExtensionServiceConfig|name: a|configFiles: [{content: a, mountPath: /b}]|environment: [A=b]',
  'apiVersion: v1alpha1|kind: WatchdogTimerConfig|device: /dev/watchdog0|timeout: 5m',
  'apiVersion: v1alpha1|kind: KmsgLogConfig|name: a|url: tcp://a:1',
  'apiVersion: v1alpha1|kind: EventSinkConfig|endpoint: "a:1"',
  'apiVersion: v1alpha1|kind: RegistryMirrorConfig|name: docker.io|endpoints: [{url: https://a}]|skipFallback: true',
  'apiVersion: v1alpha1|kind: EthernetConfig|name: eth0|rings: {rx: 16}|features: {tx-x: true}',
  'apiVersion: v1alpha1|kind: StaticHostConfig|name: 10.0.0.1|hostnames: [a]',
  'apiVersion: v1alpha1|kind: ZswapConfig|maxPoolPercent: 20|shrinkerEnabled: true',
  'apiVersion: v1alpha1|kind: OOMConfig|sampleInterval: 1s',
  'apiVersion: v1alpha1|kind: KubeSpanEndpointsConfig|extraAnnouncedEndpoints: ["1.2.3.4:51820"]',
  'apiVersion: v1alpha1|kind: TrustedRootsConfig|name: a|certificates: abc',
  'apiVersion: v1alpha1|kind: LinkAliasConfig|name: net0|selector: {match: \'link.driver == "a"\'}',
  'apiVersion: v1alpha1|kind: WireguardConfig|name: wg0|privateKey: AAAA|peers: [{publicKey: a, endpoint: "1.2.3.4:5", allowedIPs: [10.0.0.0/8]}]',
  'version: v1alpha1|machine: {type: worker}',
  'cluster: {clusterName: 5}',
  'machine: {kubelet: {extraMounts: [{destination: /a, uidMappings: [{containerID: 1, hostID: 2, size: 3}]}]}}',
  'machine: {kubelet: {credentialProviderConfig: {a: 1}, registerWithFQDN: true, skipNodeRegistration: false}}',
  'machine: {sysctls: {a: null}}',
  'machine: {certSANs: null, install: null}',
];

const REFUSED: readonly string[] = [
  'machine: {kubelet: {nodeIP: 5}}',
  'machine: {install: {wipe: "false"}}',
  'machine: {install: {diskSelector: {sizes: 1}}}',
  'machine: {registries: {mirrors: {docker.io: {endpoint: [https://a]}}}}',
  'machine: {udev: {rules: a}}',
  'machine: {kernel: {modules: [a]}}',
  'machine: {nodeLabels: {a: [b]}}',
  'machine: {time: {bootTimeout: 5}}',
  'machine: {systemDiskEncryption: {ephemeral: {provider: luks2, keys: [{nodeid: {}, slot: 0}]}}}',
  'machine: {files: [{path: /var/a, permissions: 420, op: create, content: "x", owner: 5}]}',
  'machine: {features: {hostDns: {enabled: true}}}',
  'machine: {network: {interfaces: [{interface: eth0, routes: [{network: 0.0.0.0/0, gateway: 10.0.0.1, metric: 1024}], mtu: "1500"}]}}',
  'machine: {network: {interfaces: {interface: eth0}}}',
  'cluster: {inlineManifests: [{name: a, content: "b"}]}',
  'cluster: {apiServer: {extraVolumes: [{hostPath: /a, mountPath: /b, readOnly: true}]}}',
  'cluster: {discovery: {registries: {services: {}}}}',
  'cluster: {coredns: {disabled: true}}',
  'cluster: {apiServer: {admissionControl: [{name: a, configuration: {b: 1}, config: 2}]}}',
  'apiVersion: v1alpha1|kind: LinkConfig|name: eth0|addresses: [10.0.0.1/24]',
  'apiVersion: v1alpha1|kind: LinkConfig|name: eth0|metric: 5',
  'apiVersion: v1alpha1|kind: ResolverConfig|nameservers: [1.1.1.1]',
  'apiVersion: v1alpha1|kind: TimeSyncConfig|servers: [a]',
  'apiVersion: v1alpha1|kind: UserVolumeConfig|name: a|mount: {secure: true}|volumeType: directory',
  'apiVersion: v1alpha1|kind: RegistryMirrorConfig|name: docker.io|endpoints: [https://a]',
  'apiVersion: v1alpha1|kind: EthernetConfig|name: eth0|features: {tx-x: 5}',
  'apiVersion: v1alpha2|kind: LinkConfig|name: eth0',
  'machine: {kubelet: {extraMounts: [{destination: /a, option: [b]}]}}',
];

const answer = (patch: string): string[] =>
  refusalsOf('v1.12.4', { controlplane: patch.replaceAll('|', '\n') });

describe('loading a patch', () => {
  it.each(ACCEPTED)('Talos accepts %s', patch => {
    expect(answer(patch)).toEqual([]);
  });

  it.each(REFUSED)('Talos refuses %s', patch => {
    expect(answer(patch)).not.toEqual([]);
  });
});
