import { pitowerFiles } from '../tree.ts';
import { app, edit, type Mutation, remove, type Sight, textOf } from './mutation.ts';

/** One fact of the architecture overview, in words of this project, and how the tree may contradict it. */
export interface OverviewFact {
  readonly says: string;
  /** What is seen of a change of its own, or the name of a mutation that another family has. */
  readonly by: Omit<Mutation, 'name'> | string;
}

const EXTERNAL_DNS = `${app('networking/external-dns')}/values.yaml`;
const TUNNEL_RECORD = `${app('networking/cloudflared')}/dnsendpoint.yaml`;
const TUNNEL = `${app('networking/cloudflared')}/resources/config.yaml`;
const CEPH = `${app('rook-ceph/rook-ceph-cluster')}/values.yaml`;
const AM06 = 'talos/patches/nodes/am06-01.yaml';
const node = (name: string) => `talos/patches/nodes/${name}.yaml`;

/** An application's directory taken away; what names it in the policy file or elsewhere is seen besides. */
function withoutApp(category: string, name: string, ...more: readonly Sight[]): OverviewFact {
  const below = [...pitowerFiles.keys()].filter(path =>
    path.startsWith(`${app(`${category}/${name}`)}/`),
  );
  return {
    says: `${category} has ${name}`,
    by: {
      change: Object.fromEntries(below.map(path => [path, undefined])),
      sees: [
        [
          'placement/missing-app',
          `pitower/kubernetes/apps/${category}/*`,
          `kubernetes/argocd/appset-${category}.yaml`,
        ],
        ...more,
      ],
    },
  };
}

const withoutNode = (
  model: string,
  name: string,
  another: string,
  ...more: readonly Sight[]
): OverviewFact => ({
  says: model,
  by: {
    change: remove(node(name)),
    sees: [
      ['talos/machines', another, node(another)],
      ['talos/recipe', name, 'talos/justfile'],
      ...more,
    ],
  },
});

export const hardware: readonly OverviewFact[] = [
  withoutNode('Raspberry Pi 4, four of them', 'rpi4-04', 'rpi4-03'),
  withoutNode('Lenovo T440p, two of them', 't440p-02', 't440p-01'),
  withoutNode('Acemagician AM06, three of them', 'am06-03', 'am06-02', [
    'storage/ceph',
    'am06-03',
    CEPH,
  ]),
  withoutNode('Raspberry Pi 3B+, one', 'rpi3-01', 't440p-02'),
  { says: 'ARM64 beside AMD64', by: 'a node with the image of other hardware' },
  {
    says: 'Raspberry Pi 4 boards are the control planes',
    by: {
      change: edit(
        'talos/justfile',
        ['rpi4-02 rpi4-03"', 'rpi4-02 t440p-01"'],
        ['rpi4-04 t440p-01 ', 'rpi4-04 rpi4-03 '],
      ),
      sees: [['talos/machines', 't440p-01']],
    },
  },
  {
    says: 'the AM06 give their NVMe drives to Ceph, and no other machine does',
    by: {
      change: edit(CEPH, ['- name: am06-03', '- name: t440p-01']),
      sees: [['talos/machines', 't440p-01']],
    },
  },
  {
    says: 'hardware carries the operating system: every machine is generated and applied',
    by: {
      change: edit('talos/justfile', [' rpi3-01"', '"']),
      sees: [['talos/recipe', 'rpi4-04 t440p-01 t440p-02 am06-01 am06-02 am06-03']],
    },
  },
];

export const system: readonly OverviewFact[] = [
  { says: 'Talos Linux v1.12.4 on all nodes', by: 'a node with another Talos version' },
  { says: 'Talos v1.12.4 wherever it is written', by: 'recipes with another Talos version' },
  {
    says: 'machine configuration is generated from the patches in talos/patches',
    by: {
      change: {
        'talos/justfile': textOf('talos/justfile').replaceAll(
          '@patches/general',
          '@patches/common',
        ),
      },
      sees: [
        ['talos/recipe', 'patches/common.yaml'],
        ['talos/recipe', 'patches/common.yaml'],
      ],
    },
  },
  {
    says: 'and applied per node',
    by: {
      change: edit('talos/justfile', [' rpi3-01"', ' rpi3-02"']),
      sees: [['talos/recipe', 'rpi3-02']],
    },
  },
];

export const kubernetes: readonly OverviewFact[] = [
  { says: 'Cilium is the CNI', by: 'Flannel beside Cilium' },
  { says: 'Cilium replaces kube-proxy with eBPF', by: 'Cilium beside kube-proxy' },
  { says: 'kube-proxy does not run', by: 'kube-proxy beside Cilium' },
  { says: 'L2 announcements', by: 'l2announcements off' },
  { says: 'LoadBalancer addresses 192.168.0.220-239', by: 'a pool beyond the range' },
  { says: 'an address outside of them is none', by: 'an address outside the range' },
  {
    says: 'the range is given out by Cilium',
    by: {
      change: {
        [`${app('kube-system/cilium')}/loadbalancer.yaml`]: textOf(
          `${app('kube-system/cilium')}/loadbalancer.yaml`,
        )
          .split('---\n')
          .filter(document => !document.includes('LoadBalancerIPPool'))
          .join('---\n'),
      },
      sees: [
        ['loadbalancer/pool', '192.168.0.226', `${app('home-automation/mosquitto')}/values.yaml`],
      ],
    },
  },
  { says: 'Direct Server Return', by: 'source NAT instead of direct server return' },
  { says: 'Maglev', by: 'random instead of Maglev' },
  { says: "CoreDNS is the cluster's resolver, and Talos' own is off", by: 'CoreDNS twice' },
];

export const gitops: readonly OverviewFact[] = [
  {
    says: 'Argo CD is how everything is deployed: it starts from two Applications',
    by: {
      change: remove('kubernetes/argocd/app-bootstrap.yaml'),
      sees: [['talos/recipe', '../argocd/app-bootstrap.yaml', 'kubernetes/bootstrap/justfile']],
    },
  },
  {
    says: 'and from the ApplicationSets that one of them deploys',
    by: {
      change: remove('kubernetes/argocd/app-applicationsets.yaml'),
      sees: [
        ['talos/recipe', '../argocd/app-applicationsets.yaml', 'kubernetes/bootstrap/justfile'],
      ],
    },
  },
  { says: 'an ApplicationSet per category', by: 'a category without its ApplicationSet' },
  { says: 'named after it', by: "an ApplicationSet under another category's name" },
  {
    says: 'a directory in a category is found and deployed, whatever it is called',
    by: {
      change: edit('kubernetes/argocd/appset-cert-manager.yaml', [
        'apps/cert-manager/*',
        'apps/cert-manager/cert-manager',
      ]),
      sees: [
        [
          'placement/uncovered-app',
          'kind: Kustomization',
          `${app('cert-manager/issuers')}/kustomization.yaml`,
        ],
      ],
    },
  },
  {
    says: 'there are 14 categories, and no other',
    by: 'an application in a category that nobody knows',
  },
  {
    says: 'an application is in its own category',
    by: 'an application moved to another category, namespaces and all',
  },
  { says: 'what is in Git is what runs', by: 'a category that is not healed' },
];

export const applications: readonly OverviewFact[] = [
  withoutApp('ai', 'kagent'),
  withoutApp('cert-manager', 'cert-manager'),
  withoutApp('cloudnative-pg', 'cloudnative-pg'),
  withoutApp('home-automation', 'home-assistant'),
  withoutApp('home-automation', 'zigbee2mqtt'),
  withoutApp('home-automation', 'mosquitto'),
  withoutApp('home-automation', 'matter-server'),
  withoutApp('home-automation', 'otbr'),
  withoutApp('kube-system', 'cilium'),
  withoutApp('kube-system', 'coredns', ['talos/dns', 'true', 'talos/patches/controlplane.yaml']),
  withoutApp('kube-system', 'metrics-server'),
  withoutApp('media', 'jellyfin'),
  withoutApp('media', 'sonarr'),
  withoutApp('media', 'radarr'),
  withoutApp('media', 'prowlarr'),
  withoutApp('media', 'qbittorrent'),
  withoutApp('media', 'sabnzbd'),
  withoutApp('media', 'autobrr'),
  withoutApp('monitoring', 'kube-prometheus-stack'),
  withoutApp('monitoring', 'grafana'),
  withoutApp('monitoring', 'loki'),
  withoutApp('monitoring', 'fluent-bit'),
  withoutApp('networking', 'envoy-gateway'),
  withoutApp('networking', 'external-dns'),
  withoutApp('networking', 'cloudflared'),
  withoutApp('networking', 'nginx'),
  withoutApp('networking', 'tailscale'),
  withoutApp('openebs', 'openebs'),
  withoutApp('rook-ceph', 'rook-ceph'),
  withoutApp('rook-ceph', 'rook-ceph-cluster'),
  withoutApp('security', 'authelia'),
  withoutApp('security', 'lldap'),
  withoutApp('security', 'external-secrets'),
  withoutApp('security', '1password-connect'),
  withoutApp('selfhosted', 'miniflux'),
  withoutApp('selfhosted', 'n8n'),
  withoutApp('selfhosted', 'excalidraw'),
  withoutApp('selfhosted', 'glance'),
  withoutApp('selfhosted', 'homepage'),
  withoutApp('selfhosted', 'tandoor'),
  withoutApp('system', 'reloader'),
  withoutApp('system', 'volsync'),
  withoutApp('system', 'node-feature-discovery'),
  withoutApp('system', 'snapshot-controller'),
];

export const traffic: readonly OverviewFact[] = [
  {
    says: 'names of *.example.com are proxied by Cloudflare',
    by: 'public records that Cloudflare does not proxy',
  },
  {
    says: 'Cloudflare leads into the tunnel',
    by: {
      change: edit(TUNNEL_RECORD, [
        '00000000-0000-4000-8000-000000000000.cfargotunnel.com',
        'home.example.net',
      ]),
      sees: [['dns/target-record', 'home.example.net']],
    },
  },
  {
    says: 'into the tunnel that cloudflared runs in the cluster',
    by: {
      change: edit(TUNNEL_RECORD, [
        '00000000-0000-4000-8000-000000000000',
        '11111111-0000-4000-8000-000000000000',
      ]),
      sees: [['dns/target-record', '11111111-0000-4000-8000-000000000000.cfargotunnel.com']],
    },
  },
  { says: 'the tunnel ends at nginx', by: 'a tunnel to a Service that is not there' },
  {
    says: 'at nginx and nowhere else',
    by: {
      change: edit(TUNNEL, [
        '"*.example.com"\n    service: https://nginx.networking.svc.cluster.local:443',
        '"*.example.com"\n    service: http://sonarr.media.svc.cluster.local:8989',
      ]),
      sees: [['gateway/external-path', 'http://sonarr.media.svc.cluster.local:8989']],
    },
  },
  {
    says: 'nginx has 192.168.0.231',
    by: 'nginx at another address than its own, which is free then for the taking',
  },
  { says: 'nginx forwards to envoy-external', by: 'nginx that forwards to the private gateway' },
  { says: 'envoy-external forwards to pods', by: 'a backend Service that does not exist' },
  { says: 'envoy-internal forwards to pods', by: 'a backend port that the Service does not have' },
  {
    says: 'Tailscale leads to envoy-internal',
    by: {
      change: edit(`${app('networking/tailscale')}/connector.yaml`, [
        '- 192.168.0.0/24',
        '- 192.168.1.0/24',
      ]),
      sees: [['gateway/vpn-path', '192.168.1.0/24']],
    },
  },
  { says: 'the LAN is 192.168.0.0/24', by: 'a node outside the LAN' },
  {
    says: 'the LAN resolves the names of envoy-internal',
    by: {
      change: edit(`${app('networking/k8s-gateway')}/values.yaml`, [
        'domain: example.com',
        'domain: example.org',
      ]),
      sees: [['dns/k8s-gateway', 'example.org']],
    },
  },
  {
    says: 'private services are never exposed',
    by: 'a private application on the public gateway, published',
  },
  { says: 'no private name is in public DNS', by: 'a private route with the label' },
  {
    says: 'private names resolve as internal.example.com',
    by: 'a private gateway with another target',
  },
];

export const gateways: readonly OverviewFact[] = [
  { says: 'envoy-external has 192.168.0.239', by: 'the public gateway at another address' },
  { says: 'envoy-internal has 192.168.0.238', by: "the internal gateway's address" },
  {
    says: "envoy-external's target is external.example.com",
    by: 'a public gateway with another target',
  },
  { says: 'envoy-external is public', by: 'a private application on the public gateway' },
  { says: 'envoy-internal is for LAN and VPN', by: 'a public application on the private gateway' },
  { says: 'the public gateway is proxied', by: 'public records that Cloudflare does not proxy' },
  {
    says: 'the private gateway is not proxied',
    by: {
      change: edit(`${app('ai/kagent')}/route.yaml`, [
        'metadata:\n',
        'metadata:\n  annotations:\n    external-dns.alpha.kubernetes.io/cloudflare-proxied: "true"\n',
      ]),
      sees: [['dns/proxied', '"true"']],
    },
  },
  {
    says: "Cilium announces the gateways' addresses",
    by: 'a policy that announces no load balancer',
  },
  { says: 'external-dns watches HTTPRoutes', by: 'external-dns that does not read routes' },
  {
    says: 'external-dns takes only routes with the label',
    by: {
      change: edit(EXTERNAL_DNS, [
        'labelFilter: external-dns.alpha.kubernetes.io/enabled=true\n',
        '',
      ]),
      sees: [['dns/controller', 'external-dns.alpha.kubernetes.io/enabled=true']],
    },
  },
  {
    says: 'external-dns takes only gateways with the label',
    by: 'the private gateway with the label',
  },
  { says: 'the label is that one', by: 'external-dns that filters by another label' },
  {
    says: 'records are made at Cloudflare',
    by: {
      change: edit(EXTERNAL_DNS, ['name: cloudflare\n', 'name: aws\n']),
      sees: [['dns/controller', 'aws']],
    },
  },
  {
    says: 'parentRefs choose the gateway',
    by: 'a parentRef to a gateway that does not exist, in values',
  },
];

export const disks: readonly OverviewFact[] = [
  {
    says: 'each of three machines has one drive for Ceph',
    by: {
      change: edit(CEPH, [
        '      - name: am06-03\n        devices:\n          - name: /dev/disk/by-id/nvme-AirDisk_512GB_SSD_AM0603000000000003\n',
        '',
      ]),
      sees: [['storage/ceph', '3']],
    },
  },
  {
    says: 'the drives are three',
    by: {
      change: edit(CEPH, ['AM0603000000000003', 'AM0602000000000002']),
      sees: [['storage/ceph', '/dev/disk/by-id/nvme-AirDisk_512GB_SSD_AM0602000000000002']],
    },
  },
  {
    says: 'Talos boots from another drive than those of Ceph',
    by: {
      change: edit(AM06, [
        'diskSelector:\n      type: ssd\n      size: "<= 130GB"\n',
        'disk: /dev/disk/by-id/nvme-AirDisk_512GB_SSD_AM0601000000000001\n',
      ]),
      sees: [['storage/ceph', '/dev/disk/by-id/nvme-AirDisk_512GB_SSD_AM0601000000000001']],
    },
  },
  {
    says: 'blocks are replicated over the three machines',
    by: {
      change: edit(CEPH, ['size: 3', 'size: 1']),
      sees: [['storage/ceph', '1']],
    },
  },
  { says: 'the drives hold 512 GB each', by: 'more than three drives hold' },
  {
    says: 'Ceph is what persists where copies are needed',
    by: "an application's only copy on one node",
  },
  {
    says: 'OpenEBS is for what replicates itself',
    by: 'a database that replicates itself, on Ceph',
  },
  {
    says: "OpenEBS' volumes lie on the boot drives that Talos mounts",
    by: 'local volumes outside of what Talos mounts',
  },
  { says: 'claims are of one of the two classes', by: 'a storage class that does not exist' },
  { says: 'the NAS serves NFS', by: 'another NFS server' },
  { says: 'its exports are media and backups', by: 'a directory that the NAS does not export' },
];

/** What the overview says besides, and no file of the tree could contradict. */
export const OUT_OF_REACH: Readonly<Record<string, string>> = {
  'a PoE switch powers the boards, a UPS the core': 'neither has a configuration here',
  'Talos has no SSH, no shell and no package manager': 'it has none whatever is configured',
  'configuration is applied with talosctl': 'who types what is in no file',
  'no port of the router is forwarded': "the router's configuration is not here",
  'banking has no application yet': 'one more application contradicts nothing',
  'the NAS has four bays and 8 TB': 'its size is in no file',
};
