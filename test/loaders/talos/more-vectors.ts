import type { Vector } from './value-vectors.ts';

/**
 * More patches over a generated configuration, with what the machinery of Talos 1.12 and of 1.13 answers:
 * `no` where it refuses to load, to apply or to validate. `|` stands for a line break.
 */

const doc = (kind: string, ...lines: readonly string[]): string =>
  ['apiVersion: v1alpha1', `kind: ${kind}`, ...lines].join('|');

const nic = (fields: string): string =>
  `machine: {network: {interfaces: [{interface: eth1, ${fields}}]}}`;

export const MORE_VECTORS: readonly Vector[] = [
  // Files that say nothing, and documents that are none.
  ['controlplane', 'machine: {}', 'ok'],
  ['controlplane', 'machine:|  # all of it', 'ok'],
  ['controlplane', '# c|---|# d|---|machine: {sysctls: {a.b: "1"}}', 'ok'],
  ['controlplane', 'machine: {}|---|cluster: {}', 'no'],
  [
    'controlplane',
    `${doc('LinkConfig', 'name: eth1')}|---|${doc('LinkConfig', 'name: eth1')}`,
    'no',
  ],
  ['controlplane', 'kind: HostnameConfig|auto: stable', 'no'],
  ['controlplane', doc('linkconfig', 'name: eth1'), 'no'],
  ['controlplane', doc('KubeSpanEndpoints', 'extraAnnouncedEndpoints: ["192.0.2.1:51820"]'), 'no'],
  [
    'controlplane',
    doc('KubeSpanEndpointsConfig', 'extraAnnouncedEndpoints: ["192.0.2.1:51820"]'),
    'ok',
  ],
  ['controlplane', 'apiVersion: v1alpha1|machine: {}', 'no'],
  ['controlplane', doc('LinkConfig', 'metadata: {name: eth1}'), 'no'],
  ['controlplane', doc('HostnameConfig', 'auto: stable', 'machine: {}'), 'no'],
  ['controlplane', 'machine: {Sysctls: {a.b: "1"}}', 'no'],
  ['controlplane', 'version: v1beta1|machine: {}', 'ok'],
  ['controlplane', 'x: &x {disk: /dev/sdb}|machine: {install: *x}', 'no'],
  ['controlplane', '- {op: add, path: /machine/sysctls, value: {a: "1"}}', 'no'],
  // Types.
  ['controlplane', 'machine: {nodeLabels: {a: true}}', 'ok'],
  ['controlplane', 'cluster: {allowSchedulingOnControlPlanes: 1}', 'no'],
  ['controlplane', 'cluster: {allowSchedulingOnControlPlanes: on}', 'ok'],
  ['controlplane', 'machine: {features: {kubePrism: {port: 99999}}}', 'ok'],
  ['controlplane', 'cluster: {apiServer: {certSANs: 192.0.2.1}}', 'no'],
  ['controlplane', 'cluster: {apiServer: {certSANs: [{$patch: delete}]}}', 'no'],
  [
    'controlplane',
    'machine: {files: [{path: /var/a, op: create, content: x, permissions: "0644"}]}',
    'no',
  ],
  [
    'controlplane',
    'machine: {files: [{path: /var/a, op: create, content: x, permissions: 0o644}]}',
    'ok',
  ],
  [
    'controlplane',
    'machine: {files: [{path: /var/a, op: create, content: x, permissions: 0o999}]}',
    'no',
  ],
  // The v1alpha1 document.
  ['worker', 'machine: {type: join}', 'ok'],
  ['worker', 'cluster: {etcd: {}}', 'no'],
  ['worker', doc('Layer2VIPConfig', 'name: 192.0.2.9', 'link: eth0'), 'ok'],
  ['controlplane', 'machine: {install: {extraKernelArgs: [a=b]}}', 'no'],
  ['controlplane', 'machine: {install: {extraKernelArgs: [a=b], grubUseUKICmdline: false}}', 'ok'],
  ['controlplane', 'machine: {install: {image: "not an image!!"}}', 'ok'],
  ['controlplane', 'machine: {features: {hostDNS: {enabled: false}}}', 'ok', 'no'],
  ['controlplane', 'cluster: {network: {cni: {name: custom}}}', 'ok'],
  [
    'controlplane',
    'cluster: {network: {cni: {name: none, urls: ["https://example.com/a.yaml"]}}}',
    'no',
  ],
  ['controlplane', 'cluster: {network: {cni: {name: custom, urls: ["a.yaml"]}}}', 'no'],
  [
    'controlplane',
    'cluster: {network: {cni: {name: none, flannel: {extraArgs: [--iface=eth0]}}}}',
    'no',
  ],
  ['controlplane', 'cluster: {controlPlane: {endpoint: 192.0.2.1}}', 'ok'],
  ['controlplane', 'cluster: {network: {podSubnets: [10.0.0.0/33]}}', 'ok'],
  [
    'controlplane',
    'cluster: {externalCloudProvider: {manifests: ["https://example.com/a.yaml"]}}',
    'no',
  ],
  ['controlplane', 'cluster: {externalCloudProvider: {enabled: true, manifests: [a.yaml]}}', 'no'],
  ['controlplane', 'cluster: {inlineManifests: [{name: "", contents: x}]}', 'no'],
  [
    'controlplane',
    'cluster: {discovery: {registries: {service: {endpoint: "https://a.example.com/"}}}}',
    'ok',
  ],
  ['controlplane', 'cluster: {apiServer: {resources: {limits: {cpu: lots}}}}', 'ok'],
  [
    'controlplane',
    'cluster: {apiServer: {authorizationConfig: [{name: a, type: Node}], extraArgs: {authorization-mode: Node}}}',
    'no',
  ],
  ['controlplane', 'cluster: {apiServer: {authorizationConfig: [{type: Node}]}}', 'no'],
  [
    'controlplane',
    'cluster: {apiServer: {admissionControl: [{name: PodSecurity, configuration: {defaults: {enforce: nonsense}}}]}}',
    'ok',
  ],
  [
    'controlplane',
    'cluster: {etcd: {subnet: 192.0.2.0/24, advertisedSubnets: [192.0.2.0/24]}}',
    'no',
  ],
  ['controlplane', 'machine: {kubelet: {extraConfig: {staticPodPath: /x}}}', 'no'],
  ['controlplane', 'machine: {kubelet: {extraConfig: {maxPods: lots}}}', 'ok'],
  ['controlplane', 'machine: {kubelet: {clusterDNS: [foo]}}', 'ok'],
  [
    'controlplane',
    'machine: {features: {kubernetesTalosAPIAccess: {enabled: true, allowedRoles: [os:root]}}}',
    'no',
  ],
  [
    'worker',
    'machine: {features: {kubernetesTalosAPIAccess: {enabled: true, allowedRoles: [os:reader]}}}',
    'no',
  ],
  [
    'controlplane',
    'machine: {install: {extensions: [{image: ghcr.io/a/b:1}, {image: ghcr.io/a/b:1}]}}',
    'no',
  ],
  ['controlplane', 'machine: {files: [{path: /etc/foo, op: replace, content: x}]}', 'ok'],
  [
    'controlplane',
    'machine: {disks: [{device: /dev/sdb, partitions: [{mountpoint: /var/a}, {mountpoint: /var/b, size: 10GB}]}]}',
    'no',
  ],
  [
    'controlplane',
    'machine: {disks: [{device: /dev/sdb, partitions: [{mountpoint: /var/a, size: 10 gigs}]}]}',
    'no',
  ],
  [
    'controlplane',
    'machine: {disks: [{device: /dev/sdb, partitions: [{mountpoint: /var/a, size: 10GB}, {mountpoint: /var/b}]}]}',
    'ok',
  ],
  ['controlplane', 'machine: {logging: {destinations: [{endpoint: "tcp://192.0.2.9:514"}]}}', 'no'],
  [
    'controlplane',
    'machine: {logging: {destinations: [{endpoint: "tcp://192.0.2.9:514", format: json_lines}]}}',
    'ok',
  ],
  [
    'controlplane',
    'machine: {systemDiskEncryption: {ephemeral: {provider: zfs, keys: [{slot: 0, nodeID: {}}]}}}',
    'ok',
  ],
  ['controlplane', 'machine: {systemDiskEncryption: {ephemeral: {provider: luks2}}}', 'no'],
  [
    'controlplane',
    'machine: {systemDiskEncryption: {state: {provider: luks2, keys: [{slot: 0}]}}}',
    'no',
  ],
  [
    'controlplane',
    'machine: {systemDiskEncryption: {state: {provider: luks2, keys: [{slot: 0, nodeID: {}}, {slot: 0, tpm: {}}]}}}',
    'no',
  ],
  ['controlplane', 'machine: {registries: {mirrors: {docker.io: null}}}', 'no'],
  ['controlplane', 'machine: {registries: {mirrors: {docker.io: {endpoints: [not a url]}}}}', 'ok'],
  ['controlplane', 'machine: {network: {kubespan: {enabled: true, mtu: 1000}}}', 'no'],
  [
    'controlplane',
    'machine: {network: {kubespan: {enabled: true}}}|cluster: {discovery: {enabled: false}}',
    'no',
  ],
  ['controlplane', 'machine: {network: {kubespan: {enabled: true}}}', 'ok'],
  ['controlplane', 'machine: {network: {hostname: a}}', 'no'],
  ['controlplane', 'machine: {features: {stableHostname: true}}', 'no'],
  // Interfaces as they were.
  ['controlplane', nic('cidr: 192.0.2.5/24'), 'ok'],
  ['controlplane', nic('cidr: 192.0.2.5/24, addresses: [192.0.2.6/24]'), 'no'],
  [
    'controlplane',
    nic('bond: {mode: 802.3ad, interfaces: [eth2], updelay: 100, miimon: 30}'),
    'no',
  ],
  ['controlplane', nic('bond: {mode: 802.3ad, interfaces: [eth2], updelay: 90, miimon: 30}'), 'ok'],
  ['controlplane', nic('bond: {mode: lacp, interfaces: [eth2]}'), 'no'],
  ['controlplane', nic('bond: {mode: active-backup, interfaces: [eth2], lacpRate: fast}'), 'no'],
  [
    'controlplane',
    nic('bond: {mode: active-backup, interfaces: [eth2], arpIPTarget: [192.0.2.1]}'),
    'no',
  ],
  [
    'controlplane',
    nic('bond: {mode: active-backup, interfaces: [eth2]}, bridge: {interfaces: [eth3]}'),
    'no',
  ],
  [
    'controlplane',
    'machine: {network: {interfaces: [{interface: bond0, bond: {mode: active-backup, interfaces: [eth0]}}, {interface: eth0, dhcp: true}]}}',
    'no',
  ],
  [
    'controlplane',
    'machine: {network: {interfaces: [{interface: bond0, bond: {mode: active-backup, interfaces: [eth0]}}, {interface: br0, bridge: {interfaces: [eth0]}}]}}',
    'no',
  ],
  ['controlplane', nic('vlans: [{vlanId: 5, addresses: [192.0.2.500/24]}]'), 'no'],
  ['controlplane', nic('vlans: [{vlanId: 5000, dhcp: true}]'), 'ok'],
  ['controlplane', nic('vlans: [{vlanId: 70000, dhcp: true}]'), 'no'],
  ['controlplane', nic('mtu: 9000, dhcp: true'), 'ok'],
  ['controlplane', 'machine: {network: {interfaces: [{deviceSelector: {}, dhcp: true}]}}', 'no'],
  [
    'controlplane',
    'machine: {network: {interfaces: [{interface: eth1, deviceSelector: {driver: x}, dhcp: true}]}}',
    'no',
  ],
  // Documents of the network.
  ['controlplane', doc('HostnameConfig', 'hostname: a'), 'no'],
  ['controlplane', doc('HostnameConfig', 'auto: "off"', 'hostname: "a_b! c"'), 'ok'],
  ['controlplane', doc('HostnameConfig', 'auto: "off"', `hostname: ${'a'.repeat(64)}`), 'no'],
  ['controlplane', doc('HostnameConfig', 'auto: "off"'), 'no'],
  [
    'controlplane',
    `${doc('LinkConfig', 'name: eth0')}|---|${doc('BondConfig', 'name: eth0', 'links: [eth1]', 'bondMode: 802.3ad')}`,
    'no',
  ],
  [
    'controlplane',
    `${doc('LinkConfig', 'name: eth0', 'addresses: [{address: 192.0.2.5/24}]')}|---|machine: {network: {interfaces: [{interface: eth0, dhcp: true}]}}`,
    'ok',
  ],
  ['controlplane', doc('BondConfig', 'name: bond0', 'links: [eth1]', 'bondMode: 4'), 'no'],
  [
    'controlplane',
    doc('BondConfig', 'name: bond0', 'links: [eth1]', 'bondMode: 802.3ad', 'lacpRate: quick'),
    'no',
  ],
  [
    'controlplane',
    doc(
      'BondConfig',
      'name: bond0',
      'links: [eth1]',
      'bondMode: 802.3ad',
      'xmitHashPolicy: layer3+4',
      'lacpRate: fast',
      'miimon: 100',
    ),
    'ok',
  ],
  [
    'controlplane',
    doc(
      'BondConfig',
      'name: bond0',
      'links: [eth1]',
      'bondMode: 802.3ad',
      'xmitHashPolicy: layer5',
    ),
    'no',
  ],
  ['controlplane', doc('VLANConfig', 'name: eth1.9', 'parent: eth1', 'vlanID: 70000'), 'no'],
  ['controlplane', doc('LinkConfig', 'name: eth1', 'mtu: -1'), 'no'],
  ['controlplane', doc('LinkConfig', 'name: eth1', 'hardwareAddr: zz:00'), 'no'],
  ['controlplane', doc('DHCPv4Config', 'name: eth1', 'clientIdentifier: duid'), 'no'],
  ['controlplane', doc('DHCPv4Config', 'name: eth1', 'duidRaw: "00:01"'), 'no'],
  ['controlplane', doc('DHCPv4Config', 'name: eth1', 'clientIdentifier: mac'), 'ok'],
  ['controlplane', doc('LinkAliasConfig', 'name: net0'), 'no'],
  [
    'controlplane',
    doc('LinkAliasConfig', 'name: net0', 'selector: {match: "glob(\'enp*\', link.kind)"}'),
    'ok',
  ],
  [
    'controlplane',
    doc('LinkAliasConfig', 'name: net0', 'selector: {match: link.colour == "a"}'),
    'no',
  ],
  ['controlplane', doc('ResolverConfig', 'nameservers: [192.0.2.53]'), 'no'],
  [
    'controlplane',
    `${doc('ResolverConfig', 'nameservers: [{address: 192.0.2.53}]')}|---|machine: {network: {nameservers: [192.0.2.53]}}`,
    'no',
  ],
  [
    'controlplane',
    doc('TimeSyncConfig', 'ntp: {servers: [a]}', 'ptp: {devices: [/dev/ptp0]}'),
    'no',
  ],
  ['controlplane', doc('StaticHostConfig', 'name: 192.0.2.7', 'hostnames: ["not a host!"]'), 'ok'],
  ['controlplane', doc('StaticHostConfig', 'name: 192.0.2.7'), 'no'],
  ['controlplane', doc('NetworkDefaultActionConfig', 'ingress: deny'), 'no'],
  ['controlplane', doc('EthernetConfig', 'name: eth1', 'wakeOnLan: [magick]'), 'no'],
  ['controlplane', doc('EthernetConfig', 'name: eth1', 'wakeOnLan: [magic]'), 'ok'],
  [
    'controlplane',
    doc('KubeSpanEndpointsConfig', 'extraAnnouncedEndpoints: [vpn.example.com:51820]'),
    'no',
  ],
  // Volumes.
  ['controlplane', doc('VolumeConfig', 'name: ephemeral'), 'no'],
  ['controlplane', doc('VolumeConfig', 'name: IMAGE-CACHE'), 'no'],
  ['controlplane', doc('VolumeConfig', 'name: STATE', 'provisioning: {minSize: 1GiB}'), 'no'],
  ['controlplane', doc('VolumeConfig', 'name: EPHEMERAL', 'provisioning: {maxSize: 12.5%}'), 'ok'],
  [
    'controlplane',
    doc('VolumeConfig', 'name: EPHEMERAL', 'provisioning: {maxSize: -5GiB}'),
    'no',
    'ok',
  ],
  ['controlplane', doc('VolumeConfig', 'name: EPHEMERAL', 'provisioning: {minSize: -5GiB}'), 'no'],
  ['controlplane', doc('VolumeConfig', 'name: EPHEMERAL', 'filesystem: {type: xfs}'), 'no'],
  [
    'controlplane',
    doc('VolumeConfig', 'name: EPHEMERAL', 'provisioning: {diskSelector: {match: disk.foo == 1}}'),
    'no',
  ],
  [
    'controlplane',
    doc('VolumeConfig', 'name: EPHEMERAL', 'provisioning: {diskSelector: {match: disk.size}}'),
    'no',
  ],
  [
    'controlplane',
    doc(
      'VolumeConfig',
      'name: EPHEMERAL',
      'provisioning: {diskSelector: {match: "disk.transport == \'nvme\' && !system_disk"}}',
    ),
    'ok',
  ],
  [
    'controlplane',
    doc(
      'VolumeConfig',
      'name: EPHEMERAL',
      'encryption: {provider: luks2, keys: [{slot: 0, nodeID: {}}]}',
      'provisioning: {maxSize: 10GiB}',
    ),
    'ok',
  ],
  [
    'controlplane',
    `${doc('VolumeConfig', 'name: EPHEMERAL', 'encryption: {provider: luks2, keys: [{slot: 0, nodeID: {}}]}')}|---|machine: {systemDiskEncryption: {ephemeral: {provider: luks2, keys: [{slot: 0, nodeID: {}}]}}}`,
    'no',
  ],
  [
    'controlplane',
    doc(
      'VolumeConfig',
      'name: STATE',
      'encryption: {provider: luks2, keys: [{slot: 0, nodeID: {}, lockToState: true}]}',
    ),
    'no',
  ],
  [
    'controlplane',
    doc(
      'UserVolumeConfig',
      `name: ${'a'.repeat(35)}`,
      'provisioning: {diskSelector: {match: system_disk}, minSize: 1GiB}',
    ),
    'no',
  ],
  [
    'controlplane',
    doc(
      'UserVolumeConfig',
      'name: a_b',
      'provisioning: {diskSelector: {match: system_disk}, minSize: 1GiB}',
    ),
    'no',
  ],
  [
    'controlplane',
    doc(
      'UserVolumeConfig',
      'name: a',
      'provisioning: {diskSelector: {match: true}, maxSize: 10 GiB}',
    ),
    'ok',
  ],
  [
    'controlplane',
    doc(
      'UserVolumeConfig',
      'name: a',
      'provisioning: {diskSelector: {match: true}, minSize: 1GiB}',
      'mount: {secure: false}',
    ),
    'no',
    'ok',
  ],
  [
    'controlplane',
    doc(
      'UserVolumeConfig',
      'name: a',
      'provisioning: {diskSelector: {match: true}, minSize: 1GiB}',
      'filesystem: {type: ext4, projectQuotaSupport: true}',
    ),
    'no',
  ],
  [
    'controlplane',
    doc(
      'UserVolumeConfig',
      'name: a',
      'provisioning: {diskSelector: {match: true}, minSize: 1GiB}',
      'filesystem: {type: btrfs}',
    ),
    'no',
  ],
  ['controlplane', doc('UserVolumeConfig', 'name: a', 'volumeType: directory'), 'ok'],
  [
    'controlplane',
    doc(
      'UserVolumeConfig',
      'name: a',
      'volumeType: directory',
      'encryption: {provider: luks2, keys: [{slot: 0, nodeID: {}}]}',
    ),
    'no',
  ],
  [
    'controlplane',
    doc(
      'ExistingVolumeConfig',
      'name: a',
      'discovery: {volumeSelector: {match: volume.partition_label == "a"}}',
    ),
    'ok',
  ],
  [
    'controlplane',
    doc('ExistingVolumeConfig', 'name: a', 'discovery: {volumeSelector: {match: system_disk}}'),
    'no',
  ],
  [
    'controlplane',
    `${doc('UserVolumeConfig', 'name: a', 'volumeType: directory')}|---|${doc('ExistingVolumeConfig', 'name: a', 'discovery: {volumeSelector: {match: "true"}}')}`,
    'no',
  ],
  [
    'controlplane',
    doc(
      'SwapVolumeConfig',
      'name: a',
      'provisioning: {diskSelector: {match: system_disk}, maxSize: 4GiB}',
    ),
    'ok',
  ],
  // Registries and services.
  [
    'controlplane',
    doc('RegistryMirrorConfig', 'name: docker.io', 'endpoints: [{url: "ftp://mirror.local"}]'),
    'no',
  ],
  [
    'controlplane',
    doc('RegistryMirrorConfig', 'name: docker.io', 'endpoints: ["https://mirror.local"]'),
    'no',
  ],
  ['controlplane', doc('TrustedRootsConfig', 'name: a', 'certificates: not a certificate'), 'ok'],
  ['controlplane', doc('ExtensionServiceConfig', 'name: a', 'configFiles: [{content: x}]'), 'no'],
  ['controlplane', doc('WatchdogTimerConfig', 'timeout: 2m'), 'no'],
  ['controlplane', doc('EventSinkConfig', 'endpoint: 192.0.2.9:5'), 'ok'],
  ['controlplane', doc('KmsgLogConfig', 'name: a', 'url: "tcp://192.0.2.9:514/x"'), 'no'],
  ['controlplane', doc('OOMConfig', 'triggerExpression: memory_full_avg10 > 12'), 'no'],
  ['controlplane', doc('OOMConfig', 'triggerExpression: memory_full_avg10 > 12.0'), 'ok'],
  ['controlplane', doc('SideroLinkConfig', 'apiUrl: "http://a.example.com"'), 'no'],
  ['controlplane', doc('SideroLinkConfig', 'apiUrl: "https://a.example.com?jointoken=x"'), 'ok'],
  ['controlplane', doc('EnvironmentConfig', 'variables: {a-b: x}'), 'no'],
  ['controlplane', doc('EnvironmentConfig', 'variables: {HTTP_PROXY: x}'), 'no', 'ok'],
  ['controlplane', doc('RoutingRuleConfig', 'name: "32766"', 'table: main'), 'no'],
  ['controlplane', doc('RoutingRuleConfig', 'name: "1000"', 'table: main'), 'no', 'ok'],
  ['controlplane', doc('KubeSpanConfig', 'enabled: true', 'mtu: 1000'), 'no'],
  ['controlplane', doc('BlackholeRouteConfig', 'name: 192.0.2.1'), 'no'],
  ['controlplane', doc('VRFConfig', 'name: vrf0', 'table: main', 'links: [eth1]'), 'no'],
  [
    'controlplane',
    doc('ImageVerificationConfig', 'rules: [{image: "*", skip: true, deny: true}]'),
    'no',
  ],
];

/**
 * What Talos refuses and this part of the linter leaves: files that are no patches until somebody names them
 * as such, what other rules report (a key twice, a VIP on a worker), a role that only a file's name says, what depends on where a machine runs
 * (its install section), and secrets, which others fill in.
 */
export const LEFT: readonly Vector[] = [
  ['controlplane', 'machine: {type: worker}', 'no'],
  ['controlplane', '# nothing', 'no'],
  ['controlplane', '---', 'no'],
  ['controlplane', 'null', 'no'],
  ['controlplane', '[]', 'no'],
  ['controlplane', '{}', 'no'],
  ['controlplane', 'version: v1alpha1', 'no'],
  ['controlplane', 'hello', 'no'],
  ['controlplane', 'apiVersion: v1|kind: ConfigMap|metadata: {name: a}', 'no'],
  ['controlplane', 'machine: {sysctls: {a: "1", a: "2"}}', 'no'],
  ['controlplane', 'machine: {ca: {crt: "%%%"}}', 'no'],
  ['worker', 'machine: {network: {interfaces: [{interface: eth0, vip: {ip: 192.0.2.9}}]}}', 'no'],
  ['controlplane', 'machine: {install: {$patch: delete}}', 'no'],
  ['controlplane', 'machine: {install: {disk: {$patch: delete}}}', 'no'],
  ['controlplane', nic('wireguard: {privateKey: x}'), 'no'],
  ['controlplane', doc('RegistryTLSConfig', 'name: a.example.com', 'ca: not a certificate'), 'no'],
];
