import { describe, expect, it } from 'vitest';
import { hostPath } from '../../../src/rules/storage/host-path.ts';
import { address } from '../../../src/rules/talos/address.ts';
import { cni } from '../../../src/rules/talos/cni.ts';
import { deprecated } from '../../../src/rules/talos/deprecated.ts';
import { plainSecret } from '../../../src/rules/talos/plain-secret.ts';
import { schematic } from '../../../src/rules/talos/schematic.ts';
import { version } from '../../../src/rules/talos/version.ts';
import { type Files, findingsOf, inPatches, modelOf, patched, refusalsOf } from './support.ts';

/** Generated configurations that the vectors are patched on: `cp112` is a control plane of 1.12. */
const BASES = {
  cp112: ['v1.12.4', 'controlplane'],
  w112: ['v1.12.4', 'worker'],
  cp111: ['v1.11.6', 'controlplane'],
  cp113: ['v1.13.0', 'controlplane'],
} as const;

type Base = keyof typeof BASES;

/** A patch of one role's machines, and what must be said about it; nothing where it is accepted. */
type Vector = readonly [name: string, base: Base, patch: string, refusal?: string];

const document = (kind: string, ...lines: string[]): string =>
  [`apiVersion: v1alpha1`, `kind: ${kind}`, ...lines, ''].join('\n');

const JSON_PATCH = '- {op: replace, path: /machine/type, value: controlplane}\n';
const HOSTNAME = 'machine: {network: {hostname: worker-01}}\n';
const KERNEL_ARGS = 'machine: {install: {extraKernelArgs: [x]}}\n';

const VECTORS: readonly Vector[] = [
  [
    '1: JSON patch on several documents',
    'cp112',
    JSON_PATCH,
    'does not apply to a configuration of several',
  ],
  ['2: JSON patch on one document', 'cp111', JSON_PATCH],
  [
    '3: a patch with a further document',
    'cp112',
    `machine: {sysctls: {a: "1"}}\n---\n${document('UserVolumeConfig', 'name: data', 'provisioning: {diskSelector: {match: "!system_disk"}, minSize: 1GiB}')}`,
  ],
  ['4: unknown key of the machine', 'cp112', 'machine: {foo: 1}\n', 'unknown field foo'],
  [
    '5: unknown key further down',
    'cp112',
    'machine: {network: {hostnam: a}}\n',
    'unknown field hostnam',
  ],
  ['6: free-form kubelet settings', 'cp112', 'machine: {kubelet: {extraConfig: {anything: 1}}}\n'],
  [
    '7: protected kubelet setting',
    'cp112',
    'machine: {kubelet: {extraConfig: {port: 1}}}\n',
    'Talos sets port itself',
  ],
  ['8: no kind, but a name', 'cp112', 'apiVersion: v1alpha1\nname: x\n', 'unknown field name'],
  ['9: no apiVersion', 'cp112', 'kind: HostnameConfig\nauto: stable\n', 'needs apiVersion'],
  [
    '10: a kind of 1.14 in 1.12',
    'cp112',
    document('KubeletConfig'),
    'Talos 1.12 has no document kind KubeletConfig',
  ],
  [
    '11: a kind of 1.13 in 1.12',
    'cp112',
    document('EnvironmentConfig'),
    'it is there from 1.13 on',
  ],
  ['11: a kind of 1.13 in 1.13', 'cp113', document('EnvironmentConfig')],
  [
    '12: hostname beside the generated auto',
    'cp112',
    document('HostnameConfig', 'hostname: worker-01'),
    'the generated configuration has auto: stable',
  ],
  [
    '13: auto "off" and hostname',
    'cp112',
    document('HostnameConfig', 'auto: "off"', 'hostname: worker-01'),
  ],
  ['14: unquoted off', 'cp112', document('HostnameConfig', 'auto: off', 'hostname: worker-01')],
  ['15: the old hostname on 1.12', 'cp112', HOSTNAME, 'conflicts with the HostnameConfig'],
  ['15: the old hostname on 1.11', 'cp111', HOSTNAME],
  [
    '16: HostnameConfig deleted, old hostname set',
    'cp112',
    `${HOSTNAME}---\n${document('HostnameConfig', '$patch: delete')}`,
  ],
  [
    '24: interface and deviceSelector',
    'cp111',
    'machine: {network: {interfaces: [{interface: eth0, deviceSelector: {physical: true}}]}}\n',
    'not both',
  ],
  [
    '25: empty deviceSelector',
    'cp111',
    'machine: {network: {interfaces: [{deviceSelector: {}}]}}\n',
    'an empty deviceSelector',
  ],
  [
    '28: a VIP that is no address',
    'cp112',
    document('Layer2VIPConfig', 'name: kube-vip', 'link: eth0'),
    'is its address, and this is none',
  ],
  ['29: a VIP without link', 'cp112', document('Layer2VIPConfig', 'name: 192.0.2.1'), 'needs link'],
  [
    '31: etcd on workers',
    'w112',
    'cluster: {etcd: {advertisedSubnets: [192.0.2.0/24]}}\n',
    'a worker must not have etcd',
  ],
  [
    '32: cni none with urls',
    'cp112',
    'cluster: {network: {cni: {name: none, urls: ["https://example.com"]}}}\n',
    'takes no urls',
  ],
  [
    '33: cni cilium',
    'cp112',
    'cluster: {network: {cni: {name: cilium}}}\n',
    'Talos installs no CNI cilium',
  ],
  [
    '39: kernel arguments on 1.12',
    'cp112',
    KERNEL_ARGS,
    'extraKernelArgs beside grubUseUKICmdline',
  ],
  ['39: kernel arguments on 1.11', 'cp111', KERNEL_ARGS],
  [
    '43: admission plugin deleted',
    'cp112',
    'cluster: {apiServer: {admissionControl: [{name: PodSecurity, $patch: delete}]}}\n',
  ],
  [
    '44: delete in a list of texts',
    'cp112',
    'cluster: {apiServer: {certSANs: [{$patch: delete}]}}\n',
    'needs a key that says which item',
  ],
  [
    '45: hostname deleted without network section',
    'cp113',
    'machine: {network: {hostname: {$patch: delete}}}\n',
    'there is no hostname that $patch could delete',
  ],
  [
    '46: $patch: replace',
    'cp112',
    'machine: {sysctls: {$patch: replace}}\n',
    'only $patch: delete',
  ],
  [
    '47: the machine configuration itself deleted',
    'cp112',
    '$patch: delete\nmachine: {}\n',
    "can't be deleted",
  ],
  [
    '48: ResolverConfig and nameservers',
    'cp112',
    `machine: {network: {nameservers: [192.0.2.53]}}\n---\n${document('ResolverConfig', 'nameservers: [{address: 192.0.2.53}]')}`,
    'conflicts with ResolverConfig',
  ],
  [
    '49: two volumes of one name',
    'cp112',
    `${document('UserVolumeConfig', 'name: data', 'provisioning: {diskSelector: {match: "!system_disk"}, minSize: 1GiB}')}---\n${document('ExistingVolumeConfig', 'name: data', 'discovery: {volumeSelector: {match: "true"}}')}`,
    'ExistingVolumeConfig data conflicts with UserVolumeConfig data',
  ],
  [
    '50: a directory with provisioning',
    'cp112',
    document(
      'UserVolumeConfig',
      'name: data',
      'volumeType: directory',
      'provisioning: {minSize: 1GiB}',
    ),
    'has no provisioning',
  ],
  [
    '51: vlanID 0',
    'cp112',
    document('VLANConfig', 'name: a', 'parent: eth0', 'vlanID: 0'),
    'from 1 to 4094',
  ],
  [
    '51: VLAN without parent',
    'cp112',
    document('VLANConfig', 'name: a', 'vlanID: 20'),
    'needs parent',
  ],
  [
    '52: two links of one name',
    'cp112',
    `${document('LinkConfig', 'name: eth0')}---\n${document('BondConfig', 'name: eth0', 'links: [eth1]', 'bondMode: active-backup')}`,
    'BondConfig eth0 conflicts with LinkConfig eth0',
  ],
  ['55: machine.disks is accepted', 'cp112', 'machine: {disks: [{device: /dev/sdb}]}\n'],
  ['58: a kind that the schema lacks', 'cp113', document('ImageVerificationConfig', 'rules: []')],
];

describe('patches that Talos accepts or refuses', () => {
  const cases = VECTORS.map(([name, base, patch, refusal]) => ({ name, base, patch, refusal }));
  it.each(cases)('$name ($base)', ({ base, patch, refusal }) => {
    const [wanted, role] = BASES[base];
    const found = refusalsOf(wanted, { [role]: patch });
    if (refusal === undefined) expect(found).toEqual([]);
    else expect(found).toEqual([expect.stringContaining(refusal)]);
  });
});

type Merge = readonly [name: string, patches: readonly string[], expected: object];

const INTERFACES = (...items: string[]): string[] =>
  items.map(item => `machine: {network: {interfaces: [${item}]}}\n`);

/** What two patches, layer on layer, make of a generated control plane of 1.12. */
const MERGES: readonly Merge[] = [
  [
    '17: lists append',
    ['machine: {certSANs: [a]}', 'machine: {certSANs: [a, b]}'],
    { machine: { certSANs: ['a', 'a', 'b'] } },
  ],
  [
    '18: podSubnets are replaced',
    [
      'cluster: {network: {podSubnets: [10.244.0.0/16]}}',
      'cluster: {network: {podSubnets: [10.42.0.0/16]}}',
    ],
    { cluster: { network: { podSubnets: ['10.42.0.0/16'] } } },
  ],
  [
    '19: extraMounts of one destination stay two',
    [
      'machine: {kubelet: {extraMounts: [{destination: /a}]}}',
      'machine: {kubelet: {extraMounts: [{destination: /a}]}}',
    ],
    { machine: { kubelet: { extraMounts: [{ destination: '/a' }, { destination: '/a' }] } } },
  ],
  [
    '20: interfaces merge by name',
    INTERFACES('{interface: eth0, dhcp: true}', '{interface: eth0, mtu: 9000}'),
    { machine: { network: { interfaces: [{ interface: 'eth0', dhcp: true, mtu: 9000 }] } } },
  ],
  [
    '21: interfaces merge by equal selectors',
    INTERFACES(
      '{deviceSelector: {hardwareAddr: x}, dhcp: true}',
      '{deviceSelector: {hardwareAddr: x}, mtu: 9000}',
    ),
    {
      machine: {
        network: { interfaces: [{ deviceSelector: { hardwareAddr: 'x' }, dhcp: true, mtu: 9000 }] },
      },
    },
  ],
  [
    '22: selectors with physical never are equal',
    INTERFACES('{deviceSelector: {physical: true}}', '{deviceSelector: {physical: true}}'),
    {
      machine: {
        network: {
          interfaces: [
            { deviceSelector: { physical: true } },
            { deviceSelector: { physical: true } },
          ],
        },
      },
    },
  ],
  [
    '26: VLANs merge by id',
    INTERFACES(
      '{interface: eth0, vlans: [{vlanId: 20, dhcp: true}]}',
      '{interface: eth0, vlans: [{vlanId: 20, vip: {ip: 10.20.10.0}}]}',
    ),
    {
      machine: {
        network: {
          interfaces: [{ vlans: [{ vlanId: 20, dhcp: true, vip: { ip: '10.20.10.0' } }] }],
        },
      },
    },
  ],
  [
    '37: zero does not reset',
    [
      'machine: {features: {kubePrism: {port: 7446}}}',
      'machine: {features: {kubePrism: {port: 0}}}',
    ],
    { machine: { features: { kubePrism: { enabled: true, port: 7446 } } } },
  ],
  [
    '38: false does',
    ['machine: {features: {kubePrism: {enabled: false}}}'],
    { machine: { features: { kubePrism: { enabled: false, port: 7445 } } } },
  ],
  [
    '57: lists in free-form settings append',
    Array(2).fill(
      'cluster: {apiServer: {admissionControl: [{name: PodSecurity, configuration: {exemptions: {namespaces: [a]}}}]}}',
    ),
    {
      cluster: {
        apiServer: {
          admissionControl: [
            {
              name: 'PodSecurity',
              configuration: { exemptions: { namespaces: ['kube-system', 'a', 'a'] } },
            },
          ],
        },
      },
    },
  ],
];

describe('what patches merge to', () => {
  it.each(MERGES)('%s', (_, patches, expected) => {
    const { machine, refusals } = patched(12, 'controlplane', ...patches);
    expect(machine).toMatchObject(expected);
    expect(refusals).toEqual([]);
  });

  it('3: a document without match is added', () => {
    const { documents } = patched(12, 'worker', document('UserVolumeConfig', 'name: data'));
    expect(documents.map(item => (item as { kind: string }).kind)).toEqual([
      'HostnameConfig',
      'UserVolumeConfig',
    ]);
  });

  it('43: the deleted admission plugin is gone', () => {
    const patch = 'cluster: {apiServer: {admissionControl: [{name: PodSecurity, $patch: delete}]}}';
    const { machine } = patched(12, 'controlplane', patch);
    expect(machine).toMatchObject({ cluster: { apiServer: { admissionControl: [] } } });
  });

  it('deletes before it merges: an item can be deleted and set anew in one patch', () => {
    const [before = ''] = INTERFACES('{interface: eth0, dhcp: true}');
    const [after = ''] = INTERFACES(
      '{interface: eth0, $patch: delete}, {interface: eth0, mtu: 9000}',
    );
    expect(patched(11, 'worker', before, after).machine).toMatchObject({
      machine: { network: { interfaces: [{ interface: 'eth0', mtu: 9000 }] } },
    });
  });
});

const node = (lines = ''): string => `machine:\n  install:\n    disk: /dev/sda\n${lines}`;
const ROLES = 'controlplanes := "a"\nworkers := "b"\n';
const VIP = document('Layer2VIPConfig', 'name: 192.0.2.1', 'link: eth0');
const OLD_VIP = 'machine: {network: {interfaces: [{interface: eth0, vip: {ip: 192.0.2.1}}]}}\n';
const NO_CNI = 'cluster: {network: {cni: {name: none}}, proxy: {disabled: true}}\n';
const cilium = (values: string): Files => ({
  'cilium/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
helmCharts:
  - {name: cilium, repo: https://helm.cilium.io, version: 1.18.7, releaseName: cilium, valuesFile: values.yaml}
`,
  'cilium/values.yaml': values,
});
const nodes = (general: string): Files => ({
  justfile: ROLES,
  ...inPatches({ general, 'nodes/a': node(), 'nodes/b': node() }),
});
const image = (tag: string, id = 'ab'.repeat(32)): string =>
  node(`    image: factory.talos.dev/installer/${id}:${tag}\n`);

describe('patches against the rest of the cluster', () => {
  it.each([
    [
      "26: a VIP in a worker's VLAN",
      'machine: {network: {interfaces: [{interface: eth0, vlans: [{vlanId: 20, vip: {ip: 10.20.10.0}}]}]}}\n',
    ],
    ['27: a VIP in the patch of all nodes', OLD_VIP],
    ['30: a Layer2VIPConfig that reaches a worker', VIP],
  ])('%s', (_, general) => {
    expect(findingsOf(address, nodes(general))).toEqual([
      expect.stringContaining('b is a worker, and a VIP'),
    ]);
  });

  it('34: Cilium replaces kube-proxy, and Talos runs it', () => {
    const files = {
      ...nodes('cluster: {network: {cni: {name: none}}}\n'),
      ...cilium('kubeProxyReplacement: true\n'),
    };
    expect(findingsOf(cni, files)).toEqual([expect.stringContaining('Talos runs kube-proxy')]);
  });

  it.each([
    ['35: KubePrism on another port', 'localhost', 7445, 'KubePrism has port 7446'],
    ["36: the control planes' port on workers", '127.0.0.1', 6443, "can't start on b"],
  ])('%s', (_, host, port, message) => {
    const values = `kubeProxyReplacement: true\nk8sServiceHost: ${host}\nk8sServicePort: ${port}\n`;
    const files = {
      ...nodes(`machine: {features: {kubePrism: {port: 7446}}}\n${NO_CNI}`),
      ...cilium(values),
    };
    expect(findingsOf(cni, files)).toEqual([expect.stringContaining(message)]);
  });

  it('41: a schematic id of 63 digits', () => {
    const files = inPatches({ 'nodes/a': image('v1.12.1', 'a'.repeat(63)) });
    expect(findingsOf(schematic, files)).toEqual([
      expect.stringContaining('64 hexadecimal digits'),
    ]);
  });

  it('42: one image of another version', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'].map(name => [`nodes/${name}`, image('v1.10.7')]);
    const files = inPatches({ ...Object.fromEntries(names), 'nodes/g': image('v1.10.9') });
    expect(findingsOf(version, files)).toEqual([
      "g's installer image is v1.10.9, but most are v1.10.7",
    ]);
  });

  it('53: a token in the clear, whose value is not repeated', () => {
    const [message] = findingsOf(
      plainSecret,
      inPatches({ general: 'machine: {token: abc.def}\n' }),
    );
    expect(message).toBe('machine.token is here in the clear');
  });

  it('54: templates are counted, not checked', () => {
    const model = modelOf({
      'tofu/talos/machine-config/cp.yaml.tftpl': '%{ if x }\nmachine: {foo: 1}\n%{ endif }\n',
    });
    expect(model.unchecked.map(({ path }) => path)).toEqual([
      'tofu/talos/machine-config/cp.yaml.tftpl',
    ]);
    expect(model.patches).toEqual([]);
  });

  it.each([
    // The vector's other half: without the generated document the old field is accepted.
    [
      '16: the old hostname',
      `${HOSTNAME}---\napiVersion: v1alpha1\nkind: HostnameConfig\n$patch: delete\n`,
      'machine.network.hostname',
    ],
    ['55: machine.disks', 'machine: {disks: [{device: /dev/sdb}]}\n', 'machine.disks'],
  ])('%s is deprecated', (_, general, path) => {
    const found = findingsOf(deprecated, inPatches({ general }), 'talos: {version: v1.12.4}\n');
    expect(found).toEqual([expect.stringContaining(`${path} is deprecated`)]);
  });

  it('56: a dummy link turns DHCP off', () => {
    const files = nodes(document('DummyLinkConfig', 'name: dummy0'));
    expect(findingsOf(address, files)[0]).toContain('turns the default DHCP clients off');
  });

  it('59: OpenEBS outside every mount', () => {
    const files = {
      ...inPatches({
        general: 'machine: {kubelet: {extraMounts: [{destination: /var/mnt/a}]}}\n',
        'nodes/a': node(),
      }),
      'kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [class.yaml]\n',
      'class.yaml': `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: local
  annotations:
    cas.openebs.io/config: |
      - {name: BasePath, value: /var/openebs/local}
provisioner: openebs.io/local
`,
    };
    expect(findingsOf(hostPath, files)).toEqual([
      'no node mounts /var/openebs/local for the kubelet',
    ]);
  });
});

describe('vectors that no rule decides', () => {
  it.skip("23: a selector that matches several ports is legal, and the ports are the machine's", () => {});
  it.skip('40: no install disk: talosctl gen config writes one by default', () => {});
});
