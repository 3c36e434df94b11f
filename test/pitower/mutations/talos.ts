import { app, edit, type Mutation } from './mutation.ts';

const node = (name: string): string => `talos/patches/nodes/${name}.yaml`;
const GENERAL = 'talos/patches/general.yaml';
const CONTROL_PLANE = 'talos/patches/controlplane.yaml';
const CERT_MANAGER = `${app('cert-manager/cert-manager')}/kustomization.yaml`;
const ROOK = `${app('rook-ceph/rook-ceph')}/kustomization.yaml`;
const ROOK_CLUSTER = `${app('rook-ceph/rook-ceph-cluster')}/kustomization.yaml`;
const CILIUM = `${app('kube-system/cilium')}/values.yaml`;

export const talos: readonly Mutation[] = [
  {
    name: 'a node with another Talos version',
    change: edit(node('am06-01'), [':v1.12.4', ':v1.12.3']),
    sees: [['talos/version', 'v1.12.3']],
  },
  {
    name: 'recipes with another Talos version',
    change: edit('talos/justfile', ['talos_version := "v1.12.4"', 'talos_version := "v1.11.0"']),
    sees: [['talos/version', 'v1.11.0']],
  },
  {
    name: 'a Rook that is not made for that Kubernetes',
    change: {
      ...edit(ROOK, ['v1.19.1', 'v1.17.9']),
      ...edit(ROOK_CLUSTER, ['v1.19.1', 'v1.17.9']),
    },
    sees: [
      ['talos/support', 'v1.17.9', ROOK],
      ['talos/support', 'v1.17.9', ROOK_CLUSTER],
    ],
  },
  {
    name: 'a Kubernetes that neither Talos nor the charts are made for',
    change: edit('talos/justfile', ['"1.34.3"', '"1.36.0"']),
    sees: [
      ['talos/support', '1.36.0', 'talos/justfile'],
      ['talos/support', 'v1.19.3', CERT_MANAGER],
      [
        'talos/support',
        '0.27.1',
        'kubernetes/apps/cloudnative-pg/cloudnative-pg/kustomization.yaml',
      ],
      ['talos/support', 'v1.19.1', ROOK],
      ['talos/support', 'v1.19.1', ROOK_CLUSTER],
    ],
  },
  {
    name: 'a node with the image of other hardware',
    change: edit(node('am06-01'), ['885f6e49', '885f6e48']),
    sees: [['talos/schematic', '885f6e48bdf9631ea8a3da3f1c3bb480739e1158f834db7a81e6571e898c0f86']],
  },
  {
    name: "KubePrism at another port than Cilium's",
    change: edit(GENERAL, ['port: 7445', 'port: 7446']),
    sees: [['talos/cni', '7445', 'kubernetes/apps/kube-system/cilium/values.yaml']],
  },
  {
    name: "Cilium at another port than KubePrism's",
    change: edit(CILIUM, ['k8sServicePort: 7445', 'k8sServicePort: 6443']),
    sees: [['talos/cni', '6443']],
  },
  {
    name: 'no KubePrism',
    change: edit(GENERAL, ['enabled: true\n      port: 7445', 'enabled: false\n      port: 7445']),
    sees: [['talos/cni', '7445', 'kubernetes/apps/kube-system/cilium/values.yaml']],
  },
  {
    name: 'Flannel beside Cilium',
    change: edit(GENERAL, ['name: none', 'name: flannel']),
    sees: [['talos/cni', 'flannel']],
  },
  {
    name: 'kube-proxy beside Cilium',
    change: edit(CONTROL_PLANE, ['proxy:\n    disabled: true', 'proxy:\n    disabled: false']),
    sees: [['talos/cni', 'false']],
  },
  {
    name: 'CoreDNS twice',
    change: edit(CONTROL_PLANE, ['coreDNS:\n    disabled: true', 'coreDNS:\n    disabled: false']),
    sees: [['talos/dns', 'false']],
  },
  {
    name: "the virtual address inside Cilium's pool",
    change: edit(CONTROL_PLANE, ['name: 192.168.0.200', 'name: 192.168.0.225']),
    sees: [['talos/address', '192.168.0.225']],
  },
  {
    name: "a node inside Cilium's pool",
    change: edit(node('am06-01'), ['192.168.0.207/24', '192.168.0.227/24']),
    sees: [['talos/address', '192.168.0.227/24']],
  },
  {
    name: 'a node outside the LAN',
    change: edit(node('am06-01'), ['192.168.0.207/24', '192.168.1.207/24']),
    sees: [['talos/address', '192.168.1.207/24']],
  },
  {
    name: 'two nodes with one address',
    change: edit(node('am06-01'), ['192.168.0.207/24', '192.168.0.208/24']),
    sees: [['talos/duplicate-node', '192.168.0.208/24', 'talos/patches/nodes/am06-02.yaml']],
  },
  {
    name: 'two nodes with one name',
    change: edit(node('am06-01'), ['hostname: am06-01', 'hostname: am06-02']),
    sees: [['talos/duplicate-node', 'am06-02', 'talos/patches/nodes/am06-02.yaml']],
  },
  {
    name: 'a field that Talos does not have',
    change: edit(node('am06-01'), ['  nodeLabels:', '  nodeLabel:']),
    sees: [['talos/invalid-patch', 'nodeLabel']],
  },
  {
    name: 'a document that Talos does not have',
    change: edit(node('am06-01'), ['kind: LinkAliasConfig', 'kind: LinkAlias']),
    sees: [['talos/invalid-patch', 'LinkAlias']],
  },
  {
    name: 'a label that a worker may not give itself',
    change: edit(node('am06-01'), [
      'pitower.example.com/class: compute',
      'node-role.kubernetes.io/storage: ""',
    ]),
    sees: [['talos/files', 'node-role.kubernetes.io/storage']],
  },
  {
    name: 'an extension that nobody publishes',
    change: edit('talos/schematics/am06.yaml', ['siderolabs/amd-ucode', 'siderolabs/amd-ucod']),
    sees: [
      [
        'talos/schematic',
        '885f6e49bdf9631ea8a3da3f1c3bb480739e1158f834db7a81e6571e898c0f86',
        'talos/patches/nodes/am06-01.yaml',
      ],
      [
        'talos/schematic',
        '885f6e49bdf9631ea8a3da3f1c3bb480739e1158f834db7a81e6571e898c0f86',
        'talos/patches/nodes/am06-02.yaml',
      ],
      [
        'talos/schematic',
        '885f6e49bdf9631ea8a3da3f1c3bb480739e1158f834db7a81e6571e898c0f86',
        'talos/patches/nodes/am06-03.yaml',
      ],
      ['talos/extension', 'siderolabs/amd-ucod'],
    ],
  },
  {
    name: 'a key of the cluster in the clear',
    change: edit(GENERAL, ['machine:\n', 'machine:\n  token: 3x4mpl.0123456789abcdef\n']),
    sees: [['talos/plain-secret', '3x4mpl.0123456789abcdef']],
  },
  {
    name: 'a field that Talos deprecates',
    change: edit(node('am06-01'), ['machine:\n', 'machine:\n  network:\n    hostname: am06-01\n']),
    sees: [['talos/invalid-patch', 'hostname']],
  },
];
