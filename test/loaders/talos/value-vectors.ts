/**
 * Values of patches over a generated configuration, with what Talos' own machinery answers: `no` where it
 * refuses to load or to validate, `ok` where it takes them. `|` stands for a line break.
 */
type Answer = 'ok' | 'no';
export type Vector = readonly [
  role: 'controlplane' | 'worker',
  patch: string,
  in12: Answer,
  /** Where it is another. */
  in13?: Answer,
];

const doc = (kind: string, ...lines: readonly string[]): string =>
  ['apiVersion: v1alpha1', `kind: ${kind}`, ...lines].join('|');

const disk = 'diskSelector: {match: "!system_disk"}';
const volume = (kind: string, provisioning: string, ...more: readonly string[]): string =>
  doc(kind, 'name: data', `provisioning: {${provisioning}}`, ...more);
const link = (...lines: readonly string[]): string => doc('LinkConfig', 'name: eth1', ...lines);
const nic = (fields: string): string =>
  `machine: {network: {interfaces: [{interface: eth1, ${fields}}]}}`;
const rule = (selector: string, ...more: readonly string[]): string =>
  doc('NetworkRuleConfig', 'name: a', `portSelector: {${selector}}`, ...more);

export const VALUE_VECTORS: readonly Vector[] = [
  // Types and words of the v1alpha1 document.
  ['controlplane', 'cluster: {allowSchedulingOnControlPlanes: "true"}', 'no'],
  ['controlplane', 'cluster: {allowSchedulingOnControlPlanes: yes}', 'ok'],
  ['controlplane', 'machine: {features: {kubePrism: {enabled: true, port: "7445"}}}', 'no'],
  ['controlplane', 'machine: {sysctls: {net.ipv4.ip_forward: 1}}', 'ok'],
  ['controlplane', 'machine: {type: master}', 'no'],
  ['worker', 'cluster: {network: {cni: {name: cilium}}}', 'ok'],
  ['controlplane', 'cluster: {network: {cni: {name: cilium}}}', 'no'],
  ['controlplane', 'machine: {}|persist: false', 'no'],
  ['controlplane', 'machine: {kernel: {modules: [nvme_tcp]}}', 'no'],
  // Where the disk is.
  ['controlplane', 'machine: {install: {diskSelector: {type: scsi}}}', 'no'],
  ['controlplane', 'machine: {install: {diskSelector: {name: sda}}}', 'no'],
  ['controlplane', 'machine: {install: {diskSelector: {size: "!= 4GB"}}}', 'no'],
  ['controlplane', 'machine: {install: {diskSelector: {size: ">= 4GB", type: nvme}}}', 'ok'],
  // Addresses, names and URLs of the cluster.
  ['controlplane', 'cluster: {controlPlane: {endpoint: "192.0.2.1:6443"}}', 'no'],
  ['controlplane', 'cluster: {controlPlane: {endpoint: "https://home.example.com:99999"}}', 'no'],
  ['controlplane', 'cluster: {controlPlane: {endpoint: "https://2001:db8::1:6443"}}', 'no'],
  ['controlplane', 'cluster: {controlPlane: {endpoint: "https://[2001:db8::1]:6443"}}', 'ok'],
  ['controlplane', 'cluster: {network: {dnsDomain: "home cluster"}}', 'no'],
  ['controlplane', 'cluster: {network: {dnsDomain: home_cluster.local}}', 'ok'],
  [
    'controlplane',
    'cluster: {inlineManifests: [{name: a, contents: x}, {name: a, contents: y}]}',
    'no',
  ],
  [
    'controlplane',
    'cluster: {discovery: {registries: {service: {endpoint: "https://a.example.com/x"}}}}',
    'no',
  ],
  ['controlplane', 'cluster: {apiServer: {resources: {limits: {nvidia.com/gpu: 1}}}}', 'no'],
  ['controlplane', 'cluster: {apiServer: {resources: {limits: {cpu: 2}}}}', 'ok'],
  ['controlplane', 'cluster: {apiServer: {authorizationConfig: [{name: a, type: ABAC}]}}', 'no'],
  ['controlplane', 'cluster: {etcd: {advertisedSubnets: [192.0.2.0/99]}}', 'no'],
  ['controlplane', 'cluster: {etcd: {advertisedSubnets: ["!192.0.2.0/28", 192.0.2.1]}}', 'ok'],
  ['controlplane', 'machine: {kubelet: {nodeIP: {validSubnets: ["!!192.0.2.5"]}}}', 'no'],
  [
    'controlplane',
    'machine: {kubelet: {nodeIP: {validSubnets: ["!192.0.2.5", "2001:db8::/64"]}}}',
    'ok',
  ],
  // Labels, annotations and taints.
  ['controlplane', 'machine: {nodeLabels: {a/b/c: x}}', 'no'],
  ['controlplane', 'machine: {nodeLabels: {Example.com/a: x}}', 'no'],
  ['controlplane', 'machine: {nodeLabels: {a: -x}}', 'no'],
  ['controlplane', `machine: {nodeLabels: {a: ${'x'.repeat(64)}}}`, 'no'],
  ['controlplane', 'machine: {nodeLabels: {node-role.kubernetes.io/worker: ""}}', 'ok'],
  ['controlplane', 'machine: {nodeAnnotations: {talos.dev/owned-labels: x}}', 'no'],
  ['controlplane', 'machine: {nodeAnnotations: {example.com/note: "any text, really"}}', 'ok'],
  [
    'controlplane',
    'machine: {nodeTaints: {a: "v:NoSchedule", b: NoSchedule, c: ":NoExecute"}}',
    'ok',
  ],
  ['controlplane', 'machine: {nodeTaints: {a: "v:Never"}}', 'no'],
  ['controlplane', 'machine: {nodeTaints: {a: "v=NoSchedule"}}', 'no'],
  ['controlplane', 'machine: {nodeTaints: {a: noschedule}}', 'no'],
  // Time and logs.
  ['controlplane', 'machine: {time: {bootTimeout: 2 minutes}}', 'no'],
  [
    'controlplane',
    'machine: {logging: {destinations: [{endpoint: "http://192.0.2.9:80", format: json_lines}]}}',
    'no',
  ],
  [
    'controlplane',
    'machine: {logging: {destinations: [{endpoint: "tcp://192.0.2.9:514", format: text}]}}',
    'no',
  ],
  // Interfaces as they were.
  ['controlplane', nic('addresses: [192.0.2.500/24]'), 'no'],
  ['controlplane', nic('addresses: [192.0.2.5]'), 'ok'],
  ['controlplane', nic('routes: [{network: 192.0.2.0}]'), 'no'],
  ['controlplane', nic('routes: [{network: 0.0.0.0/0, gateway: 192.0.2.1}]'), 'ok'],
  ['controlplane', nic('routes: [{metric: 10}]'), 'no'],
  ['controlplane', nic('vip: {ip: 192.0.2.9/32}'), 'no'],
  ['controlplane', nic('ignore: true, addresses: [anything]'), 'ok'],
  // Links.
  ['controlplane', link('addresses: [{address: 192.0.2.5}]'), 'no'],
  ['controlplane', link('addresses: [192.0.2.5/24]'), 'no'],
  ['controlplane', link('addresses: [{address: 192.0.2.5/24}]'), 'ok'],
  ['controlplane', link('routes: [{destination: 0.0.0.0/0, gateway: 192.0.2.1}]'), 'no'],
  ['controlplane', link('routes: [{gateway: 192.0.2.1}]'), 'ok'],
  ['controlplane', doc('BondConfig', 'name: bond0', 'links: [eth1]', 'bondMode: lacp'), 'no'],
  [
    'controlplane',
    doc('BondConfig', 'name: bond0', 'links: [eth1]', 'bondMode: ACTIVE-BACKUP'),
    'ok',
  ],
  ['controlplane', doc('BondConfig', 'name: bond0', 'links: [eth1]'), 'no'],
  ['controlplane', doc('VLANConfig', 'name: eth1.9', 'parent: eth1', 'vlanID: 4095'), 'no'],
  [
    'controlplane',
    doc(
      'WireguardConfig',
      'name: wg0',
      'privateKey: x',
      'peers: [{publicKey: y, endpoint: "vpn.example.com:51820"}]',
    ),
    'no',
  ],
  ['controlplane', doc('WireguardConfig', 'name: wg0', 'peers: []'), 'no'],
  ['controlplane', doc('Layer2VIPConfig', 'name: 192.0.2.9/32', 'link: eth1'), 'no'],
  ['controlplane', doc('ResolverConfig', 'nameservers: [{address: "192.0.2.53:53"}]'), 'no'],
  ['controlplane', doc('ResolverConfig', 'nameservers: [{address: "2001:db8::53"}]'), 'ok'],
  ['controlplane', doc('StaticHostConfig', 'name: nas.example.com', 'hostnames: [nas]'), 'no'],
  ['controlplane', doc('StaticHostConfig', 'name: 192.0.2.7', 'hostnames: [nas]'), 'ok'],
  ['controlplane', doc('HostnameConfig', 'auto: false'), 'no'],
  ['controlplane', doc('HostnameConfig', 'auto: "off"', 'hostname: node-1'), 'ok'],
  // The firewall.
  ['controlplane', rule('ports: [1-10, 5], protocol: tcp'), 'no'],
  ['controlplane', rule('ports: [10-1], protocol: tcp'), 'no'],
  ['controlplane', rule('ports: [http], protocol: tcp'), 'no'],
  ['controlplane', rule('ports: [80]'), 'no'],
  [
    'controlplane',
    rule('ports: [80, "100-200"], protocol: TCP', 'ingress: [{subnet: 192.0.2.0/24}]'),
    'ok',
  ],
  ['controlplane', rule('ports: [80], protocol: tcp', 'ingress: [{subnet: 192.0.2.0}]'), 'no'],
  // Volumes.
  [
    'controlplane',
    doc('VolumeConfig', 'name: EPHEMERAL', 'provisioning: {minSize: 10GiB, maxSize: 5GiB}'),
    'no',
  ],
  [
    'controlplane',
    doc('VolumeConfig', 'name: EPHEMERAL', 'provisioning: {minSize: 10GiB, maxSize: 50%}'),
    'ok',
  ],
  ['controlplane', doc('VolumeConfig', 'name: EPHEMERAL', 'provisioning: {minSize: 50%}'), 'no'],
  ['controlplane', doc('VolumeConfig', 'name: EPHEMERAL', 'provisioning: {maxSize: 150%}'), 'no'],
  [
    'controlplane',
    doc('VolumeConfig', 'name: EPHEMERAL', 'provisioning: {maxSize: -5GiB}'),
    'no',
    'ok',
  ],
  ['controlplane', volume('UserVolumeConfig', `${disk}, minSize: 10Gb`), 'ok'],
  ['controlplane', volume('UserVolumeConfig', `${disk}, minSize: 10 gigs`), 'no'],
  ['controlplane', volume('UserVolumeConfig', disk), 'no'],
  ['controlplane', volume('RawVolumeConfig', 'minSize: 1GiB'), 'no'],
  ['controlplane', volume('UserVolumeConfig', `${disk}, minSize: 1GiB`, 'volumeType: tmpfs'), 'no'],
  ['controlplane', volume('UserVolumeConfig', disk, 'volumeType: disk'), 'ok'],
  [
    'controlplane',
    volume('UserVolumeConfig', `${disk}, minSize: 1GiB`, 'filesystem: {type: vfat}'),
    'no',
  ],
  [
    'controlplane',
    volume('UserVolumeConfig', `${disk}, minSize: 1GiB`, 'encryption: {provider: luks2}'),
    'no',
  ],
  [
    'controlplane',
    volume('UserVolumeConfig', `${disk}, minSize: 1GiB`, 'encryption: {provider: none}'),
    'ok',
  ],
  [
    'controlplane',
    volume('UserVolumeConfig', 'diskSelector: {match: disk.size > 100}, minSize: 1GiB'),
    'no',
  ],
  [
    'controlplane',
    volume('UserVolumeConfig', 'diskSelector: {match: disk.size > 100u * GiB}, minSize: 1GiB'),
    'ok',
  ],
  [
    'controlplane',
    volume('UserVolumeConfig', 'diskSelector: {match: disk.vendor == "a"}, minSize: 1GiB'),
    'no',
  ],
  ['controlplane', doc('ZswapConfig', 'maxPoolPercent: 120'), 'no'],
  // Registries and services.
  [
    'controlplane',
    doc('RegistryMirrorConfig', 'name: docker.io', 'endpoints: [{url: mirror.local}]'),
    'no',
  ],
  [
    'controlplane',
    doc('RegistryMirrorConfig', 'name: docker.io', 'endpoints: [{url: "http://mirror.local"}]'),
    'ok',
  ],
  [
    'controlplane',
    doc('RegistryAuthConfig', 'name: ghcr.io', 'username: a', 'identityToken: b'),
    'no',
  ],
  ['controlplane', doc('ExtensionServiceConfig', 'name: tailscale'), 'no'],
  ['controlplane', doc('ExtensionServiceConfig', 'name: tailscale', 'environment: [A=b]'), 'ok'],
  ['controlplane', doc('WatchdogTimerConfig', 'device: /dev/watchdog0', 'timeout: 5s'), 'no'],
  ['controlplane', doc('WatchdogTimerConfig', 'device: /dev/watchdog0', 'timeout: 2m'), 'ok'],
  ['controlplane', doc('EventSinkConfig', 'endpoint: "tcp://192.0.2.9:5"'), 'no'],
  ['controlplane', doc('KmsgLogConfig', 'name: a', 'url: "tcp://192.0.2.9"'), 'no'],
  ['controlplane', doc('KmsgLogConfig', 'name: a', 'url: "udp://192.0.2.9:514"'), 'ok'],
];
